import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { sql } from 'kysely'
import { newId } from '../../../platform/ids.ts'
import { scenario, type Someone, type Story } from '../../../test/support/scenario.ts'
import { problemRows, takeRoster } from './handlers.ts'
import { importJobs } from './reactions.ts'

const header = '工号,姓名,部门,岗位,层级,直属上级工号,入职日期,人员状态\n'
const roster = `${header}P1,欧阳远山,生产中心,总经理,高层,,2010-01-01,在职
P2,李静,生产中心/一车间,主任,中层,P1,2012-03-04,在职
P3,王𠮷,生产中心/一车间,操作工,基层,P2,2020-05-06,在职
P4,阿卜杜热合曼·买买提,生产中心/一车间,操作工,基层,P2,2021-07-08,在职
`

const upload = (story: Story, text: string | Buffer, someone = story.hr) =>
  story.behind(someone, (context) => takeRoster(context, Buffer.from(text), '花名册.csv'))

const writeNow = (story: Story, importId: string) =>
  importJobs(story.services.database, () => story.clock.now)['org.import']!({
    orgId: story.orgId,
    importId,
  })

async function imported(story: Story, text: string, { approver }: { approver?: Someone } = {}) {
  const { id } = await upload(story, text)
  const api = story.as(story.hr).org.import
  const seen = await api.get({ id })
  if (approver) {
    await api.askApproval({ id, revision: seen.revision })
    await story.as(approver).org.import.approve({ id, revision: seen.revision })
  }
  const confirmed = { id, revision: seen.revision, counts: seen.counts, clientId: newId() }
  await api.confirm(confirmed)
  await writeNow(story, id)
  // The answer was lost and the request is sent again: it is answered, and nothing is written twice.
  assert.equal((await api.confirm(confirmed)).state, 'written')
  return api.get({ id })
}

const everything = ({ services, orgId }: Story) =>
  services.database.inOrg(orgId, async (db) => {
    const tables = ['person', 'assignment', 'department', 'sign_in_name']
    const read = (table: string) =>
      sql<{
        row: unknown
      }>`select to_jsonb(t) as row from ${sql.table(table)} t order by t::text`.execute(db)
    return Promise.all(tables.map(async (table) => (await read(table)).rows.map(({ row }) => row)))
  })

const alone = { coverage: 'part', absent: 'keep' } as const

test('a roster is looked through, written at once, and the same file again changes nobody', () =>
  scenario(async (story) => {
    const api = story.as(story.hr).org
    const written = await imported(story, roster)
    assert.deepEqual([written.state, written.written?.counts.new], ['written', 4])
    const { people } = await api.people({ q: 'wj' })
    assert.deepEqual(people, [])
    const found = await api.people({ q: '买提' })
    assert.deepEqual(
      [found.people[0]!.manager?.name, found.people[0]!.department],
      ['李静', '生产中心/一车间'],
    )
    const again = await looked(story, roster)
    assert.deepEqual(again.counts, { new: 0, update: 0, same: 4, fault: 0, dropped: 0 })
    assert.equal(again.refusals.confirm, 'org.importNothingToWrite')
  }))

const looked = async (story: Story, text: string) =>
  story.as(story.hr).org.import.get(await upload(story, text))

test('an update keeps the history: the old post ends, the new one begins today', () =>
  scenario(async (story) => {
    await imported(story, roster)
    story.clock.now = new Date(story.clock.now.getTime() + 40 * 86_400_000)
    await imported(
      story,
      roster.replace(
        'P4,阿卜杜热合曼·买买提,生产中心/一车间,操作工,基层,P2',
        'P4,阿卜杜热合曼·买买提,生产中心/二车间,组长,主管,P1',
      ),
    )
    const api = story.as(story.hr).org
    const [person] = (await api.people({ q: 'P4' })).people
    const { details } = await api.person({ id: person!.id })
    assert.deepEqual(
      details!.assignments.map(({ department, manager, toOn }) => [
        department,
        manager?.name,
        toOn === null,
      ]),
      [
        ['生产中心/二车间', '欧阳远山', true],
        ['生产中心/一车间', '李静', false],
      ],
    )
    assert.equal(details!.assignments[1]!.fromOn, '2021-07-08')
  }))

