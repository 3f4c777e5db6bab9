import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { addDays, dayIn } from '../../platform/clock.ts'
import { newId } from '../../platform/ids.ts'
import { scenario, type Someone, type Story } from '../../test/support/scenario.ts'
import { signedAndSealed, talkBetween } from '../../test/support/talks.ts'
import { findConversation, sightOf, visibleTo } from './queries.ts'

const zone = 'Asia/Shanghai'

function wait({ clock }: Story, days: number) {
  clock.now = new Date(clock.now.getTime() + days * 86_400_000)
}

/** HR plans today that somebody stands under another manager from a day on. */
const move = (story: Story, person: Someone, manager: Someone, inDays: number) =>
  story.as(story.hr).org.reassign({
    id: person.personId,
    departmentId: story.departmentId,
    position: '组长',
    jobFamily: null,
    level: null,
    managerId: manager.personId,
    fromOn: addDays(dayIn(zone, story.clock.now), inDays),
  })

test('张伟 moves to another manager next month: until then nothing changes, from that day on the new one reads and the old one is a former manager', () =>
  scenario(async (story) => {
    const {
      conversationId: id,
      employee,
      manager,
    } = await signedAndSealed(story, { text: '去年的话' })
    const next = await story.hire('李建国')
    const above = await story.hire('王总')
    await move(story, manager, above, 0)
    await move(story, employee, next, 30)

    for (const days of [0, 29]) {
      wait(story, days)
      assert.equal((await story.as(manager).conversations.get({ id })).relation, 'manager')
      assert.equal((await story.as(above).conversations.get({ id })).relation, 'secondLine')
      await assert.rejects(story.as(next).conversations.get({ id }), { code: 'NOT_FOUND' })
      await assert.rejects(story.as(next).conversations.sealedRecord({ id }), { code: 'NOT_FOUND' })
      assert.deepEqual((await story.as(next).conversations.list({})).items, [])
      assert.equal((await story.as(next).conversations.archive({})).total, 0)
      const [seen] = (await story.as(manager).conversations.list({})).items
      assert.equal(seen!.employee.position, '')
    }
    wait(story, 1)
    assert.equal((await story.as(next).conversations.get({ id })).relation, 'nextManager')
    const read = await story.as(next).conversations.sealedRecord({ id })
    assert.ok(JSON.stringify(read.page).includes('去年的话'))
    assert.equal((await story.as(next).conversations.archive({})).total, 1)
    assert.equal((await story.as(manager).conversations.get({ id })).relation, 'formerManager')
    const [seen] = (await story.as(next).conversations.list({})).items
    assert.deepEqual([seen!.employee.position, seen!.relation], ['组长', 'nextManager'])
    // A year later what was is no longer the old one's to read.
    wait(story, 366)
    await assert.rejects(story.as(manager).conversations.get({ id }), { code: 'NOT_FOUND' })
    assert.equal((await story.as(manager).conversations.archive({})).total, 0)
  }))

test('a draft stays with its manager until the day of a planned change, and waits for HR from then on', () =>
  scenario(async (story) => {
    const talk = await talkBetween(story, 'prepare')
    const next = await story.hire('李建国')
    await move(story, talk.employee, next, 10)
    wait(story, 9)
    const eve = await story.as(talk.manager).conversations.get({ id: talk.id })
    assert.deepEqual([eve.refusals.writeManager, eve.managerChange], [null, null])
    wait(story, 1)
    const day = await story.as(talk.manager).conversations.get({ id: talk.id })
    assert.equal(day.refusals.writeManager, 'conversations.managerChanged')
    assert.equal(day.managerChange?.currentManager.name, '李建国')
  }))

test('a talk is opened by the manager of the day: the old one on the eve, the new one on the day', () =>
  scenario(async (story) => {
    const old = await story.hire('周晓岚')
    const next = await story.hire('李建国')
    const mia = await story.hire('张伟', { manager: old })
    await move(story, mia, next, 5)
    const people = async (someone: Someone) =>
      (await story.as(someone).conversations.openable()).people.map(({ name }) => name)
    const templateId = (await story.as(old).conversations.openable()).templates[0]!.id
    const open = (someone: Someone) =>
      story
        .as(someone)
        .conversations.open({ employeeId: mia.personId, templateId, clientId: newId() })

    wait(story, 4)
    assert.deepEqual([await people(old), await people(next)], [['张伟'], []])
    await assert.rejects(open(next), { message: 'conversations.notYourReport' })
    await open(old)
    wait(story, 1)
    assert.deepEqual([await people(old), await people(next)], [[], ['张伟']])
    await assert.rejects(open(old), { message: 'conversations.notYourReport' })
    await open(next)
  }))

test('HR reaches the talks of somebody who will stand above them until that day, and no longer', () =>
  scenario(async (story) => {
    const talk = await talkBetween(story, 'prepare')
    const partner = await story.hire('伙伴', { roles: ['hrAdmin'] })
    await move(story, partner, talk.employee, 3)
    wait(story, 2)
    assert.equal((await story.as(partner).conversations.get({ id: talk.id })).relation, 'hrAdmin')
    wait(story, 1)
    await assert.rejects(story.as(partner).conversations.get({ id: talk.id }), {
      code: 'NOT_FOUND',
    })
  }))

test('a list shows exactly what the rule shows, on the eve of planned moves and leavings and on their day', () =>
  scenario(async (story) => {
    const { conversationId, employee, manager } = await signedAndSealed(story, { text: '话' })
    const running = await talkBetween(story, 'talk', {
      manager,
      employee: await story.hire('何苗', { manager }),
    })
    const next = await story.hire('李建国')
    const top = await story.hire('王总')
    const partner = await story.hire('伙伴', { manager: next, roles: ['hrbp'] })
    await move(story, employee, next, 10)
    await move(story, next, top, 20)
    await move(story, manager, next, 20)
    await story.as(story.hr).org.leave({
      id: running.employee.personId,
      on: addDays(dayIn(zone, story.clock.now), 20),
    })
    const found = new Map<string, string[]>()
    for (const days of [0, 9, 1, 9, 1, 400]) {
      wait(story, days)
      for (const viewer of [employee, manager, next, top, partner, story.hr])
        found.set(
          `${viewer.name} ${dayIn(zone, story.clock.now)}`,
          await seenBothWays(story, viewer),
        )
    }
    assert.ok([...found.values()].some((ids) => ids.includes(conversationId)))
    assert.ok(new Set([...found.values()].map(String)).size > 2)
  }))

/** What the list shows, after comparing it with the rule asked of every conversation. */
async function seenBothWays(story: Story, viewer: Someone): Promise<string[]> {
  const { items } = await story.as(viewer).conversations.list({ limit: 100 })
  const listed = items.map(({ id }) => id).toSorted()
  await story.behind(viewer, async (asking) => {
    const { db, today } = asking
    const { rows } = await sql<{ id: string }>`
      select c.id from conversation c where ${visibleTo(await sightOf(db, asking))} order by c.id`.execute(
      db,
    )
    const allowed: string[] = []
    for (const { id } of await db.selectFrom('conversation').select('id').orderBy('id').execute())
      if ((await findConversation(db, asking, id))!.is.length > 0) allowed.push(id)
    const found = rows.map(({ id }) => id)
    assert.deepEqual([listed, found], [allowed, allowed], `${viewer.name} on ${today}`)
  })
  return listed
}
