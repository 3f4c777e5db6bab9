import type { StageReminder } from '../../flows/contract.ts'

/** How somebody stands to a talk whose stage is not theirs. */
export const standings = [
  'employee',
  'manager',
  'managerAtLaunch',
  'secondManager',
  'dottedManager',
  'hrbp',
  'hr',
] as const
export type Standing = (typeof standings)[number]

/** Whether a reminder is also for whoever stands there; `owner` is whose the stage is, and nobody beside. */
export function isTold(to: StageReminder['to'], standing: Standing): boolean {
  if (to === 'owner') return false
  if (to === 'hr') return standing === 'hr'
  if (to === 'both') return standing === 'employee' || standing === 'manager'
  // Whoever leads the talk is the manager of the day, whoever may stand above by now.
  return to.relation === 'managerNow' ? standing === 'manager' : to.relation === standing
}
