/** What a log line may hold: ids, codes, sizes, durations. Never what people wrote. */
export type LogFact = string | number | boolean | null | undefined
export type Log = (event: string, facts?: Record<string, LogFact>) => void

/** Writes one JSON line per event to standard error; standard output stays for what a person reads. */
export const log: Log = (event, facts = {}) => {
  process.stderr.write(`${JSON.stringify({ at: new Date().toISOString(), event, ...facts })}\n`)
}

/** An unexpected error as facts: its name, code and place, without values a query or a text may hold. */
export function errorFacts(error: unknown): Record<string, LogFact> {
  if (!(error instanceof Error)) return { error: typeof error }
  const { code, table, constraint, data } = error as {
    code?: string
    table?: string
    constraint?: string
    data?: { reason?: unknown }
  }
  const reason = typeof data?.reason === 'string' ? data.reason : undefined
  const place = error.stack
    ?.split('\n')
    .find((line) => line.includes('file://'))
    ?.trim()
  // Postgres puts row values into `message` and `detail`; only errors of our own making are quoted.
  const message = code ? undefined : error.message.slice(0, 300)
  return { error: error.name, code, reason, table, constraint, message, place }
}
