import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { openSealed } from '../../../sealing/queries.ts'
import { verify } from '../../../sealing/verifier/rules.ts'
import { scenario, type Story } from '../../../../test/support/scenario.ts'
import { signedAndSealed } from '../../../../test/support/talks.ts'

/** As somebody with the database does: past every trigger, within the organization. */
const alter = (story: Story, table: string, statement: string) =>
  story.services.database.inOrg(story.orgId, async (db) => {
    await sql.raw(`alter table ${table} disable trigger user`).execute(db)
    const { numAffectedRows } = await sql.raw(statement).execute(db)
    assert.notEqual(numAffectedRows, 0n, `${statement} altered nothing`)
    await sql.raw(`alter table ${table} enable trigger user`).execute(db)
  })

/** What the page says to the employee: the verdict, and which parts do not hold. */
async function page(story: Story, { conversationId, employee }: Sealed) {
  const { verification } = await story.as(employee).conversations.sealedRecord({
    id: conversationId,
  })
  return {
    verdict: verification.verdict,
    wrong: verification.findings.filter(({ ok }) => ok === false).map(({ key }) => key),
  }
}
type Sealed = Awaited<ReturnType<typeof signedAndSealed>>

test('a sealed record whose tables say what was sealed is intact', () =>
  scenario(async (story) => {
    const sealed = await signedAndSealed(story, { text: '评审清单增加一项' })
    assert.deepEqual(await page(story, sealed), { verdict: 'intact', wrong: [] })
    // Time goes on: people are promoted, renamed, and their manager leaves the team.
    await story.services.database.inOrg(story.orgId, async (db) => {
      await sql`update person set name = '周岚' where id = ${sealed.manager.personId}`.execute(db)
      await sql`update assignment set position = '总监' where person_id = ${sealed.manager.personId}`.execute(
        db,
      )
    })
    assert.deepEqual(await page(story, sealed), { verdict: 'intact', wrong: [] })
  }))

test('a rating altered in the database shows as tampered, and the evidence still verifies as it was', () =>
  scenario(async (story) => {
    const sealed = await signedAndSealed(story, { text: '评审清单增加一项' })
    await alter(
      story,
      'answer',
      `update answer set value = jsonb_set(value, '{value}', '5')
        where value ? 'notRated' and part_id in (select id from part where kind = 'manager')`,
    )
    const { verdict, wrong } = await page(story, sealed)
    assert.equal(verdict, 'tampered')
    assert.ok(wrong.includes('tableFields') && wrong.includes('tableScore'), wrong.join())
    const opened = await story.services.database.inOrg(story.orgId, (db) =>
      openSealed(db, story.orgId, sealed.conversationId, 1),
    )
    assert.equal((await verify(opened!.evidence!)).verdict, 'intact')
  }))

test('minutes, plan, signatures and the seal’s own columns are told apart', () =>
  scenario(async (story) => {
    const sealed = await signedAndSealed(story, { text: '评审清单增加一项' })
    await alter(story, 'plan_line', `update plan_line set measure = '一次就够'`)
    assert.deepEqual((await page(story, sealed)).wrong, ['tablePlan'])
    await alter(
      story,
      'signature',
      `update signature set outcome = 'refused' where role = 'employee'`,
    )
    assert.deepEqual((await page(story, sealed)).wrong, ['tablePlan', 'tableSignatures'])
    await alter(story, 'conversation', `update conversation set outcome = 'refused'`)
    assert.deepEqual((await page(story, sealed)).wrong, [
      'tablePlan',
      'tableSignatures',
      'tableSeal',
    ])
  }))

test('two records whose ciphertexts were swapped are both tampered', () =>
  scenario(async (story) => {
    const one = await signedAndSealed(story, { text: '第一份' })
    const two = await signedAndSealed(story, { text: '第二份' })
    await alter(
      story,
      'sealed_version',
      `update sealed_version v set sealed = o.sealed from sealed_version o
        where o.record_id <> v.record_id
          and v.record_id in ('${one.conversationId}', '${two.conversationId}')
          and o.record_id in ('${one.conversationId}', '${two.conversationId}')`,
    )
    for (const sealed of [one, two])
      assert.deepEqual(await page(story, sealed), {
        verdict: 'tampered',
        wrong: ['recordUnreadable'],
      })
  }))
