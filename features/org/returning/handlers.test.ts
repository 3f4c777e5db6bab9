import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addDays } from '../../../platform/clock.ts'
import { newId } from '../../../platform/ids.ts'
import { todayOf } from '../../../test/support/days.ts'
import { scenario, type Someone, type Story } from '../../../test/support/scenario.ts'
import { talkBetween } from '../../../test/support/talks.ts'
import { takeRoster } from '../import/handlers.ts'
import { importJobs } from '../import/reactions.ts'
import { gapsBetween } from '../rules.ts'

const days = (story: Story, count: number) => {
  story.clock.now = new Date(story.clock.now.getTime() + count * 86_400_000)
}

/** Somebody with a record, a promise, a role and a deputy, who leaves and is away for a hundred days. */
async function gone(story: Story) {
  const { as, hr, departmentId } = story
  const boss = await story.hire('周晓岚')
  const mia = await story.hire('陈一鸣', { manager: boss })
  const deputy = await story.hire('何苗')
  const report = await story.hire('小王', { manager: mia })
  const sealed = await talkBetween(story, 'sealed', {
    employee: mia,
    manager: boss,
    template: 'monthly',
    flow: 'monthly',
  })
  await as(hr).org.grant({
    id: mia.personId,
    role: 'hrbp',
    departmentId,
    toAt: null,
    reason: null,
  })
  const today = todayOf(story)
  const asked = await as(mia).org.delegation.ask({
    toId: deputy.personId,
    employeeIds: null,
    fromOn: addDays(today, 2),
    untilOn: addDays(today, 20),
    reason: '休假',
  })
  await as(deputy).org.delegation.answer({ id: asked.id, accept: true })
  await as(hr).org.edit({
    id: mia.personId,
    name: '陈一鸣',
    email: 'mia@example.com',
    phone: '138 0000 1111',
    gender: null,
    hiredOn: '2020-01-01',
  })
  return { boss, mia, deputy, report, sealed }
}

/** A session of before, which nothing but its end ends. */
const sessionOf = ({ services, orgId, clock }: Story, { accountId }: Someone) =>
  services.database.inOrg(orgId, (db) =>
    db
      .insertInto('session')
      .values({
        orgId,
        id: newId(),
        accountId,
        token: `stolen-${accountId}`,
        expiresAt: new Date(clock.now.getTime() + 400 * 86_400_000),
        ipAddress: null,
        userAgent: null,
        steppedUpAt: null,
        createdAt: clock.now,
        updatedAt: new Date(clock.now.getTime() + 400 * 86_400_000),
      })
      .execute(),
  )

const sessionsOf = ({ services, orgId }: Story, { accountId }: Someone) =>
  services.database.inOrg(orgId, (db) =>
    db.selectFrom('session').select('token').where('accountId', '=', accountId).execute(),
  )

async function imported(story: Story, text: string, choice?: object) {
  const { id } = await story.behind(story.hr, (context) =>
    takeRoster(context, Buffer.from(text), '花名册.csv'),
  )
  const api = story.as(story.hr).org.import
  let seen = await api.get({ id })
  seen = await api.cover({ id, revision: seen.revision, coverage: 'part', absent: 'keep' })
  if (choice)
    seen = await api.resolve({
      id,
      revision: seen.revision,
      lines: [{ line: 2, choice }],
    })
  const { rows } = await api.rows({ id })
  const confirm = async () => {
    await api.confirm({ id, revision: seen.revision, counts: seen.counts, clientId: newId() })
    await importJobs(story.services.database, () => story.clock.now)['org.import']!({
      orgId: story.orgId,
      importId: id,
    })
    await story.settle()
  }
  return { id, seen, rows, confirm }
}

const header = '工号,姓名,部门,直属上级工号,入职日期,手机,人员状态\n'

