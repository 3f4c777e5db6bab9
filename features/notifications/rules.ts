import type { Todo } from './contract.ts'

/** How many days ahead a promise joins the list of what waits. */
export const promiseHorizonDays = 14

/** The order of the list: promises first, the oldest first; then whoever waits for a yes or no or a second person; then stages by their day; the undated last; then what waits for others. */
export function inOrder(todos: Todo[]): Todo[] {
  const rank = ({ kind }: Todo) =>
    kind === 'promise' ? 0 : holdsOthers.has(kind) ? 1 : kind === 'told' ? 3 : 2
  return [...todos].sort(
    (a, b) => rank(a) - rank(b) || (a.dueOn ?? '9999-12-31').localeCompare(b.dueOn ?? '9999-12-31'),
  )
}

const holdsOthers = new Set<Todo['kind']>(['witness', 'refusal', 'decision', 'intervention'])
