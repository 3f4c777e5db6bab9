import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Role } from '../../features/accounts/policy.ts'
import { bySession, throughDoor } from '../../app/door.ts'
import { conversationsFor } from '../../features/conversations/list/queries.ts'
import { findConversation, visibleAmong } from '../../features/conversations/queries.ts'
import { addDays, dayIn } from '../../platform/clock.ts'
import { newId } from '../../platform/ids.ts'
import { newStory, type Someone, type Story } from '../support/scenario.ts'
import { handIn, inCycle } from '../support/talks.ts'
import { dice } from './world.ts'

const offices: Role[] = ['hrAdmin', 'hrbp', 'auditor', 'securityAdmin', 'itAdmin', 'executive']

/** A made-up organization in the database: moves, leavers, offices, deputies, talks at every end. */
async function organization(story: Story, seed: number) {
  const { maybe, pick, roll } = dice(seed)
  const { orgId, clock, services } = story
  const today = dayIn('Asia/Shanghai', clock.now)
  const people: Someone[] = []
  for (let n = 0; n < 9; n++)
    people.push(await story.hire(`人${n}`, n > 0 && maybe(0.85) ? { manager: pick(people) } : {}))
  const pairs = people.flatMap((employee) => {
    const manager = pick(people)
    return manager === employee ? [] : [{ employee, manager: maybe(0.85) ? manager : null }]
  })
  const { ids, template } = await inCycle(story, pairs)
  await story.settle()
  // Every other talk waits for its manager.
  for (const [at, { employee }] of pairs.entries())
    if (at % 2 === 0) await handIn(story, { id: ids[at]!, template }, 'self', employee)
  await services.database.inOrg(orgId, async (db) => {
    for (const person of people) {
      if (maybe(0.4)) {
        // A transfer: the post ends on a day and another begins.
        const on = addDays(today, pick([-400, -365, -30, 0, 20]))
        const manager = pick(people)
        const { rows } = await db
          .updateTable('assignment')
          .set({ toOn: on })
          .where('orgId', '=', orgId)
          .where('personId', '=', person.personId)
          .returningAll()
          .execute()
          .then((rows) => ({ rows }))
        await db
          .insertInto('assignment')
          .values({
            ...rows[0]!,
            id: newId(),
            managerId: manager === person ? null : manager.personId,
            fromOn: on,
            toOn: null,
          })
          .execute()
      }
      if (maybe(0.3))
        await db
          .insertInto('roleGrant')
          .values({
            orgId,
            id: newId(),
            personId: person.personId,
            role: pick(offices),
            departmentId: maybe() ? null : story.departmentId,
            fromAt: new Date(0),
            toAt: maybe(0.2) ? clock.now : null,
            reason: null,
            grantedBy: null,
            revokedAt: maybe(0.1) ? clock.now : null,
            revokedBy: null,
          })
          .execute()
      const to = pick(people)
      if (to !== person && maybe(0.6))
        await db
          .insertInto('delegation')
          .values({
            orgId,
            id: newId(),
            fromId: person.personId,
            toId: to.personId,
            employeeIds: maybe(0.7) ? null : [pick(people).personId],
            fromOn: addDays(today, pick([-5, 0, 1])),
            untilOn: addDays(today, pick([1, 5])),
            reason: '休假',
            askedAt: clock.now,
            acceptedAt: maybe(0.8) ? clock.now : null,
            declinedAt: null,
            withdrawnAt: maybe(0.15) ? clock.now : null,
            withdrawnBy: null,
          })
          .execute()
    }
    for (const id of ids) {
      if (maybe(0.2))
        await db
          .updateTable('conversation')
          .set({ closedAt: clock.now })
          .where('orgId', '=', orgId)
          .where('id', '=', id)
          .execute()
      if (maybe(0.15))
        await db
          .insertInto('managerChange')
          .values({
            orgId,
            id: newId(),
            conversationId: id,
            fromId: pick(people).personId,
            toId: pick(people).personId,
            choice: pick(['newRestarts', 'both', 'oldFinishes'] as const),
            reason: '换了主管',
            decidedBy: story.hr.personId,
            decidedAt: clock.now,
          })
          .execute()
    }
    // Somebody is about to leave.
    if (roll() < 0.5)
      await db
        .updateTable('person')
        .set({ leftOn: addDays(today, 3) })
        .where('orgId', '=', orgId)
        .where('id', '=', people[0]!.personId)
        .execute()
  })
  const gone = seed % 2 ? await joinSome(story, people, pick) : []
  return { people: [story.hr, ...people].filter((one) => !gone.includes(one)), gone, ids }
}

