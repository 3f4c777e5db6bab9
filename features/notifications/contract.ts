import { oc } from '@orpc/contract'
import { z } from 'zod'
import { commitmentShape } from '../commitments/contract.ts'
import { personShape, phases } from '../conversations/contract.ts'
import { stageKinds } from '../flows/contract.ts'
import { meetingShape } from '../scheduling/contract.ts'
import { textShape } from '../templates/contract.ts'
import { channelsContract } from './channels/contract.ts'
import { decisionShape } from './deciding/contract.ts'
import { noticeKinds } from './kinds/rules.ts'
import { nudgingContract } from './nudging/contract.ts'
import { summariesContract } from './summaries/contract.ts'
import { preferencesContract } from './reminders/preferences/contract.ts'

/** A stage of a conversation that waits for me. */
const waitingStage = z.object({
  kind: z.literal('stage'),
  conversationId: z.uuid(),
  title: z.string(),
  stage: z.object({ key: z.string(), kind: z.enum(stageKinds), label: textShape }),
  employee: personShape,
  /** The other of the two. */
  other: personShape.nullable(),
  dueOn: z.iso.date().nullable(),
})

/** A promise of mine, late or soon due. */
const promise = z.object({
  kind: z.literal('promise'),
  commitment: commitmentShape,
  dueOn: z.iso.date(),
})

/** Somebody refused to sign, and I am asked to countersign that it was so. */
const witness = z.object({
  kind: z.literal('witness'),
  conversationId: z.uuid(),
  title: z.string(),
  employee: personShape,
  dueOn: z.null(),
})

/** Somebody did not sign, and I lead the talk: to write it down and ask a second person, or to ask another one. */
const refusal = z.object({
  kind: z.literal('refusal'),
  task: z.enum(['note', 'name']),
  conversationId: z.uuid(),
  title: z.string(),
  employee: personShape,
  dueOn: z.null(),
})

/** A case, or an amendment, that waits for me: to say who decides, to decide, to be the second person. */
const openCase = z.object({
  kind: z.literal('case'),
  task: z.enum(['name', 'decide', 'approve']),
  id: z.uuid(),
  title: z.string(),
  employee: z.object({ id: z.uuid(), name: z.string() }),
  dueOn: z.iso.date().nullable(),
})

/** A report without a talk for too long while a project runs (R271). */
const quiet = z.object({
  kind: z.literal('quiet'),
  person: personShape,
  project: z.string(),
  days: z.int(),
  conversationId: z.uuid().nullable(),
  dueOn: z.null(),
})

/** A stage of somebody else that is late, or soon will be, and of which the flow tells me. */
const told = z.object({
  kind: z.literal('told'),
  conversationId: z.uuid(),
  title: z.string(),
  stage: z.object({ key: z.string(), kind: z.enum(stageKinds), label: textShape }),
  employee: personShape,
  /** Whose turn it is, where that is one person. */
  waitsFor: personShape.nullable(),
  /** Whether the talk is open to me. */
  mayOpen: z.boolean(),
  dueOn: z.iso.date(),
})

/** HR is wanted beside a talk: to take it on, or to say who does. */
const intervention = z.object({
  kind: z.literal('intervention'),
  task: z.enum(['take', 'assign']),
  id: z.uuid(),
  title: z.string(),
  employee: personShape,
  dueOn: z.null(),
})

/** A new month or quarter: a short word is asked for on how my promises go (R215). */
const summary = z.object({
  kind: z.literal('summary'),
  rhythm: z.enum(['monthly', 'quarterly']),
  /** Promises of mine nobody has written of since it began. */
  count: z.int(),
  dueOn: z.iso.date(),
})

/** Three questions about how the company talks. */
const survey = z.object({ kind: z.literal('survey'), id: z.uuid(), dueOn: z.iso.date() })

/** The yearly look at the mechanism itself (R066). */
const review = z.object({ kind: z.literal('review'), year: z.int(), dueOn: z.iso.date() })

export const todoShape = z.discriminatedUnion('kind', [
  intervention,
  waitingStage,
  promise,
  witness,
  refusal,
  openCase,
  decisionShape,
  quiet,
  told,
  summary,
  survey,
  review,
])
export type Todo = z.infer<typeof todoShape>

/** What a talk ahead is about: promises of last time that are open, and what the two see differently. */
const keyPointsShape = z.object({
  promises: z.array(commitmentShape),
  differences: z.array(textShape),
})
export type KeyPoints = z.infer<typeof keyPointsShape>

/** Things of mine due today, and a talk today or on the next working day (R102). */
const keyDatesShape = z.object({
  day: z.iso.date(),
  due: z.int(),
  talk: z.object({ conversationId: z.uuid(), startsAt: z.date(), with: z.string() }).nullable(),
})
export type KeyDates = z.infer<typeof keyDatesShape>

const teamMember = z.object({
  person: personShape,
  conversation: z.object({ id: z.uuid(), title: z.string(), phase: z.enum(phases) }).nullable(),
})

export const noticeShape = z.object({
  id: z.uuid(),
  kind: z.enum(noticeKinds),
  at: z.date(),
  readAt: z.date().nullable(),
  /** What it is about, for kinds that lead somewhere else than to a conversation. */
  subjectId: z.uuid(),
  conversation: z.object({ id: z.uuid(), title: z.string() }).nullable(),
  /** The other of the two, or the employee for everybody else, where the reader may know. */
  about: z.string().nullable(),
})
export type Notice = z.infer<typeof noticeShape>

export const notificationsContract = {
  nudging: nudgingContract,
  /** What is open for me, and only that: reminders come from this same list. */
  today: oc.output(
    z.object({
      todos: z.array(todoShape),
      /** Promises of mine that come due later than the list looks ahead: all of them counted, the next few named. */
      later: z.object({ count: z.int(), next: z.array(commitmentShape) }),
      next: z
        .object({ meeting: meetingShape, phase: z.enum(phases), points: keyPointsShape })
        .nullable(),
      meetingsToday: z.int(),
      toMe: z.array(commitmentShape),
      team: z.array(teamMember),
    }),
  ),
  /** How many things wait, by place of the site; and what makes this day a key date, if it is one. */
  counts: oc.output(
    z.object({ today: z.int(), notices: z.int(), dates: keyDatesShape.nullable() }),
  ),
  notices: oc
    .input(z.object({ after: z.uuid().optional(), limit: z.int().min(1).max(50).default(20) }))
    .output(z.object({ items: z.array(noticeShape), next: z.uuid().nullable() })),
  markRead: oc.input(z.object({ ids: z.array(z.uuid()).max(100) })).output(z.void()),
  channels: channelsContract,
  preferences: preferencesContract,
  summaries: summariesContract,
}
