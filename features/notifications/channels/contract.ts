import { oc } from '@orpc/contract'
import { z } from 'zod'
import { faults } from '../delivery/sending/rules.ts'
import { deliveryStates } from '../delivery/rules.ts'
import { addressings, channelKinds, hookKinds, mailSecurities } from './rules.ts'

/** One line: nothing of it can begin a header of its own. */
const line = (max: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    .refine((text) => !/\p{C}/u.test(text), 'delivery.refusal.oneLine')

const refusals = z.object({ configure: z.string().nullable(), test: z.string().nullable() })

const health = z.object({
  failures: z.int(),
  /** When it is tried again, after a failure. */
  retryAt: z.date().nullable(),
  lastSentAt: z.date().nullable(),
  /** What the other side said last, without addresses. */
  lastAnswer: z.string().nullable(),
  waiting: z.int(),
  dead: z.int(),
})

const mailShape = z.object({
  host: z.string(),
  port: z.int(),
  security: z.enum(mailSecurities),
  user: z.string().nullable(),
  from: z.string(),
  fromName: z.string(),
})
const hookShape = z.object({
  /** Null for whoever may know that there is one, and not where. */
  host: z.string().nullable(),
  addressing: z.enum(addressings),
  hasKey: z.boolean(),
})

export const channelShape = z.object({
  kind: z.enum(channelKinds),
  /** Null while it has never been set up. */
  mail: mailShape.nullable(),
  hook: hookShape.nullable(),
  isOn: z.boolean(),
  hasSecret: z.boolean(),
  changedAt: z.date().nullable(),
  changedBy: z.string().nullable(),
  health,
  refusals,
})
export type Channel = z.infer<typeof channelShape>

const deadLetterShape = z.object({
  id: z.uuid(),
  channel: z.enum(channelKinds),
  /** Whom it was for; null for a group. */
  to: z.object({ name: z.string(), employeeNo: z.string() }).nullable(),
  fault: z.enum(faults),
  answer: z.string().nullable(),
  attempts: z.int(),
  createdAt: z.date(),
  diedAt: z.date(),
})

export const channelsContract = {
  list: oc.output(
    z.object({
      channels: z.array(channelShape),
      /** Where links lead. */
      site: z.string(),
      /** Whether the installation says so (`CUXI_URL`) or it is where the page was opened. */
      isSiteFixed: z.boolean(),
      allowedHosts: z.array(z.string()),
    }),
  ),
  /** The mail server. A password left out stays as it is; null takes it away. */
  saveMail: oc
    .input(
      z.object({
        host: line(255),
        port: z.int().min(1).max(65535),
        security: z.enum(mailSecurities),
        user: line(255).nullable(),
        password: z.string().min(1).max(500).nullable().optional(),
        from: z.email().max(255),
        fromName: line(80),
        isOn: z.boolean(),
      }),
    )
    .output(z.void()),
  /** A webhook. An address or key left out stays as it is; a key of null takes it away. */
  saveHook: oc
    .input(
      z.object({
        kind: z.enum(hookKinds),
        url: z.url().max(1000).optional(),
        key: z.string().min(1).max(500).nullable().optional(),
        addressing: z.enum(addressings),
        isOn: z.boolean(),
      }),
    )
    .output(z.void()),
  /** Sends one word to oneself, or to the group; `testResult` says how it went. */
  test: oc.input(z.object({ kind: z.enum(channelKinds) })).output(z.object({ id: z.uuid() })),
  testResult: oc.input(z.object({ id: z.uuid() })).output(
    z.object({
      state: z.enum(deliveryStates),
      fault: z.enum(faults).nullable(),
      answer: z.string().nullable(),
    }),
  ),
  /** Words that could not be delivered, the newest first: to whom and why, never what about. */
  dead: oc
    .input(z.object({ after: z.uuid().optional(), limit: z.int().min(1).max(100).default(50) }))
    .output(
      z.object({
        items: z.array(deadLetterShape),
        next: z.uuid().nullable(),
        total: z.int(),
        refusals: z.object({ resend: z.string().nullable() }),
      }),
    ),
  /** Tries some again, or all of them, from the start. */
  resend: oc
    .input(z.object({ ids: z.array(z.uuid()).max(100).optional() }))
    .output(z.object({ count: z.int() })),
  /** Gives some up for good. */
  discard: oc
    .input(z.object({ ids: z.array(z.uuid()).min(1).max(100) }))
    .output(z.object({ count: z.int() })),
}