/** HR joins whoever can be joined: people who turn out to be there twice. @returns those who sign in no more */
async function joinSome(
  story: Story,
  people: Someone[],
  pick: <T>(from: readonly T[]) => T,
): Promise<Someone[]> {
  const second = await story.hire('另一位 HR', { roles: ['hrAdmin'] })
  const gone: Someone[] = []
  for (let tries = 0; tries < 40 && gone.length < 2; tries++) {
    const [kept, merged] = [pick(people), pick(people)]
    if (kept === merged || gone.includes(kept) || gone.includes(merged)) continue
    const asked = await story
      .as(story.hr)
      .admin.merges.ask({
        keptId: kept.personId,
        mergedId: merged.personId,
        reason: '花名册里建了两次',
      })
      .catch(() => null)
    if (!asked) continue
    await story.as(second).admin.merges.decide({ id: asked.id, accept: true })
    gone.push(merged)
  }
  await story.settle()
  return gone
}

/**
 * Every stage and promise that waits for somebody leads to a talk that is there for them, and nothing of a
 * stage waits for whom the talk refuses it because the line has changed. @returns how many
 */
async function leadSomewhere(story: Story, someone: Someone): Promise<number> {
  const { notifications, conversations } = story.as(someone)
  const { todos } = await notifications.today()
  const stages = todos.flatMap((todo) => (todo.kind === 'stage' ? [todo] : []))
  for (const { conversationId, stage } of stages) {
    const talk = await conversations.get({ id: conversationId })
    assert.equal(talk.yourTurn, true, `${someone.name}: ${stage.kind}`)
    assert.notEqual(talk.refusals.writeManager, 'conversations.managerChanged', someone.name)
  }
  return stages.length
}

test('a list is what the rule lets through, one by one, for everybody in made-up organizations', async (t) => {
  let asked = 0
  let seen = 0
  let waiting = 0
  let joined = 0
  for (const seed of [1, 2, 3]) {
    const story = await newStory()
    try {
      const { people, gone, ids } = await organization(story, seed)
      joined += gone.length
      for (const someone of gone)
        await assert.rejects(story.as(someone).accounts.me(), { message: 'app.signedOut' })
      for (const someone of people) {
        await story.as(someone).accounts.me()
        const entrance = bySession({
          token: `token-${someone.accountId}`,
          ip: '10.0.0.7',
          userAgent: 'test',
        })
        await throughDoor(story.services, entrance, story.clock.now, async (context) => {
          const { db } = context
          const one: string[] = []
          for (const id of ids) {
            asked++
            const found = await findConversation(db, context, id)
            if (found && found.is.length > 0) one.push(id)
          }
          const { items } = await conversationsFor(db, context, {
            view: 'all',
            yourTurn: false,
            limit: 100,
          })
          assert.deepEqual(
            items.map(({ id }) => id).sort(),
            [...one].sort(),
            `${someone.name} in ${seed}`,
          )
          assert.deepEqual((await visibleAmong(db, context, ids)).sort(), [...one].sort())
          seen += one.length
        })
        waiting += await leadSomewhere(story, someone)
      }
    } finally {
      await story.close()
    }
  }
  assert.ok(seen > 30 && seen < asked, `${seen} of ${asked}`)
  assert.ok(joined > 0, 'somebody was there twice')
  assert.ok(waiting > 10, `${waiting} stages wait`)
  t.diagnostic(`${asked} questions one by one, ${seen} seen, the lists the same`)
})
