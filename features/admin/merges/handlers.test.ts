import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { checkOrganization } from '../selfcheck/queries.ts'
import { newId } from '../../../platform/ids.ts'
import { scenario, type Someone, type Story } from '../../../test/support/scenario.ts'
import { inCycle, talkBetween } from '../../../test/support/talks.ts'
import { todayOf } from '../../../test/support/days.ts'
import { grant } from '../../../test/support/grants.ts'
import { findConversation } from '../../conversations/queries.ts'
import { takeRoster } from '../../org/import/handlers.ts'
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

async function undo({ as, hr, settle }: Story, second: Someone, id: string) {
  await as(hr).admin.merges.askUndo({ id, reason: '其实是两个人' })
  await as(second).admin.merges.decideUndo({ id, accept: true })
  await settle()
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

test('E28 what came after a merge stays when it is undone, but what is written in a talk goes where the talk goes', () =>
  scenario(async (story) => {
    const { as } = story
    const { second, boss, old, fresh, open } = await twice(story)
    const id = await merge(story, { second, kept: fresh, merged: old })
    const since = await talkBetween(story, 'sealed', { employee: fresh, manager: boss, ...monthly })
    await as(fresh).conversations.saveAnswer({
      id: open.id,
      part: 'privateNote',
      fieldKey: 'note',
      value: '合并以后写的',
      version: 0,
      clientId: newId(),
    })
    await undo(story, second, id)
    assert.ok((await talksOf(story, fresh)).includes(since.id))
    const talks = await talksOf(story, old)
    assert.deepEqual([talks.includes(open.id), talks.includes(since.id)], [true, false])
    const { parts } = await as(old).conversations.get({ id: open.id })
    const note = parts.find(({ kind }) => kind === 'privateNote')
    assert.equal(note?.answers.note?.value, '合并以后写的')
    assert.deepEqual(
      (await as(old).notifications.notices({})).items.map(({ kind }) => kind).slice(0, 1),
      ['accountsApart'],
    )
  }))

test('E28 I1: joined with her other account, HR reads her own record as its employee and nothing else of it', () =>
  scenario(async (story) => {
    const { as, hr } = story
    const { second, boss } = await twice(story)
    const nina = await story.hire('宁娜', { manager: boss })
    const ninaInHr = await story.hire('宁娜', { roles: ['hrAdmin'] })
    const talk = await talkBetween(story, 'sealed', { employee: nina, manager: boss, ...monthly })
    const reading = { id: talk.id, reason: '核对流程是否完整' }
    await as(ninaInHr).conversations.sealedRecord(reading)
    await assert.rejects(
      as(ninaInHr).admin.merges.ask({
        keptId: ninaInHr.personId,
        mergedId: nina.personId,
        reason: '自己合并自己',
      }),
      { message: 'admin.merges.ownAccount' },
    )
    await merge(story, { second, kept: ninaInHr, merged: nina })
    const found = await story.behind(ninaInHr, (context) =>
      findConversation(context.db, context, talk.id),
    )
    assert.deepEqual(found!.is, ['employee'])
    const auditor = await story.hire('审计', { roles: ['auditor'] })
    const before = await story.hire('审计')
    const isTold = async () =>
      (await as(auditor).admin.audit.log({ about: 'rights' })).items.some(
        ({ whom }) => whom?.id === before.personId,
      )
    await as(hr).org.leave({ id: before.personId, on: todayOf(story) })
    assert.equal(await isTold(), true)
    await merge(story, { second, kept: auditor, merged: before })
    assert.equal(await isTold(), false, 'nor what happened to the other account')
  }))

test('E28 security administration carries a merge out and reads nothing by it; roles and deputies do not go over', () =>
  scenario(async (story) => {
    const { as, hr } = story
    const { boss, old, fresh, open } = await twice(story)
    const guard = await story.hire('门卫', { roles: ['securityAdmin'] })
    await grant(story, old, 'executive')
    const asked = await as(hr).admin.merges.ask({
      keptId: fresh.personId,
      mergedId: old.personId,
      reason: '花名册里建了两次',
    })
    await assert.rejects(as(guard).admin.merges.suggestions(), { message: 'admin.merges.hrOnly' })
    await assert.rejects(as(boss).admin.merges.list(), { code: 'NOT_FOUND' })
    assert.deepEqual(
      (await as(guard).notifications.today()).todos.map((todo) =>
        todo.kind === 'decision' ? todo.matter : todo.kind,
      ),
      ['merge'],
    )
    const done = await as(guard).admin.merges.decide({ id: asked.id, accept: true })
    assert.equal(done.state, 'merged')
    await assert.rejects(as(guard).conversations.get({ id: open.id }), { code: 'NOT_FOUND' })
    assert.equal((await talksOf(story, fresh)).includes(open.id), true)
    assert.deepEqual((await as(fresh).accounts.me()).grants, [])
  }))

test('E28 two who stand in each other’s way are not joined, and HR reads why', () =>
  scenario(async (story) => {
    const { as, hr } = story
    const { boss, old, fresh } = await twice(story)
    const other = await story.hire('张伟')
    const ask = (kept: Someone, merged: Someone) =>
      as(hr).admin.merges.ask({
        keptId: kept.personId,
        mergedId: merged.personId,
        reason: '看起来是一个人',
      })
    await assert.rejects(ask(boss, old), { message: 'admin.merges.conflict.manager' })
    await inCycle(story, [
      { employee: other, manager: boss },
      { employee: fresh, manager: boss },
    ])
    await assert.rejects(ask(fresh, other), { message: 'admin.merges.conflict.cycle' })
    const witness = await story.hire('见证人')
    const { id } = await talkBetween(story, 'managerSigned', {
      employee: other,
      manager: boss,
      ...monthly,
    })
    await as(other).conversations.readPage({ id })
    await as(boss, { steppedUp: true }).conversations.noteRefusal({
      id,
      reason: '不同意其中的结论，没有签字',
      witnessId: witness.personId,
    })
    await assert.rejects(ask(witness, other), { message: 'admin.merges.conflict.witness' })
    const auditor = await story.hire('审计', { roles: ['auditor'] })
    await assert.rejects(ask(auditor, await story.hire('审计', { roles: ['hrAdmin'] })), {
      message: 'admin.merges.conflict.roles',
    })
    const left = await story.hire('离开的')
    await as(hr).org.leave({ id: left.personId, on: todayOf(story) })
    await assert.rejects(ask(left, auditor), { message: 'admin.merges.conflict.keptHasLeft' })
    const seen = await as(hr).admin.merges.compare({
      oneId: fresh.personId,
      otherId: other.personId,
    })
    assert.deepEqual(
      seen.conflicts.map(({ kind }) => kind),
      ['cycle'],
    )
  }))

test('E28 doubles are suggested with what speaks for them, and no more once they are said to be two', () =>
  scenario(async (story) => {
    const { as, hr } = story
    const { merges } = as(hr).admin
    const one = await story.hire('李静', { hiredOn: '2021-03-01' })
    const other = await story.hire('李靖', { hiredOn: '2024-03-01' })
    const write = (someone: Someone, phone: string) =>
      as(hr).org.edit({
        id: someone.personId,
        name: someone.name,
        email: null,
        phone,
        gender: null,
        hiredOn: '2021-03-01',
      })
    await write(one, '+86 138-0000-2222')
    await write(other, '13800002222')
    await story.hire('王芳', { hiredOn: '2020-01-01' })
    await story.hire('王芳', { hiredOn: '2022-01-01' })
    const pair = { oneId: one.personId, otherId: other.personId }
    assert.deepEqual(
      (await merges.suggestions()).pairs.map(({ evidence }) => evidence),
      [['phone']],
    )
    await merges.dismiss(pair)
    assert.deepEqual((await merges.suggestions()).pairs, [])
    await merges.dismiss({ ...pair, undo: true })
    assert.equal((await merges.suggestions()).pairs.length, 1)
  }))

test('E28 a roster that still has the number of a joined account is asked about, and its reports follow', () =>
  scenario(async (story) => {
    const { as, hr } = story
    const { second, boss, old, fresh } = await twice(story)
    await merge(story, { second, kept: fresh, merged: old })
    const { id } = await story.behind(hr, (context) =>
      takeRoster(
        context,
        Buffer.from(
          `工号,姓名,部门,直属上级工号,人员状态\n${old.employeeNo},张伟,试验工厂,${boss.employeeNo},在职\nN1,小李,试验工厂,${old.employeeNo},在职\n`,
        ),
        '花名册.csv',
      ),
    )
    const { rows } = await as(hr).org.import.rows({ id })
    assert.deepEqual(
      rows.map(({ faults, verdict }) => [verdict, faults.map(({ suggestion }) => suggestion)]),
      [
        ['fault', [fresh.employeeNo]],
        ['new', []],
      ],
    )
  }))

test('E28 posts of other years go over with the person, and one that overlaps ends', () =>
  scenario(async (story) => {
    const { as, hr } = story
    const { second, old, fresh } = await twice(story)
    const report = await story.hire('徒弟', { manager: old })
    await merge(story, { second, kept: fresh, merged: old })
    const joined = await as(hr).org.person({ id: old.personId })
    assert.equal(joined.goesOnAs?.id, fresh.personId)
    const back = { id: old.personId, departmentId: story.departmentId, managerId: null }
    await assert.rejects(as(hr).org.return(back), { message: 'org.joined' })
    const kept = await as(hr).org.person({ id: fresh.personId })
    assert.equal(kept.details!.assignments.length, 1, 'both were of the same days')
    assert.equal(kept.reports, 1)
    const led = await as(hr).org.person({ id: report.personId })
    assert.equal(led.manager?.id, fresh.personId)
    const { departments } = await as(hr).org.tree()
    const people = await as(hr).org.people({ q: '张伟' })
    assert.equal(people.people.length, 1, 'counted once')
    assert.equal(departments[0]!.people, 5)
  }))
