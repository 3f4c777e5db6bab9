import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addDays, dayIn } from '../../../platform/clock.ts'
import {
  everybodyHasAddress,
  mailGoesTo,
  mailServer,
  words,
} from '../../../test/support/mailServer.ts'
import { scenario, type Someone, type Story } from '../../../test/support/scenario.ts'
import { talkBetween } from '../../../test/support/talks.ts'
import { startSending } from '../delivery/sending/reactions.ts'
import { remindAll } from './reactions.ts'

/** Ten in the morning of a day, in Shanghai. */
const morningOf = (day: string) => new Date(`${day}T10:00:00+08:00`)

/** A story with mail set up; `remind` runs the reminders of a morning and says to whom words are new. */
async function withMail(
  work: (
    story: Story,
    remind: (day: string) => Promise<string[]>,
    named: (someone: Someone) => string,
  ) => Promise<void>,
) {
  await scenario(async (story) => {
    await story.settle()
    await mailGoesTo(story, { port: 1 })
    const seen = new Set<string>()
    await work(
      story,
      async (day) => {
        await remindAll(story.services, story.orgId, morningOf(day))
        const rows = await story.services.database.inOrg(story.orgId, (db) =>
          db
            .selectFrom('delivery')
            .select(['id', 'personId'])
            .where('kind', 'in', ['reminder', 'digest'])
            .orderBy('id')
            .execute(),
        )
        const fresh = rows.filter(({ id }) => !seen.has(id))
        for (const { id } of fresh) seen.add(id)
        return fresh.map(({ personId }) => personId!).sort()
      },
      ({ personId }) => personId,
    )
  })
}

/** A talk whose self-assessment is due on a day and has been open for long. */
async function selfDueOn(story: Story, day: string) {
  const talk = await talkBetween(story, 'prepare')
  await everybodyHasAddress(story)
  await story.settle()
  await story.services.database.inOrg(story.orgId, async (db) => {
    await db
      .updateTable('stage')
      .set({ openedAt: new Date('2026-01-01'), dueOn: null })
      .where('runId', '=', talk.id)
      .where('openedAt', 'is not', null)
      .execute()
    await db
      .updateTable('stage')
      .set({ dueOn: day })
      .where('runId', '=', talk.id)
      .where('kind', '=', 'selfAssessment')
      .execute()
  })
  return talk
}

const setCalendar = (story: Story, days: Record<string, 'rest' | 'work'>) =>
  story.services.database.inOrg(story.orgId, (db) =>
    db
      .insertInto('calendarDay')
      .values(
        Object.entries(days).map(([day, kind]) => ({
          orgId: story.orgId,
          day,
          kind,
          name: '调休',
          setBy: story.hr.personId,
          setAt: story.clock.now,
        })),
      )
      .execute(),
  )

test('three working days before, on the day, and two after; in between and again never', () =>
  withMail(async (story, remind, named) => {
    const { employee, manager } = await selfDueOn(story, '2026-12-10')
    const me = named(employee)
    assert.deepEqual(await remind('2026-12-04'), [])
    assert.deepEqual(await remind('2026-12-07'), [me])
    assert.deepEqual(await remind('2026-12-07'), [])
    assert.deepEqual(await remind('2026-12-08'), [])
    assert.deepEqual(await remind('2026-12-10'), [me])
    assert.deepEqual(await remind('2026-12-11'), [])
    // Late: the manager hears of it too. The days in between were a weekend.
    assert.deepEqual(await remind('2026-12-12'), [])
    assert.deepEqual(await remind('2026-12-14'), [me, named(manager)].sort())
    assert.deepEqual(await remind('2026-12-15'), [])
  }))

test('what is done, or has only just opened, is not spoken of', () =>
  withMail(async (story, remind) => {
    const talk = await selfDueOn(story, '2026-12-10')
    const inStages = (values: { openedAt?: Date; doneAt?: Date }) =>
      story.services.database.inOrg(story.orgId, (db) =>
        db
          .updateTable('stage')
          .set(values)
          .where('runId', '=', talk.id)
          .where('kind', '=', 'selfAssessment')
          .execute(),
      )
    await inStages({ openedAt: new Date(morningOf('2026-12-07').getTime() - 3_600_000) })
    assert.deepEqual(await remind('2026-12-07'), [])
    await inStages({ openedAt: new Date('2026-01-01'), doneAt: new Date('2026-12-08') })
    assert.deepEqual(await remind('2026-12-10'), [])
  }))

