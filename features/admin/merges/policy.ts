import type { Refusal } from '../../../platform/refusal.ts'
import { holds, type Actor } from '../../accounts/policy.ts'
import type { MergeState } from './rules.ts'

/** HR administration asks, security administration may be the second person, auditors look on (rows 22 and 29). */
export const seesMerges = (actor: Actor): boolean =>
  holds(actor, 'hrAdmin') || holds(actor, 'securityAdmin') || holds(actor, 'auditor')

/** Who looks for people who are there twice, and compares what they hold in numbers. */
export const seeksDoubles = (actor: Actor): Refusal =>
  holds(actor, 'hrAdmin') ? null : 'admin.merges.hrOnly'

/** Two accounts, and whether somebody is one of them. */
interface Two {
  keptId: string
  mergedId: string
}

const isOneOf = (actor: Actor, { keptId, mergedId }: Two) =>
  actor.personId === keptId || actor.personId === mergedId

/** I5: nobody asks for anything about their own accounts. */
export const askMerge = (actor: Actor, two: Two): Refusal =>
  seeksDoubles(actor) ?? (isOneOf(actor, two) ? 'admin.merges.ownAccount' : null)

const second = (actor: Actor, two: Two, askedBy: string): Refusal => {
  if (!holds(actor, 'hrAdmin') && !holds(actor, 'securityAdmin')) return 'admin.merges.officesOnly'
  if (isOneOf(actor, two)) return 'admin.merges.ownAccount'
  return actor.personId === askedBy ? 'admin.merges.secondPerson' : null
}

/** The second person: another of HR administration, or security administration, who learns nothing by it. */
export const decideMerge = (
  actor: Actor,
  merge: Two & { askedBy: string; state: MergeState },
): Refusal =>
  merge.state === 'asked' ? second(actor, merge, merge.askedBy) : 'admin.merges.decided'

/** A merge is undone as it was made; the later of two that build on each other first. */
export function askUndo(
  actor: Actor,
  merge: Two & { state: MergeState; isBuiltOn: boolean },
): Refusal {
  if (merge.state !== 'merged') return 'admin.merges.notMerged'
  return askMerge(actor, merge) ?? (merge.isBuiltOn ? 'admin.merges.laterFirst' : null)
}

export const decideUndo = (
  actor: Actor,
  merge: Two & { undoAskedBy: string | null; state: MergeState; isBuiltOn: boolean },
): Refusal => {
  if (merge.state !== 'undoAsked' || !merge.undoAskedBy) return 'admin.merges.decided'
  const refusal = second(actor, merge, merge.undoAskedBy)
  return refusal ?? (merge.isBuiltOn ? 'admin.merges.laterFirst' : null)
}
