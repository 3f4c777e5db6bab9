import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newId } from '../../../platform/ids.ts'
import { mailGoesTo, mailServer, words } from '../../../test/support/mailServer.ts'
import { itIs } from '../../../test/support/days.ts'
import { remindedOn } from '../../../test/support/reminded.ts'
import { scenario, type Someone, type Story } from '../../../test/support/scenario.ts'
import { talkBetween, type Talk } from '../../../test/support/talks.ts'
import { startSending } from '../delivery/sending/reactions.ts'

/** A talk both are ready for, on Monday the 14th of December at two; today is Thursday the 10th. */
async function booked(story: Story) {
  await itIs(story, new Date('2026-12-10T02:00:00Z'))
  const talk = await talkBetween(story, 'open', { ratings: { self: 5, manager: 1 } })
  const { meeting } = await story.as(talk.manager).scheduling.book({
    conversationId: talk.id,
    startsAt: new Date('2026-12-14T06:00:00Z'),
    minutes: 60,
    place: '三楼 302',
    channel: 'inPerson',
    agenda: ['先听员工说', '客户响应为什么慢'],
    clientId: newId(),
  })
  await story.settle()
  return { talk, meeting }
}

/** No other day of the talk than that of the meeting. */
const withoutDays = ({ services, orgId }: Story, { id }: Talk) =>
  services.database.inOrg(orgId, (db) =>
    db.updateTable('stage').set({ dueOn: null }).where('runId', '=', id).execute(),
  )

const datesOf = async (story: Story, who: Someone) =>
  (await story.as(who).notifications.counts()).dates

test('R092: both are reminded of a talk on the working day before and on the day, of the time and never of the content', () =>
  scenario(async (story) => {
    const server = await mailServer()
    try {
      const { talk } = await booked(story)
      await withoutDays(story, talk)
      await mailGoesTo(story, server)
      for (const who of [talk.employee, talk.manager]) {
        const mine = story.as(who).notifications.preferences
        await mine.save({ ...(await mine.mine()).preference, quiet: null })
      }
      const both = [talk.employee.name, talk.manager.name].sort()
      const days = ['2026-12-10', '2026-12-11', '2026-12-14', '2026-12-15']
      assert.deepEqual(await remindedOn(story, days.slice(0, 2)), [[], both])
      story.clock.now = new Date('2026-12-11T03:00:00Z')
      const sending = startSending(story.services, { clock: () => story.clock.now, everyMs: 20 })
      await sending.settle()
      await sending.stop()
      const mail = server.arrived.find(({ to }) => to.startsWith(talk.employee.employeeNo))!
      assert.match(words(mail), /12月14日 14:00/)
      assert.doesNotMatch(mail.subject + words(mail), /周晓岚|陈一鸣|客户响应|三楼/)
      assert.deepEqual(await remindedOn(story, days.slice(2)), [both, []])
    } finally {
      await server.close()
    }
  }))

test('R092: behind the login the key points are there: the agenda, what was promised, where the two lie far apart', () =>
  scenario(async (story) => {
    const { talk } = await booked(story)
    for (const who of [talk.employee, talk.manager]) {
      const { next } = await story.as(who).notifications.today()
      assert.deepEqual(next?.meeting.agenda, ['先听员工说', '客户响应为什么慢'])
      assert.deepEqual(
        next.points.differences.map(({ zh }) => zh),
        talk.template.dimensions.map(({ label }) => label.zh),
      )
    }
  }))

test('before both parts are open nobody learns from the key points where the two lie apart', () =>
  scenario(async (story) => {
    await itIs(story, new Date('2026-12-10T02:00:00Z'))
    const talk = await talkBetween(story, 'selfIn')
    await story.as(talk.manager).scheduling.book({
      conversationId: talk.id,
      startsAt: new Date('2026-12-14T06:00:00Z'),
      minutes: 60,
      place: '',
      channel: 'phone',
      clientId: newId(),
    })
    for (const who of [talk.employee, talk.manager]) {
      const { next } = await story.as(who).notifications.today()
      assert.deepEqual(next?.points, { promises: [], differences: [] })
    }
  }))

test('R102: a key date comes up by itself: a talk from the working day before, what is due on its day, and no other day', () =>
  scenario(async (story) => {
    const { talk, meeting } = await booked(story)
    await withoutDays(story, talk)
    const { employee, manager } = talk
    assert.equal(await datesOf(story, employee), null)
    story.clock.now = new Date('2026-12-11T02:00:00Z')
    assert.deepEqual(await datesOf(story, employee), {
      day: '2026-12-11',
      due: 0,
      talk: { conversationId: talk.id, startsAt: meeting.startsAt, with: manager.name },
    })
    await story.as(manager).scheduling.cancel({ id: meeting.id, reason: '产线出了急事' })
    assert.equal(await datesOf(story, employee), null)
    await story.services.database.inOrg(story.orgId, (db) =>
      db
        .updateTable('stage')
        .set({ dueOn: '2026-12-14' })
        .where('runId', '=', talk.id)
        .where('kind', '=', 'differenceNote')
        .execute(),
    )
    assert.equal(await datesOf(story, manager), null)
    story.clock.now = new Date('2026-12-14T02:00:00Z')
    assert.deepEqual(await datesOf(story, manager), { day: '2026-12-14', due: 1, talk: null })
    assert.equal(await datesOf(story, employee), null)
  }))
