import type { Refusal } from '../../platform/refusal.ts'
import { holds, type Actor } from '../accounts/policy.ts'
import type { Survey } from './contract.ts'

/** Opens surveys and reads their counts: HR administration. For everybody else there are none. */
export const runsSurveys = (actor: Actor): boolean => holds(actor, 'hrAdmin')

/** Ended, and HR’s own view given, while it is not over: afterwards that would be a comment. */
export const endSurvey = (state: Survey['state']): Refusal =>
  state === 'over' ? 'surveys.over' : null

/** Answered by whoever was asked, once, on its days. */
export const answerSurvey = (state: Survey['state'], hasAnswered: boolean): Refusal =>
  state === 'planned' ? 'surveys.notYet' : hasAnswered ? 'surveys.answered' : endSurvey(state)
