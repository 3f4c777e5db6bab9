import type { Refusal } from '../../../platform/refusal.ts'
import { holds, type Actor } from '../../accounts/policy.ts'

/** Findings name records, so they go to those who know of every record: HR admins and auditors. */
export const mayReadSelfCheck = (actor: Actor): Refusal =>
  holds(actor, 'hrAdmin') || holds(actor, 'auditor') ? null : 'admin.selfCheckNotYours'
