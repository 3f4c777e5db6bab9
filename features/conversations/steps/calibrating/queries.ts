import type { Context } from '../../../accounts/policy.ts'
import { groupAround } from '../../../cycles/spread/around/queries.ts'
import { noteCalibration } from '../../../cycles/spread/queries.ts'
import { outsideOf } from '../../../cycles/spread/rules.ts'
import type { StepView } from '../contract.ts'
import { refusalToSettle } from '../policy.ts'
import type { OwnStep } from '../queries.ts'

/** What a calibration is held against: counts of a group, never of this talk. */
export async function groupOf(
  context: Context,
  { talk, facts }: OwnStep,
): Promise<StepView['group']> {
  if (facts.kind !== 'calibration' || refusalToSettle(facts) !== null) return null
  const group = await groupAround(context, talk)
  return group && { department: group.department?.name ?? null, curve: group.curve }
}

/**
 * Keeps what lay outside the expectation when a talk was calibrated, and why whoever did it went on. It
 * changes no rating and stops nothing (E27).
 */
export async function noteCalibrated(
  context: Context,
  { talk, step }: OwnStep,
  reason: string | null,
): Promise<void> {
  const group = step.kind === 'calibration' ? await groupAround(context, talk) : null
  const outside = outsideOf(group?.curve ?? null)
  if (!group || !talk.cycleId || outside.length === 0) return
  await noteCalibration(context, {
    cycleId: talk.cycleId,
    scale: group.scale,
    departmentId: group.department?.id ?? null,
    conversationId: talk.id,
    rated: group.curve.rated,
    outside,
    reason,
  })
}