test('undo within a day puts every row back as it was, after a day it is refused', () =>
  scenario(async (story) => {
    await imported(story, roster)
    const before = await everything(story)
    story.clock.now = new Date(story.clock.now.getTime() + 3_600_000)
    const changed = roster
      .replace('P4,阿卜杜热合曼·买买提', 'P4,买买提')
      .replace(
        'P3,王𠮷,生产中心/一车间,操作工,基层,P2,2020-05-06,在职',
        'P3,王𠮷,生产中心/一车间,操作工,基层,P2,2020-05-06,离职',
      )
    const approver = await story.hire('何苗', { roles: ['hrAdmin'] })
    const { id } = await imported(
      story,
      `${changed}P5,新人,财务部,会计,基层,P1,2026-01-01,在职\n`,
      { approver },
    )
    await story.as(story.hr).org.import.undo({ id })
    const after = await everything(story)
    const newcomer = (rows: unknown[][]) =>
      rows.map((table) =>
        table.filter(
          (row) =>
            !JSON.stringify(row).includes('T0001') && !JSON.stringify(row).includes('2020-01-01'),
        ),
      )
    assert.deepEqual(newcomer(after).slice(0, 3), newcomer(before).slice(0, 3))
    await assert.rejects(story.as(story.hr).org.import.undo({ id }), {
      message: 'org.importUndone',
    })
    story.clock.now = new Date(story.clock.now.getTime() + 25 * 3_600_000)
    const late = await imported(story, `${roster}P6,晚来,财务部,会计,基层,P1,2026-01-01,在职\n`, {
      approver,
    })
    story.clock.now = new Date(story.clock.now.getTime() + 25 * 3_600_000)
    await assert.rejects(story.as(story.hr).org.import.undo({ id: late.id }), {
      message: 'org.importTooOldToUndo',
    })
  }))

test('undo is refused when somebody it would touch has been changed since, and says who', () =>
  scenario(async (story) => {
    const { id } = await imported(story, roster)
    const api = story.as(story.hr).org
    const [person] = (await api.people({ q: 'P3' })).people
    await api.invite({ id: person!.id })
    await assert.rejects(
      api.import.undo({ id }),
      (error: { data: { reason: string; people: string[] } }) => {
        assert.deepEqual(error.data.people, ['王𠮷（P3）'])
        return error.data.reason === 'org.importTouchedSince'
      },
    )
    assert.equal((await api.people({ q: 'P1' })).people.length, 1)
  }))

test('more than five in a hundred vanish: a second HR admin looks, and only at what is then written', () =>
  scenario(async (story) => {
    const second = await story.hire('何苗', { roles: ['hrAdmin'] })
    await imported(story, roster, { approver: second })
    const { id } = await upload(
      story,
      `${header}P1,欧阳远山,生产中心,总经理,高层,,2010-01-01,在职\nP9,新人,财务部,会计,基层,P1,2026-01-01,在职\n`,
    )
    const api = story.as(story.hr).org.import
    const seen = await api.get({ id })
    assert.deepEqual(
      [seen.needsSecondPerson, seen.refusals.confirm, seen.absentCount],
      [true, 'org.importNeedsSecondPerson', 4],
    )
    await assert.rejects(api.confirm({ id, revision: seen.revision, counts: seen.counts }), {
      message: 'org.importNeedsSecondPerson',
    })
    await assert.rejects(api.approve({ id, revision: seen.revision }), {
      message: 'org.secondPerson',
    })
    await assert.rejects(story.as(second).org.import.approve({ id, revision: seen.revision }), {
      message: 'org.approvalNotAsked',
    })
    await api.askApproval({ id, revision: seen.revision })
    const approved = await story.as(second).org.import.approve({ id, revision: seen.revision })
    assert.equal(approved.approved?.by, '何苗')
    const revised = await api.cover({
      id,
      revision: seen.revision,
      coverage: 'whole',
      absent: 'leave',
    })
    assert.equal(revised.refusals.confirm, 'org.importNeedsSecondPerson')
    const part = await api.cover({ id, revision: revised.revision, ...alone })
    assert.deepEqual([part.refusals.confirm, part.absentCount], [null, 0])
  }))

test('a decision about a row is taken for that row only, and can be taken back', () =>
  scenario(async (story) => {
    const { id } = await upload(
      story,
      `${roster}P5,无上级,财务部,会计,基层,ZZ,2026-01-01,在职\nP6,自己,财务部,会计,大师,P6,2026-01-01,在职\n`,
    )
    const api = story.as(story.hr).org.import
    const first = await api.get({ id })
    assert.deepEqual(
      [first.counts.fault, first.faults],
      [2, { managerMissing: 1, managerSelf: 1, levelUnknown: 1 }],
    )
    const decided = await api.resolve({
      id,
      revision: first.revision,
      lines: [{ line: 6, choice: { set: { managerNo: 'P1' } } }],
    })
    assert.equal(decided.counts.fault, 1)
    await assert.rejects(api.resolve({ id, revision: first.revision }), {
      message: 'org.importChangedMeanwhile',
    })
    const all = await api.resolve({
      id,
      revision: decided.revision,
      all: { managerSelf: 'empty', levelUnknown: 'empty' },
    })
    assert.equal(all.counts.fault, 0)
    const back = await api.resolve({
      id,
      revision: all.revision,
      lines: [{ line: 6, choice: null }],
    })
    const { rows, total } = await api.rows({ id, verdict: 'fault' })
    assert.deepEqual([back.counts.fault, total, rows[0]!.line], [1, 1, 6])
  }))

