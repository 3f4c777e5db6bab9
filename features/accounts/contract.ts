import { oc } from '@orpc/contract'
import { z } from 'zod'
import { code, factorContract } from './factor/contract.ts'
import { passkeysContract } from './passkeys/contract.ts'
import { wordsShape } from './words/rules.ts'

export const locale = z.enum(['zh-CN', 'en'])

/** A new password; what it has to be follows from the installation's rules. */
export const password = z.string().min(1).max(200)

const grantShape = z.object({ role: z.string(), departmentId: z.string().nullable() })

export const me = z.object({
  accountId: z.string(),
  personId: z.string(),
  name: z.string(),
  employeeNo: z.string(),
  department: z.string(),
  position: z.string(),
  locale,
  organization: z.object({
    id: z.string(),
    name: z.string(),
    timezone: z.string(),
    demo: z.boolean(),
    /** What it calls things, where not as usual. */
    words: wordsShape,
  }),
  grants: z.array(grantShape),
  /** Whether anybody reports to this person today. */
  manages: z.boolean(),
  /** The places of the site this person may open. */
  places: z.array(z.string()),
  steppedUpUntil: z.date().nullable(),
  /** Doing nothing for so long ends the session. */
  idleMinutes: z.number(),
  /** Roles held and not in force before a second factor is shown. */
  asleep: z.array(z.string()),
})
export type Me = z.infer<typeof me>

const sessionShape = z.object({
  id: z.string(),
  current: z.boolean(),
  ip: z.string(),
  userAgent: z.string(),
  createdAt: z.date(),
  seenAt: z.date(),
})

export const accountsContract = {
  me: oc.output(me),
  sessions: oc.output(z.array(sessionShape)),
  endSession: oc.input(z.object({ id: z.uuid() })).output(z.void()),
  endOtherSessions: oc.output(z.object({ ended: z.number() })),
  setLocale: oc.input(z.object({ locale })).output(z.void()),
  changePassword: oc
    .input(z.object({ current: z.string().max(200), next: password }))
    .output(z.void()),
  /** Enters the password again: signing is possible for five minutes afterwards. */
  stepUp: oc
    .input(z.object({ password: z.string().max(200) }))
    .output(z.object({ until: z.date() })),
  factor: factorContract,
  passkeys: passkeysContract,
}

export const accountsPublicContract = {
  /** Whether anybody is signed in, and what a first visit may do. */
  welcome: oc.output(
    z.object({
      organizations: z.array(z.object({ code: z.string(), name: z.string(), demo: z.boolean() })),
      foundable: z.boolean(),
      demo: z.enum(['absent', 'preparing', 'ready']),
      /** How far the demo company is written, in hundredths. */
      demoProgress: z.number(),
      /** What a new password has to be. */
      passwordLength: z.number(),
      passwordKinds: z.number(),
    }),
  ),
  signIn: oc
    .input(
      z.object({
        /** Mail address or employee number. */
        name: z.string().trim().min(1).max(200),
        password: z.string().min(1).max(200),
        /** Code of the organization; needed only where several exist. */
        organization: z.string().max(60).optional(),
        /** From the phone or one of the recovery codes, once it was asked for. */
        code: code.optional(),
        /** The new password, once it was asked for. */
        next: password.optional(),
      }),
    )
    /** With `asks` nobody is signed in yet: the same again, with what is asked for. */
    .output(
      z.object({ organization: z.string(), asks: z.enum(['code', 'newPassword']).nullable() }),
    ),
  signOut: oc.output(z.void()),
}
