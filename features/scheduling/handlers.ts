import { implement } from '@orpc/server'
import { json } from '../../platform/database.ts'
import { record } from '../../platform/events.ts'
import { newId } from '../../platform/ids.ts'
import { demand, invalid, missing } from '../../platform/refusal.ts'
import type { Context } from '../accounts/policy.ts'
import { assistantOf } from '../conversations/intervention/attending/queries.ts'
import { conversationFor, type Found } from '../conversations/queries.ts'
import { proceed } from '../conversations/stages/queries.ts'
import { cleanText } from '../sealing/canonical/rules.ts'
import {
  schedulingContract,
  type Meeting,
  type MeetingAction,
  type MeetingOutcome,
} from './contract.ts'
import { meetingRefusal, meetingRefusals } from './policy.ts'
import { meetingsOf, overlapsOf, presentMeeting, suggestionFor, upcomingFor } from './queries.ts'
import { calendarFile } from './rules.ts'
import { roomsHandlers } from './rooms/handlers.ts'
import { heldRoom, roomsFor } from './rooms/queries.ts'
import { placeOf } from './rooms/rules.ts'
import type { MeetingTable } from './table.ts'

const os = implement(schedulingContract).$context<Context>()

/** An appointment further back than this is a typing mistake. */
const longestAgoMs = 366 * 86_400_000

const of = os.of.handler(async ({ input, context }) => {
  const { db, orgId, org } = context
  const found = await conversationFor(db, context, input.conversationId, 'read')
  const meetings = await meetingsOf(db, orgId, found.id)
  const presented: Meeting[] = []
  for (const meeting of meetings) presented.push(await presentMeeting(context, found, meeting))
  return {
    meetings: presented,
    suggestion: await suggestionFor(db, orgId, org.locale, found.templateVersionId),
    refusals: meetingRefusals(found, current(meetings)),
  }
})

const upcoming = os.upcoming.handler(({ input, context }) => upcomingFor(context, input.limit))

const overlaps = os.overlaps.handler(async ({ input, context }) => {
  const found = await conversationFor(context.db, context, input.conversationId, 'book')
  return overlapsOf(context.db, context.orgId, found, input.startsAt, input.minutes)
})

const book = os.book.handler(async ({ input, context }) => {
  const { db, orgId } = context
  const found = await conversationFor(db, context, input.conversationId, 'read', 'decide')
  const meetings = await meetingsOf(db, orgId, found.id)
  const again = meetings.find(({ clientId }) => clientId === input.clientId)
  if (again) return { meeting: await presentMeeting(context, found, again), overlaps: [] }
  demand(meetingRefusal('book', found, current(meetings)))
  const meeting = await arrange(context, found, input, {
    sequence: 0,
    replaces: null,
    clientId: input.clientId,
  })
  await settleStage(context, found, 'done')
  await record(db, context, 'meeting.booked', {
    subjectId: found.id,
    personId: found.employeeId,
    data: { meetingId: meeting.id },
  })
  const overlapping = await overlapsOf(db, orgId, found, input.startsAt, input.minutes)
  return { meeting: await presentMeeting(context, found, meeting), overlaps: overlapping }
})

const reschedule = os.reschedule.handler(async ({ input, context }) => {
  const { db, orgId } = context
  const { found, meeting: before } = await meetingFor(context, input.id, 'reschedule')
  await conclude(context, before, { outcome: 'rescheduled', outcomeReason: input.reason })
  const meeting = await arrange(
    context,
    found,
    { agenda: before.agenda, ...input },
    { sequence: before.sequence + 1, replaces: before.id, clientId: null },
  )
  await record(db, context, 'meeting.rescheduled', {
    subjectId: found.id,
    personId: found.employeeId,
    data: { meetingId: meeting.id, before: before.id },
  })
  const overlapping = await overlapsOf(db, orgId, found, input.startsAt, input.minutes)
  return { meeting: await presentMeeting(context, found, meeting), overlaps: overlapping }
})

const cancel = os.cancel.handler(async ({ input, context }) => {
  const { found, meeting } = await meetingFor(context, input.id, 'cancel')
  await conclude(context, meeting, { outcome: 'cancelled', outcomeReason: input.reason })
  await settleStage(context, found, 'reopened')
  await record(context.db, context, 'meeting.cancelled', {
    subjectId: found.id,
    personId: found.employeeId,
    data: { meetingId: meeting.id },
  })
})

const noShow = os.noShow.handler(async ({ input, context }) => {
  const { found, meeting } = await meetingFor(context, input.id, 'noShow')
  await conclude(context, meeting, {
    outcome: 'noShow',
    outcomeReason: input.reason,
    absent: input.absent,
  })
  await settleStage(context, found, 'reopened')
  await record(context.db, context, 'meeting.noShow', {
    subjectId: found.id,
    personId: found.employeeId,
    data: { meetingId: meeting.id, absent: input.absent },
  })
})

const held = os.held.handler(async ({ input, context }) => {
  const { found, meeting } = await meetingFor(context, input.id, 'held')
  await conclude(context, meeting, { outcome: 'held', outcomeReason: null, channel: input.channel })
  await record(context.db, context, 'meeting.held', {
    subjectId: found.id,
    personId: found.employeeId,
    data: { meetingId: meeting.id, channel: input.channel },
  })
})

export const schedulingHandlers = os.router({
  rooms: roomsHandlers,
  of,
  upcoming,
  overlaps,
  book,
  reschedule,
  cancel,
  noShow,
  held,
})

