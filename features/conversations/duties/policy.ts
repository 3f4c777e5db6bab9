import type { Refusal } from '../../../platform/refusal.ts'

/** What somebody may have to decide about a record, or be in it for HR, beside having a part in it. */
export const duties = ['case', 'amendment', 'glass', 'privacy', 'beside'] as const
export type Duty = (typeof duties)[number]

/** E22: nobody decides about one record in two capacities. @returns why not, or null */
export const otherDuty = (wanted: Duty, held: readonly Duty[]): Refusal => {
  const other = held.find((duty) => duty !== wanted)
  return other ? `conversations.duties.${other}` : null
}
