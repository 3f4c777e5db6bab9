import { oc } from '@orpc/contract'
import { z } from 'zod'
import { calendarContract } from './calendar/contract.ts'
import { delegationContract } from './delegation/contract.ts'
import { importContract } from './import/contract.ts'

const id = z.uuid()
const day = z.iso.date()
const text = (max: number) => z.string().trim().max(max)

export const roleSchema = z.enum([
  'hrAdmin',
  'hrbp',
  'executive',
  'auditor',
  'securityAdmin',
  'itAdmin',
  'facilitator',
])

const somebody = z.object({ id, name: z.string(), employeeNo: z.string() })

export const departmentSchema = z.object({
  id,
  parentId: id.nullable(),
  name: z.string(),
  path: z.string(),
  /** People in the department itself. */
  people: z.int(),
  /** People in it and everywhere below. */
  total: z.int(),
})
export type Department = z.infer<typeof departmentSchema>

export const personLineSchema = somebody.extend({
  department: z.string(),
  departmentId: id.nullable(),
  position: z.string(),
  level: z.string().nullable(),
  manager: somebody.nullable(),
  leftOn: day.nullable(),
  hasAccount: z.boolean(),
  /** Where the next page starts. */
  sound: z.string(),
})
export type PersonLine = z.infer<typeof personLineSchema>

const assignmentSchema = z.object({
  id,
  kind: z.enum(['primary', 'dotted']),
  department: z.string(),
  departmentId: id,
  position: z.string(),
  jobFamily: z.string().nullable(),
  level: z.string().nullable(),
  manager: somebody.nullable(),
  fromOn: day,
  toOn: day.nullable(),
})
export type Assignment = z.infer<typeof assignmentSchema>

const grantSchema = z.object({
  id,
  role: roleSchema,
  department: z.string().nullable(),
  departmentId: id.nullable(),
  fromAt: z.date(),
  toAt: z.date().nullable(),
  reason: z.string().nullable(),
  grantedBy: z.string().nullable(),
})

const factorSchema = z.object({
  since: z.date().nullable(),
  /** Why this person may not ask for a reset. */
  refusal: z.string().nullable(),
  reset: z
    .object({
      id,
      reason: z.string(),
      askedAt: z.date(),
      askedBy: z.string(),
      /** Why this person may not decide. */
      refusal: z.string().nullable(),
    })
    .nullable(),
})

const proposalSchema = z.object({
  id,
  role: roleSchema,
  department: z.string().nullable(),
  toAt: z.date().nullable(),
  reason: z.string().nullable(),
  revokes: z.boolean(),
  proposedBy: z.string(),
  proposedAt: z.date(),
  refusal: z.string().nullable(),
})

const refusal = z.string().nullable()

export const personSchema = somebody.extend({
  department: z.string(),
  departmentId: id.nullable(),
  position: z.string(),
  jobFamily: z.string().nullable(),
  level: z.string().nullable(),
  manager: somebody.nullable(),
  reports: z.int(),
  leftOn: day.nullable(),
  /** E28: the account this one was joined to; nothing is changed here while it is. */
  goesOnAs: somebody.nullable(),
  hasAccount: z.boolean(),
  /** What only the person, HR and their HR partner see; null for others. */
  details: z
    .object({
      gender: z.string().nullable(),
      email: z.string().nullable(),
      phone: z.string().nullable(),
      hiredOn: day.nullable(),
      assignments: z.array(assignmentSchema),
      invitedUntil: z.date().nullable(),
    })
    .nullable(),
  /** For the person alone: whose role lets them see something of theirs. */
  seenBy: z.array(z.object({ role: roleSchema, name: z.string() })).nullable(),
  /** Roles, for those who may know them. */
  grants: z.array(grantSchema).nullable(),
  proposals: z.array(proposalSchema).nullable(),
  refusals: z.object({
    edit: refusal,
    reassign: refusal,
    leave: refusal,
    return: refusal,
    invite: refusal,
    inviteByMail: refusal,
    grant: refusal,
  }),
})
export type Person = z.infer<typeof personSchema>

const personInput = z.object({ id })

