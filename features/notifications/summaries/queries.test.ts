import assert from 'node:assert/strict'
import { test } from 'node:test'
import { mailGoesTo } from '../../../test/support/mailServer.ts'
import { remindedOn } from '../../../test/support/reminded.ts'
import { scenario, type Someone, type Story } from '../../../test/support/scenario.ts'
import { talkBetween } from '../../../test/support/talks.ts'
import { plainCalendar } from '../../org/calendar/rules.ts'
import { seasonOf } from './rules.ts'

const askedOf = async (story: Story, who: Someone) =>
  (await story.as(who).notifications.today()).todos.flatMap((todo) =>
    todo.kind === 'summary' ? [[todo.rhythm, todo.count, todo.dueOn]] : [],
  )

test('a month and a quarter begin with their first working day and leave five to write, over New Year too', () => {
  const calendar = { ...plainCalendar, days: { '2027-01-01': 'rest' } as const }
  const expected = { start: '2027-01-01', from: '2027-01-04', dueOn: '2027-01-08' }
  assert.deepEqual(seasonOf(calendar, 'monthly', '2027-01-20'), expected)
  assert.deepEqual(seasonOf(calendar, 'quarterly', '2027-03-31'), expected)
  assert.equal(seasonOf(calendar, 'monthly', '2027-03-31').start, '2027-03-01')
})

test('R215: HR chooses monthly or quarterly; whoever has promises open is asked, reminded, and not again once they wrote', () =>
  scenario(async (story) => {
    const talk = await talkBetween(story, 'sealed')
    await mailGoesTo(story, { port: 1 })
    const { employee, manager } = talk
    await story.services.database.inOrg(story.orgId, (db) =>
      db
        .updateTable('commitment')
        .set({ agreedAt: new Date('2026-11-20'), dueOn: '2027-06-30' })
        .execute(),
    )
    const { summaries } = story.as(story.hr).notifications
    await assert.rejects(
      story.as(manager).notifications.summaries.setRhythm({ rhythm: 'monthly' }),
      { code: 'FORBIDDEN' },
    )
    story.clock.now = new Date('2026-12-01T02:00:00Z')
    assert.deepEqual(await askedOf(story, employee), [])
    await summaries.setRhythm({ rhythm: 'quarterly' })
    assert.deepEqual(await askedOf(story, employee), [])
    await summaries.setRhythm({ rhythm: 'monthly' })
    const mine = await story.as(employee).commitments.list({})
    assert.ok(mine.items.length > 0)
    assert.deepEqual(await askedOf(story, employee), [['monthly', mine.items.length, '2026-12-07']])
    const [[onDay]] = [await remindedOn(story, ['2026-12-07'])]
    assert.ok(onDay!.includes(employee.name))
    for (const { id } of mine.items)
      await story.as(employee).commitments.checkIn({ id, note: '第一步已经做完' })
    assert.deepEqual(await askedOf(story, employee), [])
    assert.ok(!(await remindedOn(story, ['2026-12-09']))[0]!.includes(employee.name))
    // The next month asks again, and after the end of the year the quarter does.
    story.clock.now = new Date('2027-01-04T02:00:00Z')
    assert.equal((await askedOf(story, employee)).length, 1)
    await summaries.setRhythm({ rhythm: 'quarterly' })
    assert.deepEqual(
      (await askedOf(story, employee)).map(([rhythm]) => rhythm),
      ['quarterly'],
    )
  }))
