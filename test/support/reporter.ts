import { inspect } from 'node:util'
import type { TestEvent } from 'node:test/reporters'

/** Begins every line that is a message to the run, among whatever a test prints. */
export const mark = '\u001etest '

/** What a process of the run tells about one test. */
export interface Told {
  type: 'begun' | 'passed' | 'failed' | 'said'
  name: string
  nesting: number
  file?: string
  line?: number
  isSuite?: boolean
  isSkipped?: boolean
  ms?: number
  /** Why it failed, or why it was left out. */
  why?: string
}

/** A reporter for `node --test`: one line of JSON for each thing that happens to a test. */
export default async function* tell(events: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  for await (const event of events) {
    const told = toldBy(event)
    if (told) yield `\n${mark}${JSON.stringify(told)}\n`
  }
}

function toldBy(event: TestEvent): Told | null {
  switch (event.type) {
    case 'test:dequeue':
      return { ...placeOf(event.data), type: 'begun', name: event.data.name }
    case 'test:pass':
    case 'test:fail': {
      const { name, skip, details } = event.data
      const error = 'error' in details ? details.error : null
      return {
        ...placeOf(event.data),
        type: error ? 'failed' : 'passed',
        name,
        isSuite: details.type === 'suite',
        isSkipped: skip !== undefined && skip !== false,
        ms: details.duration_ms,
        why: error ? inspect(error.cause ?? error) : typeof skip === 'string' ? skip : '',
      }
    }
    case 'test:diagnostic':
      // Node's own totals come without a place.
      return event.data.file
        ? { ...placeOf(event.data), type: 'said', name: event.data.message }
        : null
    default:
      return null
  }
}

const placeOf = ({ file, line, nesting }: { file?: string; line?: number; nesting: number }) => ({
  file,
  line,
  nesting,
})
