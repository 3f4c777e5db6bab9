/** What a log line may hold: ids, codes, sizes, durations. Never what people wrote. */
export type LogFact = string | number | boolean | null | undefined
export type Log = (event: string, facts?: Record<string, LogFact>) => void

/** Writes one JSON line per event to standard error; standard output stays for what a person reads. */
export const log: Log = (event, facts = {}) => {
  process.stderr.write(`${JSON.stringify({ at: new Date().toISOString(), event, ...facts })}\n`)
}

/**
 * An unexpected error as facts: its name, code and place. Never its message, which may quote what a
 * person wrote: PostgreSQL puts row values into it, a parser the text it could not read.
 */
export function errorFacts(error: unknown): Record<string, LogFact> {
  if (!isError(error)) return { error: typeof error }
  const { code, table, constraint, data } = error as {
    code?: unknown
    table?: unknown
    constraint?: unknown
    data?: { reason?: unknown }
  }
  return {
    error: word(error.name) ?? typeof error,
    code: word(code),
    reason: word(data?.reason),
    table: word(table),
    constraint: word(constraint),
    place: placeOf(error),
  }
}

/** The job queues hand on copies of errors, which are no instances of anything any more. */
const isError = (value: unknown): value is Error =>
  value instanceof Error ||
  (typeof value === 'object' &&
    value !== null &&
    'message' in value &&
    typeof value.message === 'string' &&
    'stack' in value &&
    typeof value.stack === 'string')

/** A name or code as programs give them; anything else is left out. */
const word = (value: unknown) =>
  typeof value === 'string' && /^[\w.-]{1,80}$/.test(value) ? value : undefined

/** Where our code was when it happened: `at submit (file:///…/handlers.ts:12:3)`. */
function placeOf({ stack = '', message }: Error) {
  // The stack begins with the message, in which somebody's words may look like a place.
  const calls = stack.slice(stack.indexOf(message) + message.length)
  return calls
    .split('\n')
    .find((line) => /^ +at ([\w.<>[\]$# ]+ \()?file:[!-~]+$/.test(line))
    ?.trim()
}
