import type { Refusal } from '../../../platform/refusal.ts'
import { type Actor, holds, type Role } from '../../accounts/policy.ts'
import type { Relation } from '../../conversations/contract.ts'
import { technicalSubjects, logKinds, type LogSubject } from './rules.ts'

const anywhere = (actor: Actor, role: Role) => actor.roles.some((grant) => grant.role === role)

/** Row 23: security and auditors of the whole organization read it with names, IT without; nobody else. */
export function readsLog(actor: Actor): { subjects: LogSubject[]; names: boolean } | null {
  const all = Object.keys(logKinds) as LogSubject[]
  if (holds(actor, 'securityAdmin') || holds(actor, 'auditor'))
    return { subjects: all, names: true }
  if (holds(actor, 'itAdmin')) return { subjects: [...technicalSubjects], names: false }
  return null
}

/** The chain of one record: sealed ones, for auditors in their scope, and for HR with a reason (rows 16, 17). */
export function readChain(is: readonly Relation[], isSealed: boolean): Refusal {
  if (!is.includes('auditor') && !is.includes('hrAdmin')) return 'admin.chainNotYours'
  return isSealed ? null : 'admin.chainSealedOnly'
}

/** Auditors were given a reason with their office; everybody else says one. */
export const chainNeedsReason = (is: readonly Relation[]): boolean => !is.includes('auditor')

/** Row 17: who asks for many at once. */
export const askExport = (actor: Actor): Refusal =>
  anywhere(actor, 'auditor') || holds(actor, 'hrAdmin') ? null : 'admin.exportNotYours'

/** Who sees that there are any: who asks, and who decides. */
export const seesExports = (actor: Actor): boolean =>
  askExport(actor) === null || holds(actor, 'securityAdmin')

/** An export somebody asked for, and what has become of the question. */
interface AskedExport {
  askedBy: string
  isDecided: boolean
  isWithdrawn: boolean
}

const settledAs = ({ isDecided, isWithdrawn }: AskedExport): Refusal =>
  isDecided ? 'admin.exportDecided' : isWithdrawn ? 'admin.exportWithdrawn' : null

/** The second person: HR or security administration, never who asked, nor whose records they are. */
export function decideExport(
  actor: Actor,
  asked: AskedExport & { employeeId?: string | null },
): Refusal {
  if (!holds(actor, 'hrAdmin') && !holds(actor, 'securityAdmin')) return 'admin.exportApprovers'
  const settled = settledAs(asked)
  if (settled) return settled
  if (actor.personId === asked.employeeId) return 'admin.exportOwn'
  return actor.personId === asked.askedBy ? 'admin.exportSecondPerson' : null
}

/** Only whoever asked takes the question back, while nobody has decided. */
export const withdrawExport = (actor: Actor, asked: AskedExport): Refusal =>
  actor.personId === asked.askedBy ? settledAs(asked) : 'admin.exportAskerOnly'

/** Nobody agrees to their own record: where it is one of many, it stays behind. */
export const takeWith = (employeeId: string, decidedBy: string | null): Refusal =>
  employeeId === decidedBy ? 'admin.exportDeciders' : null

/** Only who asked takes it along, while the right to ask is still there and for a day. */
export function takeExport(
  actor: Actor,
  one: { askedBy: string; approvedAt: Date | null; expiresAt: Date | null },
  now: Date,
): Refusal {
  if (actor.personId !== one.askedBy) return 'admin.exportNotYours'
  if (!one.approvedAt) return 'admin.exportNotApproved'
  if (!one.expiresAt || one.expiresAt <= now) return 'admin.exportExpired'
  return askExport(actor)
}
