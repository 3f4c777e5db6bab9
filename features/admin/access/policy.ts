import type { Relation } from '../../conversations/contract.ts'
import {
  may,
  needsReason,
  pageUnder,
  type Facts,
  type Resource,
} from '../../conversations/policy.ts'
import type { RatingsSight } from '../../conversations/steps/policy.ts'
import type { Reach } from './contract.ts'

/** Row 24 and row 22: what somebody may know of who may see a record, and who has. */
export function knowsAccess(is: readonly Relation[]): 'everything' | 'days' | null {
  if (is.includes('employee') || is.includes('auditor')) return 'everything'
  return is.includes('hrAdmin') ? 'days' : null
}

const reach = (is: readonly Relation[], resources: readonly Resource[]): Reach => {
  const open = resources.filter((resource) => may(is, 'R', resource))
  if (open.length === 0) return is.length > 0 ? 'status' : 'nothing'
  return open.every((resource) => needsReason(is, 'R', resource)) ? 'reason' : 'read'
}

/** What lies open in a talk now, besides each one's own drafts. */
function standing(facts: Facts): Resource[] {
  if (facts.sealedAt) return ['sealed']
  return [
    ...(facts.revealedAt ? (['selfOpen', 'managerOpen'] as const) : []),
    ...(facts.talkStartedAt
      ? ([facts.presentedAt ? pageUnder(facts) : 'jointDraft'] as const)
      : []),
  ]
}

/** What somebody may do with a record as it stands; drafts they write in it count where nothing else does. */
export function reachNow(is: readonly Relation[], facts: Facts): Reach {
  const now = reach(is, standing(facts))
  const writes = may(is, 'W', 'selfDraft') || may(is, 'W', 'managerDraft')
  return now === 'status' && writes ? 'own' : now
}

/** The same with a stage somebody has to do there, which shows them ratings and nothing else. */
export const reachAt = (sight: RatingsSight | null, otherwise: Reach): Reach =>
  sight === null || otherwise === 'read' || otherwise === 'reason'
    ? otherwise
    : sight === 'withReason'
      ? 'reason'
      : 'ratings'

/** Once it is sealed: an emergency and a delegation are over by then. */
export const reachSealed = (is: readonly Relation[]): Reach =>
  reach(
    is.filter((relation) => relation !== 'breakGlass' && relation !== 'delegate'),
    ['sealed'],
  )
