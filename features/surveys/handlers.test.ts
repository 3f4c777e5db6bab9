import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addDays } from '../../platform/clock.ts'
import { newId } from '../../platform/ids.ts'
import { addDepartment } from '../../test/support/departments.ts'
import { todayOf } from '../../test/support/days.ts'
import { scenario, type Someone, type Story } from '../../test/support/scenario.ts'
import { ownData } from '../admin/privacy/archive/queries.ts'
import type { Answers } from './contract.ts'

const opened = async (story: Story, departmentIds: string[] = []) =>
  story.as(story.hr).surveys.open({
    closesOn: addDays(todayOf(story), 14),
    departmentIds,
    clientId: newId(),
  })

const asked = async (story: Story, someone: Someone) =>
  (await story.as(someone).notifications.today()).todos.filter(({ kind }) => kind === 'survey')
    .length

const rarely: Answers = { when: 'yearEnd', what: 'rating', who: 'manager' }
const often: Answers = { when: 'monthly', what: 'growth', who: 'both' }

test('who is asked has one task until the three answers are given, and can give them once', () =>
  scenario(async (story) => {
    const manager = await story.hire('周晓岚')
    const mia = await story.hire('陈一鸣', { manager })
    const keeper = await story.hire('系统管理员', { roles: ['itAdmin'] })
    const { id } = await opened(story)
    assert.deepEqual([await asked(story, mia), await asked(story, manager)], [1, 1])
    // HR answers as HR, in one voice.
    assert.equal(await asked(story, story.hr), 0)
    const { surveys } = story.as(mia)
    assert.equal((await surveys.mine({ id })).side, 'employee')
    assert.equal((await story.as(manager).surveys.mine({ id })).side, 'manager')
    await surveys.answer({ id, answers: rarely, remark: '' })
    assert.equal(await asked(story, mia), 0)
    await assert.rejects(surveys.answer({ id, answers: often, remark: '' }), {
      code: 'FORBIDDEN',
    })
    // Nobody but HR finds the counts, and HR none before it is over.
    await assert.rejects(surveys.report({ id }), { code: 'NOT_FOUND' })
    await assert.rejects(surveys.list(), { code: 'NOT_FOUND' })
    const hr = story.as(story.hr).surveys
    const report = await hr.report({ id })
    assert.equal(report.result, null)
    assert.deepEqual(report.answered, { manager: 0, employee: 1 })
    // Whoever keeps the machine answers like everybody, and finds nobody’s answer there.
    await story.as(keeper).surveys.answer({ id, answers: often, remark: '机房里谈得少' })
    const seen = await story.behind(keeper, ({ db }) =>
      db.selectFrom('surveyAnswer').selectAll().execute(),
    )
    assert.deepEqual(seen, [])
    await assert.rejects(
      opened(story),
      (error: { data?: { reason?: string } }) => error.data?.reason === 'surveys.oneAtATime',
    )
    // The day after its last one nobody is asked any more, and the next may begin.
    story.clock.now = new Date(story.clock.now.getTime() + 15 * 86_400_000)
    assert.equal(await asked(story, manager), 0)
    await assert.rejects(story.as(manager).surveys.answer({ id, answers: often, remark: '' }), {
      code: 'FORBIDDEN',
    })
    const newcomer = await story.hire('新来的')
    await assert.rejects(story.as(newcomer).surveys.mine({ id }), { code: 'NOT_FOUND' })
    await opened(story)
    assert.equal(await asked(story, newcomer), 1)
    await story.as(story.hr).admin.modules.set({ on: [] })
    assert.equal(await asked(story, newcomer), 0)
    await assert.rejects(hr.list(), { code: 'NOT_FOUND' })
  }))

