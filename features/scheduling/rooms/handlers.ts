import { implement } from '@orpc/server'
import { record } from '../../../platform/events.ts'
import { invalid, missing, refuse } from '../../../platform/refusal.ts'
import type { Context } from '../../accounts/policy.ts'
import { conversationFor } from '../../conversations/queries.ts'
import { cleanText } from '../../sealing/canonical/rules.ts'
import { roomsContract } from './contract.ts'
import { runsRoom, seesRooms } from './policy.ts'
import { bookedIn, heldRoom, roomsFor, roomsOf } from './queries.ts'
import { collide, placeOf } from './rules.ts'

const os = implement(roomsContract).$context<Context>()

/** The rooms this person runs; to everybody else there are none to run. @throws NOT_FOUND. */
async function ownRooms({ db, orgId, actor }: Context) {
  if (!seesRooms(actor)) throw missing()
  return (await roomsOf(db, orgId)).filter(({ departmentId }) => runsRoom(actor, departmentId))
}

const list = os.list.handler(async ({ context }) =>
  (await ownRooms(context)).map(({ closedAt, ...room }) => ({ ...room, isOpen: !closedAt })),
)

const save = os.save.handler(async ({ input: { id, isOpen, ...wished }, context }) => {
  const { db, orgId, actor, now } = context
  if (!seesRooms(actor)) throw missing()
  const there = await heldRoom(db, orgId, id)
  const runs = [wished.departmentId, ...(there ? [there.departmentId] : [])]
  if (there && !runsRoom(actor, there.departmentId)) throw missing()
  if (!runs.every((departmentId) => runsRoom(actor, departmentId)))
    throw invalid('scheduling.roomOfOthers', {}, 'departmentId')
  if (wished.departmentId) {
    const department = await db
      .selectFrom('department')
      .select('id')
      .where('orgId', '=', orgId)
      .where('id', '=', wished.departmentId)
      .executeTakeFirst()
    if (!department) throw invalid('scheduling.roomOfOthers', {}, 'departmentId')
  }
  const closedAt = isOpen ? null : (there?.closedAt ?? now)
  const room = {
    ...wished,
    name: cleanText(wished.name),
    site: cleanText(wished.site),
    equipment: wished.equipment.map((each) => cleanText(each)),
    closedAt,
  }
  const namesake = await db
    .selectFrom('room')
    .select('id')
    .where('orgId', '=', orgId)
    .where('id', '<>', id)
    .where('name', '=', room.name)
    .where('site', '=', room.site)
    .where('closedAt', 'is', null)
    .executeTakeFirst()
  if (isOpen && namesake) throw invalid('scheduling.roomNamesake', {}, 'name')
  await db
    .insertInto('room')
    .values({ orgId, id, ...room, createdBy: actor.personId, createdAt: now })
    .onConflict((row) => row.columns(['orgId', 'id']).doUpdateSet(room))
    .execute()
  await record(db, context, 'room.saved', {
    subjectId: id,
    data: { name: room.name, capacity: room.capacity, isOpen },
  })
})

const bookings = os.bookings.handler(async ({ input: { days }, context }) => {
  const { db, orgId, now } = context
  const rooms = new Map((await ownRooms(context)).map((room) => [room.id, room]))
  const until = new Date(now.getTime() + days * 86_400_000)
  const booked = await bookedIn(db, orgId, [...rooms.keys()], now, until)
  const byRoom = Map.groupBy(booked, ({ roomId }) => roomId)
  return booked.map((one) => ({
    ...one,
    room: placeOf(rooms.get(one.roomId)!),
    isClash: byRoom.get(one.roomId)!.some((other) => other !== one && collide(one, other)),
  }))
})

const move = os.move.handler(async ({ input: { meetingId, roomId }, context }) => {
  const { db, orgId, now } = context
  const rooms = await ownRooms(context)
  const meeting = await db
    .selectFrom('meeting')
    .select(['id', 'conversationId', 'roomId', 'startsAt', 'endsAt', 'sequence', 'outcome'])
    .where('orgId', '=', orgId)
    .where('id', '=', meetingId)
    .forUpdate()
    .executeTakeFirst()
  const before = rooms.find(({ id }) => id === meeting?.roomId)
  if (!meeting || !before) throw missing()
  if (meeting.outcome) throw refuse('scheduling.over')
  await heldRoom(db, orgId, roomId)
  const room = rooms.find(({ id }) => id === roomId)
  if (!room || room.closedAt) throw invalid('scheduling.roomClosed', {}, 'roomId')
  if (room.id === before.id) return
  const there = await bookedIn(db, orgId, [room.id], meeting.startsAt, meeting.endsAt)
  if (there.length > 0) throw refuse('scheduling.roomTaken', { room: room.name })
  await db
    .updateTable('meeting')
    .set({
      roomId: room.id,
      place: placeOf(room),
      sequence: meeting.sequence + 1,
      updatedAt: now,
    })
    .where('orgId', '=', orgId)
    .where('id', '=', meeting.id)
    .execute()
  const talk = await db
    .selectFrom('conversation')
    .select('employeeId')
    .where('orgId', '=', orgId)
    .where('id', '=', meeting.conversationId)
    .executeTakeFirstOrThrow()
  await record(db, context, 'meeting.roomMoved', {
    subjectId: meeting.conversationId,
    personId: talk.employeeId,
    data: { meetingId: meeting.id, from: before.id, to: room.id },
  })
})

const offered = os.offered.handler(async ({ input, context }) => {
  const { db, orgId } = context
  const { conversationId, startsAt, minutes } = input
  const found = await conversationFor(db, context, conversationId, 'book')
  const endsAt = new Date(startsAt.getTime() + minutes * 60_000)
  const rooms = await roomsFor(db, orgId, found.id)
  const ids = rooms.map(({ id }) => id)
  // A talk that is moved is not in its own way.
  const own = await db
    .selectFrom('meeting')
    .select('id')
    .where('orgId', '=', orgId)
    .where('conversationId', '=', found.id)
    .where('outcome', 'is', null)
    .execute()
  const booked = (await bookedIn(db, orgId, ids, startsAt, endsAt)).filter(
    ({ meetingId }) => !own.some(({ id }) => id === meetingId),
  )
  return rooms
    .map((room) => ({
      ...room,
      taken: booked
        .filter(({ roomId }) => roomId === room.id)
        .map((one) => ({ startsAt: one.startsAt, endsAt: one.endsAt })),
    }))
    .sort((a, b) => Number(a.taken.length > 0) - Number(b.taken.length > 0))
})

export const roomsHandlers = { list, save, bookings, move, offered }
