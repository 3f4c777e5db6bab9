import { oc } from '@orpc/contract'
import { z } from 'zod'
import { roomsContract } from './rooms/contract.ts'

export const meetingChannels = ['inPerson', 'phone', 'video'] as const
export const meetingOutcomes = ['held', 'noShow', 'rescheduled', 'cancelled'] as const
export type MeetingOutcome = (typeof meetingOutcomes)[number]

/** What one can do with the meeting of a conversation; refusal key or null each. */
export const meetingActions = [
  'book',
  'reschedule',
  'cancel',
  'noShow',
  'held',
  'download',
] as const
export type MeetingAction = (typeof meetingActions)[number]

const id = z.uuid()
const person = z.object({ id: z.uuid(), name: z.string() })
/** Characters in one line of an agenda, and how many lines it has at most. */
export const longestLine = 300
export const mostLines = 30

const agenda = z.array(z.string().trim().min(1).max(longestLine)).max(mostLines)
const reason = z.string().trim().min(1).max(1000)

export const meetingShape = z.object({
  id: z.uuid(),
  conversationId: z.uuid(),
  title: z.string(),
  employee: person,
  manager: person,
  /** HR that sits in and assists; the manager leads. */
  assistant: person.nullable(),
  startsAt: z.date(),
  endsAt: z.date(),
  /** Where, about what, and why it fell through: null for whoever may know only when. */
  place: z.string().nullable(),
  /** The room it is in, where it is one of the organization's. */
  roomId: z.uuid().nullable(),
  channel: z.enum(meetingChannels),
  agenda: z.array(z.string()).nullable(),
  /** Null while it lies ahead. */
  outcome: z.enum(meetingOutcomes).nullable(),
  outcomeReason: z.string().nullable(),
  outcomeBy: person.nullable(),
  outcomeAt: z.date().nullable(),
  refusals: z.record(z.enum(meetingActions), z.string().nullable()),
})
export type Meeting = z.infer<typeof meetingShape>

/** Another appointment of one of the two at the same time; only when, never with whom. */
export const overlapShape = z.object({
  personId: z.uuid(),
  name: z.string(),
  startsAt: z.date(),
  endsAt: z.date(),
})

const when = {
  startsAt: z.date(),
  minutes: z.int().min(10).max(480),
  place: z.string().trim().max(300),
  /** One of `rooms.offered`; its name then is the place. */
  roomId: z.uuid().nullable().default(null),
  channel: z.enum(meetingChannels),
}

export const schedulingContract = {
  rooms: roomsContract,
  /** The meetings of one conversation, newest first, and what a new one starts with. */
  of: oc.input(z.object({ conversationId: id })).output(
    z.object({
      meetings: z.array(meetingShape),
      suggestion: z.object({ agenda: z.array(z.string()), minutes: z.int() }),
      refusals: z.record(z.enum(meetingActions), z.string().nullable()),
    }),
  ),
  /** Mine that lie ahead, soonest first. */
  upcoming: oc
    .input(z.object({ limit: z.int().min(1).max(50).default(10) }))
    .output(z.array(meetingShape)),
  overlaps: oc
    .input(z.object({ conversationId: id, startsAt: z.date(), minutes: z.int().min(10).max(480) }))
    .output(z.array(overlapShape)),
  book: oc
    .input(z.object({ conversationId: id, ...when, agenda: agenda.optional(), clientId: z.uuid() }))
    .output(z.object({ meeting: meetingShape, overlaps: z.array(overlapShape) })),
  /** A new time. The old one stays with its reason; calendars replace the entry. */
  reschedule: oc
    .input(z.object({ id, ...when, agenda: agenda.optional(), reason }))
    .output(z.object({ meeting: meetingShape, overlaps: z.array(overlapShape) })),
  cancel: oc.input(z.object({ id, reason })).output(z.void()),
  /** It did not happen: who did not come, and why as far as known. */
  noShow: oc
    .input(z.object({ id, absent: z.enum(['employee', 'manager']), reason }))
    .output(z.void()),
  /** It took place. */
  held: oc.input(z.object({ id, channel: z.enum(meetingChannels) })).output(z.void()),
}
