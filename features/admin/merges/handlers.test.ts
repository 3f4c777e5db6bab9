import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { checkOrganization } from '../selfcheck/queries.ts'
import { newId } from '../../../platform/ids.ts'
import { scenario, type Someone, type Story } from '../../../test/support/scenario.ts'
import { talkBetween } from '../../../test/support/talks.ts'
import { followed } from './columns/rules.ts'

const monthly = { template: 'monthly', flow: 'monthly' } as const

/** 张伟 is there twice: once with a sealed record and an open talk, once with a talk of his new number. */
async function twice(story: Story) {
  const second = await story.hire('何苗', { roles: ['hrAdmin'] })
  const boss = await story.hire('周晓岚')
  const old = await story.hire('张伟', { manager: boss })
  const fresh = await story.hire('张伟', { manager: boss })
  const sealed = await talkBetween(story, 'sealed', { employee: old, manager: boss, ...monthly })
  const open = await talkBetween(story, 'open', { employee: old, manager: boss, ...monthly })
  const later = await talkBetween(story, 'selfIn', { employee: fresh, manager: boss, ...monthly })
  return { second, boss, old, fresh, sealed, open, later }
}

/** HR asks, the second person agrees. */
async function merge(
  { as, hr }: Story,
  { second, kept, merged }: { second: Someone; kept: Someone; merged: Someone },
) {
  const { id } = await as(hr).admin.merges.ask({
    keptId: kept.personId,
    mergedId: merged.personId,
    reason: '花名册里建了两次',
  })
  await as(second).admin.merges.decide({ id, accept: true })
  return id
}

async function undo({ as, hr }: Story, second: Someone, id: string) {
  await as(hr).admin.merges.askUndo({ id, reason: '其实是两个人' })
  return as(second).admin.merges.decideUndo({ id, accept: true })
}

const talksOf = async ({ as }: Story, someone: Someone) =>
  (await as(someone).conversations.list({})).items.map(({ id }) => id).sort()

/** Every row a merge could touch, as it stands. */
const everything = ({ services, orgId }: Story) =>
  services.database.inOrg(orgId, async (db) => {
    const tables = [...new Set([...followed.map(({ table }) => table), 'sign_in_name'])]
    const all: Record<string, string[]> = {}
    for (const table of tables.filter((one) => one !== 'person_merge' && one !== 'notice')) {
      const { rows } = await sql<{ row: string }>`
        select (to_jsonb(t) - 'updated_at')::text as row from ${sql.table(table)} t order by 1`.execute(
        db,
      )
      all[table] = rows.map(({ row }) => row)
    }
    return all
  })

test('E28 two accounts of one person become one: what either had is there, and the other opens no more', () =>
  scenario(async (story) => {
    const { as, hr, services, orgId, clock } = story
    const { second, boss, old, fresh, sealed, open, later } = await twice(story)
    const { merges } = as(hr).admin
    const seen = await merges.compare({ oneId: old.personId, otherId: fresh.personId })
    assert.deepEqual(
      [seen.one.holds.talks, seen.one.holds.records, seen.other.holds.talks, seen.conflicts],
      [2, 1, 1, []],
    )
    const asked = await merges.ask({
      keptId: fresh.personId,
      mergedId: old.personId,
      reason: '花名册里建了两次',
    })
    await assert.rejects(merges.decide({ id: asked.id, accept: true }), {
      message: 'admin.merges.secondPerson',
    })
    await as(second).admin.merges.decide({ id: asked.id, accept: true })
    await story.settle()

    await assert.rejects(as(old).accounts.me(), { message: 'app.signedOut' })
    assert.deepEqual(await talksOf(story, fresh), [sealed.id, open.id, later.id].sort())
    const record = await as(fresh).conversations.sealedRecord({ id: sealed.id })
    assert.equal(record.verification.verdict, 'intact')
    assert.ok(
      JSON.stringify(record).includes(old.employeeNo),
      'the record names the account it was signed with',
    )
    const found = await as(boss).conversations.get({ id: open.id })
    assert.equal(found.employee.employeeNo, fresh.employeeNo)
    await as(fresh).conversations.saveAnswer({
      id: open.id,
      part: 'privateNote',
      fieldKey: 'note',
      value: '接着写',
      version: 0,
      clientId: newId(),
    })
    assert.equal(
      (await as(fresh).commitments.of({ conversationId: sealed.id })).length > 0,
      true,
      'promises are still his',
    )
    const mine = await as(fresh).admin.privacy.mine()
    const count = (kind: string) => mine.kinds.find((one) => one.kind === kind)!.count
    assert.deepEqual([count('records'), count('signatures')], [1, 1])
    assert.deepEqual(
      mine.merges.map(({ employeeNo, undoneAt }) => [employeeNo, undoneAt]),
      [[old.employeeNo, null]],
    )
    assert.ok(
      (await as(fresh).notifications.notices({})).items.some(
        ({ kind }) => kind === 'accountsMerged',
      ),
    )
    assert.deepEqual(
      (await as(hr).org.people({ q: '张伟', status: 'left' })).people,
      [],
      'nobody of that name has left',
    )
    const org = await services.database.inOrg(null, (db) =>
      db.selectFrom('organization').selectAll().where('id', '=', orgId).executeTakeFirstOrThrow(),
    )
    let tick = clock.now.getTime()
    await checkOrganization(services.database, org, () => new Date((tick += 10)))
    assert.deepEqual((await as(hr).admin.selfCheck.latest()).findings, [])
  }))

test('E28 undone, each has to the row what was theirs before', () =>
  scenario(async (story) => {
    const { second, old, fresh } = await twice(story)
    await story.settle()
    const before = await everything(story)
    const id = await merge(story, { second, kept: fresh, merged: old })
    await story.settle()
    assert.notDeepEqual(await everything(story), before)
    await undo(story, second, id)
    await story.settle()
    assert.deepEqual(await everything(story), before)
    await story.as(old).accounts.me()
  }))