test('the report sets three views side by side, of eight people or more, and nobody stands out', () =>
  scenario(async (story) => {
    const shop = await addDepartment(story, '一车间')
    const office = await addDepartment(story, '办公室')
    const managers: Someone[] = []
    const employees: Someone[] = []
    for (let at = 0; at < 8; at++) {
      const manager = await story.hire(`主管${at}`, { departmentId: shop })
      managers.push(manager)
      employees.push(
        await story.hire(`员工${at}`, { manager, departmentId: at < 3 ? office : shop }),
      )
    }
    const { id } = await opened(story)
    const hr = story.as(story.hr).surveys
    await hr.giveHrView({ id, answers: often })
    const answer = (who: Someone, answers: Answers, remark = '') =>
      story.as(who).surveys.answer({ id, answers, remark })
    for (const who of managers) await answer(who, often)
    for (const [at, who] of employees.slice(0, 7).entries())
      await answer(who, rarely, at === 0 ? '平时没人问我卡在哪里' : '')
    await hr.close({ id })
    const few = (await hr.report({ id })).result!
    assert.equal(few.views.who.employee, null)
    assert.deepEqual(few.views.who.manager, { people: 8, choices: { both: 8 } })
    assert.deepEqual(few.departments, [])
    assert.deepEqual(few.remarks, ['平时没人问我卡在哪里'])
    assert.equal(few.before, null)

    const again = await opened(story)
    for (const who of managers)
      await story.as(who).surveys.answer({ ...again, answers: often, remark: '' })
    for (const who of employees)
      await story.as(who).surveys.answer({ ...again, answers: rarely, remark: '' })
    await hr.close(again)
    const { result, hrView } = await hr.report(again)
    assert.equal(hrView, null)
    assert.deepEqual(result!.views.when.employee, { people: 8, choices: { yearEnd: 8 } })
    // The office of three would be left over beside the shop of thirteen: so neither is told apart.
    assert.deepEqual(result!.departments, [])
    assert.equal(result!.before!.views.who.employee, null)
    assert.deepEqual(result!.before!.views.who.manager!.choices, { both: 8 })
    // No name, number or moment stands beside an answer.
    const { rows } = await story.services.database.pool.query<{ name: string }>(
      `select column_name as name from information_schema.columns
        where table_name in ('survey_answer', 'survey_remark')`,
    )
    assert.deepEqual([...new Set(rows.map(({ name }) => name))].sort(), [
      'choice',
      'department_id',
      'id',
      'org_id',
      'question',
      'side',
      'survey_id',
      'words',
    ])
    assert.deepEqual(
      (await hr.list()).map(({ state, answered }) => [state, answered.employee]),
      [
        ['over', 8],
        ['over', 7],
      ],
    )
  }))

test('a survey of some departments asks their people, and those below them', () =>
  scenario(async (story) => {
    const shop = await addDepartment(story, '一车间')
    const within = await story.hire('员工', { departmentId: shop })
    const beside = await story.hire('旁人')
    const hr = story.as(story.hr).surveys
    const today = todayOf(story)
    await assert.rejects(
      hr.open({ closesOn: addDays(today, 90), departmentIds: [], clientId: newId() }),
      { code: 'BAD_REQUEST' },
    )
    const { id } = await hr.open({
      opensOn: addDays(today, 2),
      closesOn: addDays(today, 9),
      departmentIds: [shop],
      clientId: newId(),
    })
    assert.deepEqual((await hr.report({ id })).departments, ['一车间'])
    assert.equal(await asked(story, within), 0)
    story.clock.now = new Date(story.clock.now.getTime() + 3 * 86_400_000)
    assert.deepEqual([await asked(story, within), await asked(story, beside)], [1, 0])
  }))

test('two accounts that were joined are one person who was asked once, and who takes it along in their data', () =>
  scenario(async (story) => {
    const kept = await story.hire('陈一鸣')
    const gone = await story.hire('陈一鸣（旧号）')
    const { id } = await opened(story)
    await story.as(gone).surveys.answer({ id, answers: rarely, remark: '' })
    const hr = story.as(story.hr).surveys
    assert.equal((await hr.report({ id })).invited.employee, 2)
    await story.services.database.inOrg(story.orgId, (db) =>
      db
        .updateTable('person')
        .set({ mergedInto: kept.personId })
        .where('id', '=', gone.personId)
        .execute(),
    )
    const { invited, answered } = await hr.report({ id })
    assert.deepEqual([invited.employee, answered.employee], [1, 1])
    assert.equal(await asked(story, kept), 0)
    await assert.rejects(story.as(kept).surveys.answer({ id, answers: often, remark: '' }), {
      code: 'FORBIDDEN',
    })
    const { surveys } = await story.behind(kept, ownData)
    assert.ok(surveys.length > 0)
    assert.ok(!JSON.stringify(surveys).includes('yearEnd'))
  }))