/**
 * The appointment as a calendar file, for one of the two.
 * @throws NOT_FOUND for everybody else, FORBIDDEN when it was moved.
 */
export async function icsFile(
  context: Context,
  id: string,
): Promise<{ name: string; mediaType: string; bytes: Uint8Array }> {
  const { found, meeting } = await meetingFor(context, id, 'download', 'read')
  const meetings = await meetingsOf(context.db, context.orgId, found.id)
  const shown = await presentMeeting(context, found, meeting)
  const text = calendarFile({
    uid: `${firstOf(meetings, meeting).id}@cuxi`,
    sequence: meeting.sequence,
    stamp: meeting.updatedAt,
    startsAt: meeting.startsAt,
    endsAt: meeting.endsAt,
    title: `${found.title} · ${shown.employee.name} – ${shown.manager.name}`,
    place: meeting.place,
    agenda: meeting.agenda,
    organizer: shown.manager.name,
    isCancelled: meeting.outcome === 'cancelled',
  })
  return {
    name: `${found.title}.ics`.replace(/[\\/:*?"<>|\n]/g, '_'),
    mediaType: 'text/calendar; charset=utf-8; method=PUBLISH',
    bytes: Buffer.from(text),
  }
}

/** The appointment that lies ahead; what is over does not count. */
const current = (meetings: MeetingTable[]) =>
  meetings.find(({ outcome }) => outcome === null) ?? null

// An appointment that was moved keeps the name under which calendars know it.
function firstOf(meetings: MeetingTable[], meeting: MeetingTable): MeetingTable {
  const before = meetings.find(({ id }) => id === meeting.replaces)
  return before ? firstOf(meetings, before) : meeting
}

async function meetingFor(
  context: Context,
  id: string,
  action: MeetingAction,
  hold: 'read' | 'decide' = 'decide',
) {
  const { db, orgId } = context
  const row = await db
    .selectFrom('meeting')
    .select('conversationId')
    .where('orgId', '=', orgId)
    .where('id', '=', id)
    .executeTakeFirst()
  if (!row) throw missing()
  const found = await conversationFor(db, context, row.conversationId, 'read', hold)
  const meeting = (await meetingsOf(db, orgId, found.id)).find((each) => each.id === id)
  if (!meeting) throw missing()
  demand(meetingRefusal(action, found, meeting, await assistantOf(db, orgId, found.id)))
  return { found, meeting }
}

interface Wished {
  startsAt: Date
  minutes: number
  place: string
  roomId: string | null
  channel: 'inPerson' | 'phone' | 'video'
  agenda?: string[] | undefined
}

async function arrange(
  context: Context,
  found: Found,
  wished: Wished,
  version: Pick<MeetingTable, 'sequence' | 'replaces' | 'clientId'>,
): Promise<MeetingTable> {
  const { db, orgId, org, actor, now } = context
  if (now.getTime() - wished.startsAt.getTime() > longestAgoMs)
    throw invalid('scheduling.tooLongAgo', {}, 'startsAt')
  const agenda = (
    wished.agenda ?? (await suggestionFor(db, orgId, org.locale, found.templateVersionId)).agenda
  ).map((item) => cleanText(item))
  const room = await wishedRoom(context, found, wished)
  const row: MeetingTable = {
    orgId,
    id: newId(),
    conversationId: found.id,
    startsAt: wished.startsAt,
    endsAt: new Date(wished.startsAt.getTime() + wished.minutes * 60_000),
    place: room ? placeOf(room) : cleanText(wished.place),
    roomId: room?.id ?? null,
    channel: wished.channel,
    agenda,
    createdBy: actor.personId,
    createdAt: now,
    updatedAt: now,
    outcome: null,
    outcomeReason: null,
    absent: null,
    outcomeBy: null,
    outcomeAt: null,
    ...version,
  }
  await db
    .insertInto('meeting')
    .values({ ...row, agenda: json(agenda) })
    .execute()
  return row
}

/** The room somebody chose, if it is one for this talk. Who is not in a room together needs none. */
async function wishedRoom({ db, orgId }: Context, { id }: Found, { roomId, channel }: Wished) {
  if (roomId === null || channel !== 'inPerson') return null
  await heldRoom(db, orgId, roomId)
  const room = (await roomsFor(db, orgId, id)).find((each) => each.id === roomId)
  if (!room) throw invalid('scheduling.roomClosed', {}, 'roomId')
  return room
}

async function conclude(
  { db, orgId, actor, now }: Context,
  { id, sequence }: MeetingTable,
  outcome: {
    outcome: MeetingOutcome
    outcomeReason: string | null
    absent?: 'employee' | 'manager'
    channel?: 'inPerson' | 'phone' | 'video'
  },
) {
  await db
    .updateTable('meeting')
    .set({
      ...outcome,
      outcomeBy: actor.personId,
      outcomeAt: now,
      updatedAt: now,
      sequence: outcome.outcome === 'cancelled' ? sequence + 1 : sequence,
    })
    .where('orgId', '=', orgId)
    .where('id', '=', id)
    .execute()
}

/** Booking completes its stage of the flow, even early; without an appointment it is open again. */
async function settleStage(context: Context, found: Found, to: 'done' | 'reopened') {
  const stage = found.facts.stages.find(({ kind }) => kind === 'meeting')
  if (!stage) return
  const by = context.actor.personId
  if (to === 'done' && stage.settledAt === null)
    await proceed(context.db, context, found, { type: 'done', stage: stage.key, by })
  if (to === 'reopened' && stage.settledAt !== null)
    await proceed(context.db, context, found, { type: 'reopen', stages: [stage.key], by })
}
