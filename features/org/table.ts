import type { Role } from '../accounts/policy.ts'
import type { Day } from './rules.ts'

declare module '../../platform/database.ts' {
  interface Tables {
    department: DepartmentTable
    person: PersonTable
    assignment: AssignmentTable
    roleGrant: RoleGrantTable
    invitation: InvitationTable
    grantProposal: GrantProposalTable
  }
}

export interface DepartmentTable {
  orgId: string
  id: string
  parentId: string | null
  name: string
  /** Names from the root, joined by '/'. */
  path: string
  createdAt: Date
  closedAt: Date | null
}

export interface PersonTable {
  orgId: string
  id: string
  employeeNo: string
  name: string
  /** `ouyang yuanshan`, for search. */
  pinyin: string
  /** `oyys`, for search. */
  initials: string
  gender: string | null
  email: string | null
  phone: string | null
  hiredOn: Day | null
  /** The last day; null while no leaving is known. */
  leftOn: Day | null
  accountId: string | null
  /** The account this one was joined to, for as long as that is not undone. */
  mergedInto?: string | null
  createdAt: Date
  updatedAt: Date
}

export interface AssignmentTable {
  orgId: string
  id: string
  personId: string
  departmentId: string
  position: string
  jobFamily: string | null
  level: string | null
  managerId: string | null
  kind: 'primary' | 'dotted'
  /** The first day it is in force. */
  fromOn: Day
  /** The first day it is no longer in force; null while it is. */
  toOn: Day | null
  createdAt: Date
}

export interface RoleGrantTable {
  orgId: string
  id: string
  personId: string
  role: Role
  departmentId: string | null
  fromAt: Date
  toAt: Date | null
  reason: string | null
  grantedBy: string | null
  revokedAt: Date | null
  revokedBy: string | null
}

export interface InvitationTable {
  orgId: string
  id: string
  personId: string
  tokenHash: string
  createdBy: string
  createdAt: Date
  expiresAt: Date
  usedAt: Date | null
}

export interface GrantProposalTable {
  orgId: string
  id: string
  personId: string
  role: Role
  departmentId: string | null
  toAt: Date | null
  reason: string | null
  revokesId: string | null
  proposedBy: string
  proposedAt: Date
  decidedBy: string | null
  decidedAt: Date | null
  acceptedAt: Date | null
}
