import type { Refusal } from '../../platform/refusal.ts'
import { STEP_UP_MINUTES } from './rules.ts'

/** S1 asks for the password once more, shortly before the act. */
export const signPolicy = (actor: { steppedUpAt: Date | null }, now: Date): Refusal =>
  actor.steppedUpAt !== null &&
  now.getTime() - actor.steppedUpAt.getTime() <= STEP_UP_MINUTES * 60_000
    ? null
    : 'sealing.stepUpNeeded'
