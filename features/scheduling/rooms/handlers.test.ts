import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newId } from '../../../platform/ids.ts'
import { addDepartment } from '../../../test/support/departments.ts'
import { grant } from '../../../test/support/grants.ts'
import { scenario, type Someone, type Story } from '../../../test/support/scenario.ts'
import { talkBetween } from '../../../test/support/talks.ts'
import { icsFile } from '../handlers.ts'

const room = (name: string, more: object = {}) => ({
  id: newId(),
  name,
  site: '三号楼 2 层',
  departmentId: null,
  capacity: 4,
  equipment: ['白板'],
  isOpen: true,
  ...more,
})

/** 季小暖 runs two rooms; Theo is to talk with Mia tomorrow. */
async function office(story: Story) {
  const ji = await story.hire('季小暖', { roles: ['facilitator'] })
  const { rooms } = story.as(ji).scheduling
  const [quiet, large] = [room('静室'), room('大会议室', { capacity: 20 })]
  await rooms.save(quiet)
  await rooms.save(large)
  const startsAt = new Date(story.clock.now.getTime() + 86_400_000)
  const book = (who: Someone, conversationId: string, roomId: string | null) =>
    story.as(who).scheduling.book({
      conversationId,
      startsAt,
      minutes: 45,
      place: '',
      roomId,
      channel: 'inPerson',
      clientId: newId(),
    })
  return { ji, rooms, quiet, large, startsAt, book }
}

const calendarOf = async (story: Story, who: Someone, id: string) =>
  Buffer.from((await story.behind(who, (context) => icsFile(context, id))).bytes)
    .toString()
    .replaceAll('\r\n ', '')

test('R032: a manager books a free room, sees which is taken, and the calendar says where', () =>
  scenario(async (story) => {
    const { quiet, large, startsAt, book } = await office(story)
    const talk = await talkBetween(story, 'open')
    const other = await talkBetween(story, 'open')
    const offered = async () =>
      (
        await story
          .as(other.manager)
          .scheduling.rooms.offered({ conversationId: other.id, startsAt, minutes: 30 })
      ).map(({ name, taken }) => [name, taken.length])
    assert.deepEqual(await offered(), [
      [quiet.name, 0],
      [large.name, 0],
    ])
    const { meeting } = await book(talk.manager, talk.id, quiet.id)
    assert.equal(meeting.place, '三号楼 2 层 · 静室')
    assert.ok((await calendarOf(story, talk.employee, meeting.id)).includes('LOCATION:三号楼 2 层'))
    assert.deepEqual(await offered(), [
      [large.name, 0],
      [quiet.name, 1],
    ])
    await assert.rejects(
      story
        .as(talk.employee)
        .scheduling.rooms.offered({ conversationId: talk.id, startsAt, minutes: 30 }),
      { code: 'FORBIDDEN' },
    )
  }))

test('R032: a facilitator sees room, time and who booked, and nothing else of any talk', () =>
  scenario(async (story) => {
    const { rooms, quiet, startsAt, book } = await office(story)
    const talk = await talkBetween(story, 'open', { template: 'pip', flow: 'plain' })
    await book(talk.manager, talk.id, quiet.id)
    const booked = await rooms.bookings({})
    assert.deepEqual(
      booked.map(({ meetingId, ...one }) => ({ ...one, hasId: meetingId !== talk.id })),
      [
        {
          roomId: quiet.id,
          room: '三号楼 2 层 · 静室',
          startsAt,
          endsAt: new Date(startsAt.getTime() + 45 * 60_000),
          bookedBy: talk.manager.name,
          isClash: false,
          hasId: true,
        },
      ],
    )
    const said = JSON.stringify(booked)
    assert.ok(!said.includes(talk.id) && !said.includes(talk.employee.name))
  }))

test('R032: where two need one room a facilitator finds another, and both of the talk are told', () =>
  scenario(async (story) => {
    const { ji, rooms, quiet, large, book } = await office(story)
    const [one, other] = [await talkBetween(story, 'open'), await talkBetween(story, 'open')]
    const { meeting } = await book(one.manager, one.id, quiet.id)
    await book(other.manager, other.id, quiet.id)
    assert.deepEqual(
      (await rooms.bookings({})).map(({ isClash }) => isClash),
      [true, true],
    )
    await rooms.move({ meetingId: meeting.id, roomId: large.id })
    assert.ok((await rooms.bookings({})).every(({ isClash }) => !isClash))
    const calendar = await calendarOf(story, one.employee, meeting.id)
    assert.ok(calendar.includes('大会议室') && calendar.includes('SEQUENCE:1'))
    await story.settle()
    for (const who of [one.employee, one.manager]) {
      const { items } = await story.as(who).notifications.notices({})
      assert.ok(
        items.some(({ kind }) => kind === 'meetingRoomMoved'),
        who.name,
      )
    }
    const { items } = await story.as(ji).notifications.notices({})
    assert.deepEqual(items, [])
    await assert.rejects(rooms.move({ meetingId: meeting.id, roomId: quiet.id }), {
      data: { reason: 'scheduling.roomTaken', params: { room: '静室' } },
    })
  }))

