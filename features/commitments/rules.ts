import type { State } from './contract.ts'

/** Late is a promise still open after its day; it is as visible for a manager as for an employee. */
export function stateOf(
  commitment: { doneAt: Date | null; notDoneAt: Date | null; dueOn: string },
  today: string,
): State {
  if (commitment.doneAt) return 'done'
  if (commitment.notDoneAt) return 'notDone'
  return commitment.dueOn < today ? 'late' : 'open'
}

/** The three questions at the close: written down, with a day to look, and looked at again. */
export function closeOut(commitments: { dueOn: string; state: State; checkIns: unknown[] }[]) {
  return {
    written: commitments.length > 0,
    dated: commitments.length > 0 && commitments.every((commitment) => Boolean(commitment.dueOn)),
    revisited:
      commitments.length > 0 &&
      commitments.every(
        ({ state, checkIns }) => state === 'done' || state === 'notDone' || checkIns.length > 0,
      ),
  }
}
