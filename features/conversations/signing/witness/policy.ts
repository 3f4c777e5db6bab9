import type { Refusal } from '../../../../platform/refusal.ts'

/** Somebody who could be asked to confirm a refusal. */
export interface Candidate {
  personId: string
  /** Steps down from those the record is about, by their ids: 1 reports to them. Absent: not below them. */
  beneath: Readonly<Record<string, number>>
  /** HR responsible for the department of the talk. */
  isHrInCharge: boolean
  /** Keeps the machine or watches over rights. */
  isTechnical: boolean
}

export interface Refused {
  employeeId: string
  managerId: string | null
  /** Who wrote down that the employee said no. */
  notedBy: string
}

/**
 * Why somebody is no second person to a refusal (E05); null when they can be. Whoever depends on one of the
 * two does not speak freely about them, at whatever distance; whoever stands above, or beside, does. HR in
 * charge does too, unless the manager is their own: else nobody would be left below the head of the house.
 */
export function witnessConflict(
  { personId, beneath, isHrInCharge, isTechnical }: Candidate,
  { employeeId, managerId, notedBy }: Refused,
): Refusal {
  if (personId === employeeId || personId === managerId || personId === notedBy)
    return 'conversations.witnessTakesPart'
  if (isTechnical) return 'conversations.witnessTechnical'
  const steps = [managerId, notedBy].flatMap((id) => (id && beneath[id]) ?? [])
  const depends = steps.some((step) => step === 1 || !isHrInCharge)
  return depends || beneath[employeeId] ? 'conversations.witnessBelow' : null
}