export const orgContract = {
  /** The departments in reading order with their counts, and the organization in four numbers. */
  tree: oc.output(
    z.object({
      departments: z.array(departmentSchema),
      people: z.int(),
      withoutManager: z.int(),
      withoutAccount: z.int(),
      levels: z.array(z.string()),
      jobFamilies: z.array(z.string()),
      refusals: z.object({ import: refusal, add: refusal }),
    }),
  ),
  people: oc
    .input(
      z.object({
        /** Part of a name, pinyin, initials or an employee number. */
        q: text(100).default(''),
        departmentId: id.optional(),
        level: text(60).optional(),
        manager: z.enum(['none']).or(id).optional(),
        status: z.enum(['here', 'left']).default('here'),
        after: z.object({ sound: z.string().max(400), id }).optional(),
        limit: z.int().min(1).max(200).default(50),
      }),
    )
    .output(
      z.object({
        people: z.array(personLineSchema),
        next: z.object({ sound: z.string(), id }).nullable(),
      }),
    ),
  /** How many people the same filters find. */
  count: oc
    .input(
      z.object({
        q: text(100).default(''),
        departmentId: id.optional(),
        level: text(60).optional(),
        manager: z.enum(['none']).or(id).optional(),
        status: z.enum(['here', 'left']).default('here'),
      }),
    )
    .output(z.object({ count: z.int() })),
  person: oc.input(personInput).output(personSchema),
  add: oc
    .input(
      z.object({
        employeeNo: text(60).min(1),
        name: text(100).min(1),
        departmentId: id,
        position: text(100).default(''),
        jobFamily: text(60).nullable().default(null),
        level: text(60).nullable().default(null),
        managerId: id.nullable().default(null),
        hiredOn: day.nullable().default(null),
        email: z.email().max(200).nullable().default(null),
        phone: text(60).nullable().default(null),
      }),
    )
    .output(personSchema),
  edit: oc
    .input(
      personInput.extend({
        name: text(100).min(1),
        email: z.email().max(200).nullable(),
        phone: text(60).nullable(),
        gender: z.enum(['male', 'female']).nullable(),
        hiredOn: day.nullable(),
      }),
    )
    .output(personSchema),
  /** A new post from a day on: department, position, manager. */
  reassign: oc
    .input(
      personInput.extend({
        fromOn: day,
        departmentId: id,
        position: text(100),
        jobFamily: text(60).nullable(),
        level: text(60).nullable(),
        managerId: id.nullable(),
      }),
    )
    .output(personSchema),
  addDotted: oc
    .input(
      personInput.extend({
        managerId: id,
        position: text(100).default(''),
        fromOn: day,
        toOn: day.nullable(),
      }),
    )
    .output(personSchema),
  endDotted: oc.input(personInput.extend({ assignmentId: id, toOn: day })).output(personSchema),
  /** Leaves on a day; on that day every session ends and the account closes. */
  leave: oc.input(personInput.extend({ on: day })).output(personSchema),
  return: oc
    .input(personInput.extend({ departmentId: id, managerId: id.nullable() }))
    .output(personSchema),
  /** A link that lets somebody in, shown here; and sent to them, where mail is set up. */
  invite: oc
    .input(personInput.extend({ byMail: z.boolean().default(false) }))
    .output(z.object({ token: z.string(), expiresAt: z.date() })),
  grant: oc
    .input(
      personInput.extend({
        role: roleSchema,
        departmentId: id.nullable().default(null),
        toAt: z.date().nullable().default(null),
        reason: text(500).nullable().default(null),
      }),
    )
    .output(personSchema),
  revoke: oc.input(personInput.extend({ grantId: id })).output(personSchema),
  /** Somebody's second factor, for the offices that help when a phone is lost. */
  factor: oc.input(z.object({ personId: id })).output(factorSchema),
  askFactorReset: oc
    .input(z.object({ personId: id, reason: z.string().trim().min(1).max(500) }))
    .output(factorSchema),
  decideFactorReset: oc.input(z.object({ resetId: id, accept: z.boolean() })).output(factorSchema),
  decide: oc.input(z.object({ proposalId: id, accept: z.boolean() })).output(personSchema),
  delegation: delegationContract,
  calendar: calendarContract,
  import: importContract,
}