test('two open rooms of one place have two names', () =>
  scenario(async (story) => {
    const { rooms, quiet } = await office(story)
    const again = room('静室')
    await assert.rejects(rooms.save(again), { message: 'scheduling.roomNamesake' })
    await rooms.save({ ...again, site: '一号楼' })
    await rooms.save({ ...quiet, isOpen: false })
    await rooms.save(again)
    await assert.rejects(rooms.save(quiet), { message: 'scheduling.roomNamesake' })
  }))

test('R032: a closed room is no longer offered, and what is booked in it stays', () =>
  scenario(async (story) => {
    const { rooms, quiet, startsAt, book } = await office(story)
    const talk = await talkBetween(story, 'open')
    const { meeting } = await book(talk.manager, talk.id, quiet.id)
    await rooms.save({ ...quiet, isOpen: false })
    const { offered } = story.as(talk.manager).scheduling.rooms
    const names = (await offered({ conversationId: talk.id, startsAt, minutes: 30 })).map(
      ({ name }) => name,
    )
    assert.deepEqual(names, ['大会议室'])
    assert.equal((await rooms.bookings({}))[0]!.meetingId, meeting.id)
    const again = await talkBetween(story, 'open')
    await assert.rejects(book(again.manager, again.id, quiet.id), { code: 'BAD_REQUEST' })
  }))

test('R032: a facilitator of one department runs its rooms only, and its people are offered them', () =>
  scenario(async (story) => {
    const { rooms: everywhere } = await office(story)
    const [own, others] = [
      await addDepartment(story, '一车间'),
      await addDepartment(story, '二车间'),
    ]
    const su = await story.hire('苏然')
    await grant(story, su, 'facilitator', own)
    const { rooms } = story.as(su).scheduling
    const shop = room('车间小屋', { departmentId: own })
    await rooms.save(shop)
    await assert.rejects(rooms.save(room('别人的', { departmentId: others })), {
      code: 'BAD_REQUEST',
    })
    const [quiet] = await everywhere.list()
    await assert.rejects(rooms.save({ ...room('改名'), id: quiet!.id }), { code: 'NOT_FOUND' })
    assert.deepEqual(
      (await rooms.list()).map(({ name, department }) => [name, department]),
      [['车间小屋', '一车间']],
    )
    const manager = await story.hire('周晓岚', { departmentId: own })
    const employee = await story.hire('陈一鸣', { manager, departmentId: own })
    const here = await talkBetween(story, 'open', { employee, manager })
    await story.services.database.inOrg(story.orgId, (db) =>
      db.updateTable('conversation').set({ departmentId: own }).where('id', '=', here.id).execute(),
    )
    const there = await talkBetween(story, 'open')
    const offered = async (who: Someone, conversationId: string) =>
      (
        await story
          .as(who)
          .scheduling.rooms.offered({ conversationId, startsAt: story.clock.now, minutes: 30 })
      ).some(({ id }) => id === shop.id)
    assert.equal(await offered(here.manager, here.id), true)
    assert.equal(await offered(there.manager, there.id), false)
  }))

test('R032: rooms are nobody else’s to run', () =>
  scenario(async (story) => {
    const { quiet } = await office(story)
    for (const who of [
      await story.hire('米雅'),
      await story.hire('伙伴', { roles: ['hrbp'] }),
      await story.hire('系统', { roles: ['itAdmin'] }),
    ]) {
      const { rooms } = story.as(who).scheduling
      for (const attempt of [
        () => rooms.list(),
        () => rooms.save(quiet),
        () => rooms.bookings({}),
        () => rooms.move({ meetingId: newId(), roomId: quiet.id }),
      ])
        await assert.rejects(attempt(), { code: 'NOT_FOUND' })
    }
    assert.equal((await story.as(story.hr).scheduling.rooms.list()).length, 2)
  }))
