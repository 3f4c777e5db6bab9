import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newId } from '../../platform/ids.ts'
import { scenario, type Someone, type Story } from '../../test/support/scenario.ts'
import { inCycle, talkBetween } from '../../test/support/talks.ts'
import { icsFile } from './handlers.ts'

const refused = (reason: string) => (error: { data?: { reason?: string } }) =>
  error.data?.reason === reason
const at = (story: Story, hours: number) => new Date(story.clock.now.getTime() + hours * 3_600_000)
const wish = (story: Story, conversationId: string, hours = 24) => ({
  conversationId,
  startsAt: at(story, hours),
  minutes: 45,
  place: '三楼会议室',
  channel: 'inPerson' as const,
  clientId: newId(),
})

async function calendarOf(story: Story, who: Someone, id: string): Promise<string> {
  const file = await story.behind(who, (context) => icsFile(context, id))
  return Buffer.from(file.bytes).toString()
}

test('the manager books a time with the template’s agenda; both see it, and a double click books it once', () =>
  scenario(async (story) => {
    const talk = await talkBetween(story, 'open')
    const { scheduling, conversations } = story.as(talk.manager)
    const input = wish(story, talk.id)
    const { meeting } = await scheduling.book(input)
    assert.equal((await scheduling.book(input)).meeting.id, meeting.id)
    assert.equal(meeting.agenda?.length, talk.template.agenda.length)
    assert.deepEqual(
      (await story.as(talk.employee).scheduling.upcoming({})).map(({ id }) => id),
      [meeting.id],
    )
    assert.deepEqual(
      (await conversations.get({ id: talk.id })).waiting.map(({ kind }) => kind),
      ['talk'],
    )
    await assert.rejects(scheduling.book(wish(story, talk.id)), refused('scheduling.alreadyBooked'))
    await assert.rejects(
      story.as(talk.employee).scheduling.book(wish(story, talk.id)),
      refused('conversations.managerOnly'),
    )
  }))

test('HR that may know only how a talk stands learns when the two meet, not where or about what', () =>
  scenario(async (story) => {
    const talk = await talkBetween(story, 'open')
    const { meeting } = await story.as(talk.manager).scheduling.book(wish(story, talk.id))
    const seenBy = async (who: Someone) =>
      (await story.as(who).scheduling.of({ conversationId: talk.id })).meetings[0]!
    for (const who of [talk.manager, talk.employee])
      assert.equal((await seenBy(who)).place, '三楼会议室')
    const { startsAt, place, agenda } = await seenBy(story.hr)
    assert.deepEqual([startsAt, place, agenda], [meeting.startsAt, null, null])
    const reason = '去车间出差，要躲开那个人'
    await story.as(talk.manager).scheduling.cancel({ id: meeting.id, reason })
    const { outcome, outcomeReason } = await seenBy(story.hr)
    assert.deepEqual([outcome, outcomeReason], ['cancelled', null])
    assert.equal((await seenBy(talk.employee)).outcomeReason, reason)
  }))

test('a moved appointment replaces its calendar entry, a cancelled one takes it away', () =>
  scenario(async (story) => {
    const talk = await talkBetween(story, 'open')
    const { scheduling } = story.as(talk.manager)
    const { meeting: first } = await scheduling.book(wish(story, talk.id))
    const before = await calendarOf(story, talk.employee, first.id)
    const { meeting: moved } = await scheduling.reschedule({
      ...wish(story, talk.id, 48),
      id: first.id,
      reason: '产线临时停机',
    })
    const after = await calendarOf(story, talk.employee, moved.id)
    const uid = /UID:\S+/
    assert.equal(uid.exec(before)![0], uid.exec(after)![0])
    assert.ok(before.includes('SEQUENCE:0') && after.includes('SEQUENCE:1'))
    await assert.rejects(
      calendarOf(story, talk.employee, first.id),
      refused('scheduling.noMeeting'),
    )
    await assert.rejects(calendarOf(story, await story.hire('路人'), moved.id), {
      code: 'NOT_FOUND',
    })
    await scheduling.cancel({ id: moved.id, reason: '出差' })
    assert.ok((await calendarOf(story, talk.manager, moved.id)).includes('STATUS:CANCELLED'))
    assert.deepEqual(
      (await story.as(talk.manager).conversations.get({ id: talk.id })).waiting.map(
        ({ kind }) => kind,
      ),
      ['meeting'],
    )
    const { meetings } = await scheduling.of({ conversationId: talk.id })
    assert.deepEqual(
      meetings.map(({ outcome, outcomeReason }) => [outcome, outcomeReason]),
      [
        ['cancelled', '出差'],
        ['rescheduled', '产线临时停机'],
      ],
    )
  }))

test('E24: a no-show is noted with its reason once the time has come, by either of the two, and a new time is open', () =>
  scenario(async (story) => {
    const talk = await talkBetween(story, 'open')
    const { scheduling } = story.as(talk.manager)
    const { meeting } = await scheduling.book(wish(story, talk.id, 1))
    const absent = () =>
      story
        .as(talk.employee)
        .scheduling.noShow({ id: meeting.id, absent: 'manager', reason: '主管被叫去现场' })
    await assert.rejects(absent(), refused('scheduling.notYet'))
    story.clock.now = at(story, 2)
    await absent()
    const { meetings, refusals } = await scheduling.of({ conversationId: talk.id })
    assert.equal(meetings[0]!.outcome, 'noShow')
    assert.equal(refusals.book, null)
    await scheduling.book(wish(story, talk.id))
  }))

test('nobody failed to come to a talk that has begun, nor to one that is being amended', () =>
  scenario(async (story) => {
    const talk = await talkBetween(story, 'open')
    const { scheduling, conversations } = story.as(talk.manager)
    const { meeting } = await scheduling.book(wish(story, talk.id, 1))
    story.clock.now = at(story, 2)
    const offered = async () => {
      const { meetings } = await story.as(talk.employee).scheduling.of({ conversationId: talk.id })
      return meetings.find(({ id }) => id === meeting.id)!.refusals.noShow
    }
    assert.equal(await offered(), null)
    await conversations.startTalk({ id: talk.id, channel: 'inPerson' })
    assert.equal(await offered(), 'scheduling.hasBegun')
    await assert.rejects(
      story
        .as(talk.employee)
        .scheduling.noShow({ id: meeting.id, absent: 'manager', reason: '没有来' }),
      refused('scheduling.hasBegun'),
    )
  }))

test('an overlap is told with its time, not with what it is about', () =>
  scenario(async (story) => {
    const talk = await talkBetween(story, 'open')
    const other = await story.hire('另一位', { manager: talk.manager })
    const { ids } = await inCycle(story, [{ employee: other, manager: talk.manager }])
    await story.settle()
    const { scheduling } = story.as(talk.manager)
    await scheduling.book(wish(story, talk.id))
    const { overlaps } = await scheduling.book(wish(story, ids[0]!))
    assert.deepEqual(
      overlaps.map(({ name }) => name),
      ['周晓岚'],
    )
    assert.deepEqual(Object.keys(overlaps[0]!).toSorted(), [
      'endsAt',
      'name',
      'personId',
      'startsAt',
    ])
  }))

test('a talk by phone may begin without an appointment', () =>
  scenario(async (story) => {
    const talk = await talkBetween(story, 'open')
    const { conversations } = story.as(talk.manager)
    await conversations.startTalk({ id: talk.id, channel: 'phone' })
    const { run, talk: held } = await conversations.get({ id: talk.id })
    assert.equal(held.channel, 'phone')
    assert.notEqual(run.stages.find(({ kind }) => kind === 'meeting')?.doneAt, null)
  }))
