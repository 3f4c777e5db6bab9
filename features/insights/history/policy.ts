import type { Refusal } from '../../../platform/refusal.ts'
import type { Kind, Relation } from '../../conversations/contract.ts'
import type { Purpose } from '../../conversations/record/contract.ts'

/** Row 8, for a decision: whoever leads the person, the line above, HR. Never for oneself, never by way of an audit. */
const deciding: readonly Relation[] = ['manager', 'nextManager', 'secondLine', 'hrbp', 'hrAdmin']

/** Whether somebody reads a talk for a decision about its person. */
export const openForDecision = (is: readonly Relation[]): Refusal =>
  is.some((relation) => deciding.includes(relation)) ? null : 'insights.decisionNotYours'

/** Talks about coming back and about what somebody decides for themselves hold family matters: no evidence for anything. */
const personal: readonly Kind[] = ['return', 'preDecision']

/** Whether a talk may count for a decision. */
export const isEvidence = (kind: Kind): boolean => !personal.includes(kind)

/** Whether what somebody wishes to grow into is looked at: what is paid does not depend on it. */
export const seesWishes = (purpose: Purpose): boolean => purpose !== 'pay'

/** Whether what became of a promise is for any of these (row 12): HR administration and auditors read records only. */
export const seesKeeping = (is: readonly Relation[]): boolean =>
  is.some((relation) => relation !== 'hrAdmin' && relation !== 'auditor')
