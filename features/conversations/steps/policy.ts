import type { Refusal } from '../../../platform/refusal.ts'
import { holds, type Actor } from '../../accounts/policy.ts'
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
  sealedAt: Date | null
  closedAt: Date | null
  /** Only stored; nobody goes on with it. */
  restricted: boolean
}

type Asking = Pick<Actor, 'personId' | 'roles'>
const isTechnical = ({ roles }: Asking) =>
  roles.some(({ role }) => role === 'securityAdmin' || role === 'itAdmin')

/**
 * Whose a stage is: somebody by name, the manager of record, or HR responsible for the department. Never
 * the person it is about, nobody who reports to them, no keeper of the machine.
 */
export function ownsStep(actor: Actor, facts: StepFacts): boolean {
  if (!(stepKinds as readonly StageKind[]).includes(facts.kind) || !facts.openedAt) return false
  if (actor.personId === facts.employeeId || facts.isAboveViewer || isTechnical(actor)) return false
  if (facts.ownerId !== null) return facts.ownerId === actor.personId
  if (facts.actor === 'manager') return facts.managerId === actor.personId
  return (
    facts.actor === 'hr' &&
    (holds(actor, 'hrbp', facts.departmentId) || holds(actor, 'hrAdmin', facts.departmentId))
  )
}

/** Why whoever owns a stage cannot do it now: a message key, or null. */
export const refusalToSettle = (facts: StepFacts): Refusal =>
  facts.sealedAt
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

/** An approval and a calibration show how the manager rated; to HR administration only with a reason, so not here. */
export const seesRatings = (actor: Actor, facts: StepFacts): boolean =>
  (facts.kind === 'approval' || facts.kind === 'calibration') &&
  refusalToSettle(facts) === null &&
  (facts.ownerId === actor.personId ||
    facts.managerId === actor.personId ||
    holds(actor, 'hrbp', facts.departmentId))

/**
 * Why whoever owns a calibration may not put another rating in the place of the manager's now (E21). While
 * both have the page before them nothing on it changes; once it is sealed, nothing ever does.
 */
export function refusalToCalibrate(
  actor: Actor,
  facts: StepFacts,
  { isRated }: { isRated: boolean },
): Refusal {
  if (facts.kind !== 'calibration') return 'conversations.nothingToWrite'
  const refusal = refusalToSettle(facts)
  if (refusal) return refusal
  if (!seesRatings(actor, facts)) return 'conversations.ratingsUnseen'
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
