import type { Refusal } from '../../../platform/refusal.ts'
import { holds, isTechnical, type Actor } from '../../accounts/policy.ts'
import type { StageActor, StageKind } from '../../flows/contract.ts'
import type { Relation } from '../contract.ts'
import { isShut, may, needsReason, type Facts } from '../policy.ts'
import { stepKinds } from './contract.ts'

/** A stage of a talk as far as the rights to it depend on it. */
export interface StepFacts {
  kind: StageKind
  actor: StageActor
  ownerId: string | null
  openedAt: Date | null
  settledAt: Date | null
  employeeId: string
  managerId: string | null
  departmentId: string
  /** The employee stands somewhere above whoever asks. */
  isAboveViewer: boolean
  presentedAt: Date | null
  wasSealed: boolean
  closedAt: Date | null
  /** Only stored; nobody goes on with it. */
  restricted: boolean
}

/**
 * Whose a stage is: somebody by name, the manager of record, or HR responsible for the department. Never
 * the person it is about, nobody who reports to them, no keeper of the machine.
 */
export function ownsStep(actor: Actor, facts: StepFacts): boolean {
  if (!(stepKinds as readonly StageKind[]).includes(facts.kind) || !facts.openedAt) return false
  if (actor.personId === facts.employeeId || facts.isAboveViewer) return false
  if (isTechnical(actor.roles)) return false
  if (facts.ownerId !== null) return facts.ownerId === actor.personId
  if (facts.actor === 'manager') return facts.managerId === actor.personId
  return (
    facts.actor === 'hr' &&
    (holds(actor, 'hrbp', facts.departmentId) || holds(actor, 'hrAdmin', facts.departmentId))
  )
}

/** Why whoever owns a stage cannot do it now: a message key, or null. */
export const refusalToSettle = (facts: StepFacts): Refusal =>
  facts.wasSealed
    ? 'conversations.sealed'
    : facts.closedAt
      ? 'conversations.closed'
      : facts.restricted
        ? 'conversations.restricted'
        : facts.settledAt
          ? 'conversations.alreadySubmitted'
          : // What is written stands on the page both read, which no longer changes.
            facts.kind === 'form' && facts.presentedAt
            ? 'conversations.presented'
            : null

/** How ratings are read at a stage: like one's own, with a trace, or with a trace and a reason first. */
export type RatingsSight = 'freely' | 'noted' | 'withReason'

/**
 * An approval and a calibration show how the manager rated (row 9): to the manager and the line above
 * without more ado, to HR in charge with a trace its person reads, to HR administration with a reason
 * besides, also where a flow names them: they write the flows. Anybody else named reads with a trace.
 */
export function readsRatings(
  actor: Actor,
  facts: StepFacts,
  is: readonly Relation[],
): RatingsSight | null {
  if (facts.kind !== 'approval' && facts.kind !== 'calibration') return null
  if (refusalToSettle(facts) !== null) return null
  if (facts.managerId === actor.personId || is.includes('secondLine')) return 'freely'
  if (is.includes('hrbp')) return 'noted'
  if (is.includes('hrAdmin')) return 'withReason'
  return facts.ownerId === actor.personId ? 'noted' : null
}

/**
 * Why whoever owns a calibration may not put another rating in the place of the manager's now (E21). While
 * both have the page before them nothing on it changes; once it is sealed, nothing ever does. Who reads with a
 * trace has left it before: what a calibration answers would tell them the rating without one.
 * @param hasLooked at the ratings within the day, with a reason where one is asked for
 */
export function refusalToCalibrate(
  actor: Actor,
  facts: StepFacts,
  is: readonly Relation[],
  { isRated, hasLooked }: { isRated: boolean; hasLooked: boolean },
): Refusal {
  if (facts.kind !== 'calibration') return 'conversations.nothingToWrite'
  const refusal = refusalToSettle(facts)
  if (refusal) return refusal
  const sight = readsRatings(actor, facts, is)
  if (sight === null || (sight !== 'freely' && !hasLooked)) return 'conversations.ratingsUnseen'
  if (facts.presentedAt) return 'conversations.presented'
  return isRated ? null : 'conversations.ratingNotIn'
}

/** Who reads how ratings were calibrated: whoever reads the ratings themselves, from the same moment on. */
export const readsCalibrations = (
  is: readonly Relation[],
  facts: Pick<Facts, 'sealedAt' | 'revealedAt' | 'restricted'>,
): boolean =>
  !isShut(is, facts) &&
  (facts.sealedAt
    ? may(is, 'R', 'sealed') && !needsReason(is, 'R', 'sealed')
    : facts.revealedAt
      ? may(is, 'R', 'rating')
      : may(is, 'R', 'managerDraft'))