test('nothing is written when the organization has changed since the roster was confirmed', () =>
  scenario(async (story) => {
    const { id } = await upload(story, roster)
    const api = story.as(story.hr).org
    const seen = await api.import.get({ id })
    await api.import.confirm({ id, revision: seen.revision, counts: seen.counts })
    await api.add({ employeeNo: 'P3', name: '王𠮷', departmentId: story.departmentId })
    await writeNow(story, id)
    const failed = await api.import.get({ id })
    assert.deepEqual([failed.state, failed.failure], ['failed', 'org.importChangedMeanwhile'])
    assert.deepEqual((await api.people({ q: 'P1' })).people, [])
  }))

test('only HR imports; for everybody else there is no import to see', () =>
  scenario(async (story) => {
    const { id } = await upload(story, roster)
    const theo = await story.hire('周晓岚')
    const audit = await story.hire('审计员', { roles: ['auditor'] })
    for (const call of ['get', 'rows', 'absent', 'impact', 'undo', 'discard'] as const)
      await assert.rejects(story.as(theo).org.import[call]({ id }), { code: 'NOT_FOUND' }, call)
    await assert.rejects(story.as(theo).org.import.list(), { code: 'NOT_FOUND' })
    await assert.rejects(upload(story, roster, theo), { code: 'FORBIDDEN' })
    assert.equal((await story.as(audit).org.import.list()).length, 1)
    await assert.rejects(story.as(audit).org.import.rows({ id }), { code: 'NOT_FOUND' })
    await assert.rejects(
      story.behind(theo, (context) => problemRows(context, id)),
      { code: 'NOT_FOUND' },
    )
  }))

test('a file that cannot be read leaves nothing behind, and says why', () =>
  scenario(async (story) => {
    await assert.rejects(upload(story, Buffer.from([0x50, 0x4b, 3, 4, 0, 0])), {
      code: 'BAD_REQUEST',
      message: 'org.unreadable.brokenWorkbook',
    })
    assert.deepEqual(await story.as(story.hr).org.import.list(), [])
  }))

test('the rows with problems come back as a file that no spreadsheet runs', () =>
  scenario(async (story) => {
    const { id } = await upload(story, `${roster}P5,=1+1,财务部,会计,基层,ZZ,2026-01-01,在职\n`)
    const file = await story.behind(story.hr, (context) => problemRows(context, id))
    const text = file.bytes.toString()
    assert.match(text, /"P5","'=1\+1","财务部"/)
    assert.match(text, /找不到上级工号 ZZ/)
    assert.equal(text.includes('P1"'), false)
  }))

test('leavers lose their session with the import that lets them go', () =>
  scenario(async (story) => {
    const leaver = await story.hire('何苗', { manager: story.hr })
    await story.as(leaver).accounts.me()
    const { id } = await upload(
      story,
      `${header}${leaver.employeeNo},何苗,试验工厂,,,HR001,2020-01-01,离职\nHR001,许宁,试验工厂,,,,,在职\n`,
    )
    const second = await story.hire('另一位', { roles: ['hrAdmin'], manager: story.hr })
    const api = story.as(story.hr).org.import
    const { revision } = await api.get({ id })
    await api.askApproval({ id, revision })
    await story.as(second).org.import.approve({ id, revision })
    const { counts } = await api.get({ id })
    await api.confirm({ id, revision, counts })
    await writeNow(story, id)
    await assert.rejects(story.as(leaver).accounts.me(), { message: 'app.signedOut' })
    assert.equal(
      (await story.as(story.hr).org.people({ q: '何苗', status: 'left' })).people.length,
      1,
    )
  }))

const data = join(import.meta.dirname, '..', '..', '..', '..', 'shared', 'data')
const sharedData = existsSync(data) ? false : 'the shared roster files are not here'

test(
  'the clean roster is written, rare names and all, and changes nobody the second time',
  { skip: sharedData },
  () =>
    scenario(async (story) => {
      const file = readFileSync(join(data, 'roster_zh_clean.csv'))
      const { id } = await upload(story, file)
      const api = story.as(story.hr).org
      const seen = await api.import.get({ id })
      await api.import.confirm({ id, revision: seen.revision, counts: seen.counts })
      await writeNow(story, id)
      // One of them has left; the HR admin of the story was there before.
      assert.equal((await api.tree()).people, 1192)
      assert.equal((await api.count({ manager: 'none' })).count, 2)
      assert.equal((await api.people({ q: 'oyys' })).people[0]!.name, '欧阳远山')
      assert.ok((await api.people({ q: '𠮷' })).people.length > 0)
      const again = await api.import.get(await upload(story, file))
      assert.deepEqual(again.counts, { new: 0, update: 0, same: 1192, fault: 0, dropped: 0 })
    }),
)
