import type { Auth } from '../../platform/auth.ts'
import type { Database, Db, OrganizationTable } from '../../platform/database.ts'
import type { Source } from '../../platform/events.ts'
import type { Files } from '../../platform/files.ts'
import type { Jobs } from '../../platform/jobs.ts'
import type { SignInRules } from './rules.ts'

/** Roles an account may hold besides being an employee and, perhaps, a manager. */
export const roles = [
  'hrAdmin',
  'hrbp',
  'executive',
  'auditor',
  'securityAdmin',
  'itAdmin',
  'facilitator',
] as const
export type Role = (typeof roles)[number]

/** A role in force now. Without `departmentId` it covers the whole organization. */
export interface Grant {
  role: Role
  departmentId: string | null
  /** The department and everything below it; empty when the whole organization is covered. */
  departmentIds: string[]
}

/** Who is asking: always a person, signed in, in one organization. */
export interface Actor {
  accountId: string
  personId: string
  orgId: string
  sessionId: string
  name: string
  locale: 'zh-CN' | 'en'
  roles: Grant[]
  /** Roles held and not in force, because this session was opened without a second factor. */
  asleep?: Role[]
  /** From the socket, or from the configured proxies only. */
  ip: string
  userAgent: string
  /** The site as this person's browser names it; absent for work inside this process. */
  origin?: string
  /** When the password was last entered again, or a passkey used again, in this session. */
  steppedUpAt: Date | null
}

/** What the door hands to a handler. `orgId`, `actorId` and `now` make it the source of events. */
export interface Context extends Source {
  actor: Actor
  db: Db
  org: OrganizationTable
  /** The day it is in the organization's zone, 'YYYY-MM-DD'. */
  today: string
  /** By what people sign in here. */
  rules: SignInRules
  files: Files
  jobs: Jobs
  /** Gives the browser a new session token; absent where there is no browser. */
  handOut?(token: string): Promise<void>
  /** Runs in a transaction of its own once this one has ended, well or not. */
  afterwards(work: (db: Db) => Promise<unknown>): void
}

/** What the shorter door for strangers hands out: no actor, no open transaction. */
export interface PublicContext {
  database: Database
  auth: Auth
  /** By what people sign in here. */
  rules: SignInRules
  now: Date
  ip: string
  userAgent: string
  origin: string
  jobs: Jobs
  headers: Headers
  /** Headers of the answer, for cookies. */
  resHeaders?: Headers
  /** Tells whose account somebody wants into, for the note of a refusal. */
  meant?(accountId: string): void
}

const technicalRoles: readonly Role[] = ['securityAdmin', 'itAdmin']

/** Keepers of the machine and of rights; they are never HR (I2). */
export const isTechnical = (roles: readonly (Role | Pick<Grant, 'role'>)[]): boolean =>
  roles.some((held) => technicalRoles.includes(typeof held === 'string' ? held : held.role))

/** HR in any department. */
export const isHr = ({ roles }: Pick<Actor, 'roles'>): boolean =>
  !isTechnical(roles) && roles.some(({ role }) => role === 'hrbp' || role === 'hrAdmin')

/** Whether a role is held for a department (null: for the whole organization). */
export function holds(actor: Actor, role: Role, departmentId: string | null = null): boolean {
  return actor.roles.some(
    (grant) =>
      grant.role === role &&
      (grant.departmentId === null ||
        (departmentId !== null && grant.departmentIds.includes(departmentId))),
  )
}