test('nobody is reminded while away, having left, without an account, or having asked not to be', () =>
  withMail(async (story, remind, named) => {
    const { employee } = await selfDueOn(story, '2026-12-10')
    const mine = story.as(employee).notifications.preferences
    const { preference } = await mine.mine()
    await mine.save({ ...preference, away: { from: '2026-12-05', until: '2026-12-07' } })
    assert.deepEqual(await remind('2026-12-07'), [])
    await mine.save({ ...preference, rhythm: 'never' })
    assert.deepEqual(await remind('2026-12-10'), [])
    await mine.save({ ...preference, rhythm: 'daily' })
    assert.deepEqual(await remind('2026-12-11'), [named(employee)])
    await story.services.database.inOrg(story.orgId, (db) =>
      db
        .updateTable('account')
        .set({ disabledAt: new Date() })
        .where('id', '=', employee.accountId)
        .execute(),
    )
    assert.ok(!(await remind('2026-12-14')).includes(named(employee)))
  }))

test('a week that is worked through to Saturday, and a long holiday: every reminder on a working day', () =>
  withMail(async (story, remind, named) => {
    // Off from the 1st to the 7th of October, worked on Saturday the 10th.
    const off = Array.from({ length: 7 }, (_, n) => [addDays('2026-10-01', n), 'rest'] as const)
    await setCalendar(story, { ...Object.fromEntries(off), '2026-10-10': 'work' })
    const { employee } = await selfDueOn(story, '2026-10-10')
    const told: string[] = []
    for (let day = '2026-09-28'; day <= '2026-10-14'; day = addDays(day, 1))
      if ((await remind(day)).includes(named(employee))) told.push(day)
    assert.deepEqual(told, ['2026-09-30', '2026-10-10', '2026-10-13'])
  }))

test('over the end of the year nothing is skipped', () =>
  withMail(async (story, remind, named) => {
    await setCalendar(story, { '2027-01-01': 'rest' })
    const { employee } = await selfDueOn(story, '2027-01-04')
    const told: string[] = []
    for (let day = '2026-12-28'; day <= '2027-01-08'; day = addDays(day, 1))
      if ((await remind(day)).includes(named(employee))) told.push(day)
    assert.deepEqual(told, ['2026-12-29', '2027-01-04', '2027-01-06'])
  }))

test('days on which nothing ran are caught up with once; a clock that jumps ahead and back doubles nothing', () =>
  withMail(async (story, remind, named) => {
    const { employee, manager } = await selfDueOn(story, '2026-12-10')
    const me = named(employee)
    assert.deepEqual(await remind('2026-12-03'), [])
    // Off from the 4th to the 8th: the reminder of the 7th comes on the 9th.
    assert.deepEqual(await remind('2026-12-09'), [me])
    assert.deepEqual(await remind('2026-12-10'), [me])
    // A day ahead, and back.
    const ahead = await selfDueOn(story, '2026-12-17')
    assert.deepEqual(await remind('2026-12-15'), [me, named(manager), named(ahead.employee)].sort())
    assert.deepEqual(await remind('2026-12-14'), [])
    assert.deepEqual(await remind('2026-12-15'), [])
    assert.deepEqual(await remind('2026-12-16'), [])
    assert.deepEqual(await remind('2026-12-17'), [named(ahead.employee)])
  }))

test('once a week: everything that waits, on the first working day', () =>
  withMail(async (story, remind, named) => {
    const { employee } = await selfDueOn(story, '2026-12-31')
    const mine = story.as(employee).notifications.preferences
    const { preference } = await mine.mine()
    await mine.save({ ...preference, rhythm: 'weekly' })
    await setCalendar(story, { '2026-12-07': 'rest' })
    const told: string[] = []
    for (let day = '2026-12-04'; day <= '2026-12-16'; day = addDays(day, 1))
      if ((await remind(day)).includes(named(employee))) told.push(day)
    assert.deepEqual(told, ['2026-12-08', '2026-12-14'])
  }))

test('the mail counts and dates, names nobody, and can be stopped with one click', () =>
  scenario(async (story) => {
    const server = await mailServer()
    try {
      await mailGoesTo(story, server)
      const today = dayIn('Asia/Shanghai', new Date())
      const { employee, manager } = await selfDueOn(story, today)
      const mine = story.as(employee).notifications.preferences
      const { preference } = await mine.mine()
      await mine.save({ ...preference, rhythm: 'daily', quiet: null })
      // On whatever day this runs: it is worked.
      await setCalendar(story, { [today]: 'work' })
      await remindAll(story.services, story.orgId, new Date())
      const sending = startSending(story.services, { everyMs: 20 })
      await sending.settle()
      await sending.stop()
      const mail = server.arrived.find(({ to }) => to.startsWith(employee.employeeNo))
      assert.ok(mail, JSON.stringify(server.arrived.map(({ to }) => to)))
      assert.match(mail.subject, /^在等你的事：\d+ 件$/)
      assert.doesNotMatch(words(mail) + mail.text, new RegExp(`${employee.name}|${manager.name}`))
      assert.match(mail.text, /List-Unsubscribe-Post: List-Unsubscribe=One-Click/)
    } finally {
      await server.close()
    }
  }))
