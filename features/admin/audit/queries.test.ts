import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { rowsLookedAt } from '../../../test/support/looked.ts'
import { scenario } from '../../../test/support/scenario.ts'
import { signedAndSealed } from '../../../test/support/talks.ts'
import { chainOf, logPage } from './queries.ts'

test('the log and the course of a record look up whom they name, and nobody besides', () =>
  scenario(async (story) => {
    const guard = await story.hire('安全管理员', { roles: ['securityAdmin'] })
    const { conversationId } = await signedAndSealed(story, { text: '回退预案的每一个字' })
    await story.services.database.inOrg(story.orgId, (db) =>
      sql`insert into person (org_id, id, employee_no, name, hired_on, created_at, updated_at)
        select ${story.orgId}, gen_random_uuid(), 'M' || i, '同事', '2020-01-01', now(), now()
          from generate_series(1, 3000) i`.execute(db),
    )
    // As an import does: a connection may hold a plan from when there were four of them.
    await story.services.database.pool.query('analyze person')
    for (const reason of ['年度抽查', '年度复核'])
      await story.as(story.hr).conversations.sealedRecord({ id: conversationId, reason })
    const wanted = { subjects: ['looks' as const], names: true, person: '', within: null }
    await story.behind(guard, async (context) => {
      const questions = {
        course: () => chainOf(context, conversationId),
        log: async () => (await logPage(context, { ...wanted, limit: 20 })).items,
      }
      for (const [name, ask] of Object.entries(questions)) {
        let events = 0
        const people = await rowsLookedAt(
          context.db,
          ['person'],
          async () => (events = (await ask()).length),
        )
        assert.ok(events >= 2, `${events} events`)
        assert.ok(people <= events * 5, `${name}: ${people} people for ${events} events`)
      }
    })
  }))

test('after three thousand looks into one record, the log names the people of its page and of whoever is looked for', () =>
  scenario(async (story) => {
    const guard = await story.hire('安全管理员', { roles: ['securityAdmin'] })
    const stranger = await story.hire('严昭')
    const { conversationId, employee } = await signedAndSealed(story, { text: '逐条核对' })
    await story.services.database.inOrg(story.orgId, (db) =>
      sql`insert into event (org_id, id, kind, subject_id, person_id, actor_id, data, at)
        select ${story.orgId}, gen_random_uuid(), 'conversation.recordRead', ${conversationId}, ${employee.personId},
               ${story.hr.personId}, '{}', now() - i * interval '1 minute' from generate_series(1, 3000) i`.execute(
        db,
      ),
    )
    const wanted = { subjects: ['looks' as const], names: true, within: null, limit: 20 }
    await story.behind(guard, async (context) => {
      const expected = { '': 20, [employee.name]: 20, [stranger.name]: 0 }
      for (const [person, events] of Object.entries(expected)) {
        let items: unknown[] = []
        const people = await rowsLookedAt(
          context.db,
          ['person'],
          async () => ({ items } = await logPage(context, { ...wanted, person })),
        )
        assert.equal(items.length, events, `events of «${person}»`)
        assert.ok(people <= 150, `${people} people were read to find «${person}»`)
      }
    })
  }))