test('E28 whoever comes back is the same person, with the records of before and none of the rights', () =>
  scenario(async (story) => {
    const { as, hr, departmentId } = story
    const { mia, boss, deputy, sealed } = await gone(story)
    // Planned ahead: on the day itself nobody presses anything.
    await as(hr).org.leave({ id: mia.personId, on: addDays(todayOf(story), 1) })
    await sessionOf(story, mia)
    days(story, 5)
    await assert.rejects(as(mia).accounts.me(), { message: 'app.signedOut' })
    const back = await as(hr).org.return({
      id: mia.personId,
      departmentId,
      managerId: boss.personId,
    })
    await story.settle()
    assert.deepEqual(await sessionsOf(story, mia), [], 'every session of before is over')
    const record = await as(mia).conversations.sealedRecord({ id: sealed.id })
    assert.equal(record.verification.verdict, 'intact')
    assert.ok((await as(mia).commitments.of({ conversationId: sealed.id })).length > 0)
    assert.deepEqual((await as(mia).accounts.me()).grants, [])
    const { received } = await as(deputy).org.delegation.list()
    assert.deepEqual(
      received.map(({ state }) => state),
      ['withdrawn'],
    )
    const [gap] = gapsBetween(back.details!.assignments)
    assert.equal(gap!.toOn, todayOf(story))
    assert.ok(gap!.fromOn < gap!.toOn)
  }))

test('E28 a roster that says somebody is here again does the same as HR by hand', () =>
  scenario(async (story) => {
    const { as, hr } = story
    const { mia, boss } = await gone(story)
    await as(hr).org.leave({ id: mia.personId, on: todayOf(story) })
    days(story, 100)
    const { seen, confirm } = await imported(
      story,
      `${header}${mia.employeeNo},陈一鸣,试验工厂,${boss.employeeNo},2020-01-01,13800001111,在职\n`,
    )
    assert.deepEqual([seen.counts.update, seen.counts.new], [1, 0])
    await sessionOf(story, mia)
    await confirm()
    assert.deepEqual(await sessionsOf(story, mia), [])
    const me = await as(mia).accounts.me()
    assert.deepEqual([me.personId, me.grants], [mia.personId, []])
  }))

test('E28 a new number for somebody who had left is asked about; said to be them, they go on under it', () =>
  scenario(async (story) => {
    const { as, hr, stranger } = story
    const { mia, boss, sealed } = await gone(story)
    await as(hr).org.leave({ id: mia.personId, on: todayOf(story) })
    days(story, 100)
    const row = `${header}N7001,陈一鸣,试验工厂,${boss.employeeNo},${todayOf(story)},+86 13800001111,在职\n`
    const asked = await imported(story, row)
    assert.deepEqual(
      asked.rows[0]!.faults.map(({ kind, suggestion }) => [kind, suggestion]),
      [['perhapsReturned', mia.employeeNo]],
    )
    const other = await imported(story, row, { accept: ['perhapsReturned'] })
    assert.equal(other.rows[0]!.verdict, 'new', 'or somebody else')
    const same = await imported(story, row, { continues: mia.employeeNo })
    assert.equal(same.rows[0]!.verdict, 'update')
    await same.confirm()
    const person = await as(hr).org.person({ id: mia.personId })
    assert.deepEqual([person.employeeNo, person.leftOn], ['N7001', null])
    const signedIn = stranger.accounts.signIn({ name: 'N7001', password: 'two chairs, one table' })
    await assert.doesNotReject(signedIn)
    const { verification, ...record } = await as(mia).conversations.sealedRecord({ id: sealed.id })
    assert.equal(verification.verdict, 'intact')
    assert.ok(
      JSON.stringify(record).includes(mia.employeeNo),
      'the record keeps the number of then',
    )
    await as(hr).org.import.undo({ id: same.id })
    const undone = await as(hr).org.person({ id: mia.personId })
    assert.deepEqual([undone.employeeNo, undone.leftOn !== null], [mia.employeeNo, true])
  }))

test('E28 a talk that leaving had closed goes on after coming back, but not in a cycle that is over', () =>
  scenario(async (story) => {
    const { as, hr, departmentId } = story
    const boss = await story.hire('周晓岚')
    const mia = await story.hire('陈一鸣', { manager: boss })
    const over = await talkBetween(story, 'open', { employee: mia, manager: boss })
    const running = await talkBetween(story, 'open', { employee: mia, manager: boss })
    await as(hr).org.leave({ id: mia.personId, on: todayOf(story) })
    await story.settle()
    await story.services.database.inOrg(story.orgId, (db) =>
      db
        .updateTable('cycle')
        .set({ closedAt: story.clock.now })
        .where('id', '=', (query) =>
          query.selectFrom('conversation').select('cycleId').where('id', '=', over.id),
        )
        .execute(),
    )
    days(story, 100)
    await as(hr).org.return({ id: mia.personId, departmentId, managerId: boss.personId })
    await story.settle()
    const closed = async (id: string) => (await as(mia).conversations.get({ id })).closedAt !== null
    assert.deepEqual([await closed(over.id), await closed(running.id)], [true, false])
  }))
