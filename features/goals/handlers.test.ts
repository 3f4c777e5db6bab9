import assert from 'node:assert/strict'
import { test } from 'node:test'
import { writeXlsx } from 'hucre/xlsx'
import { newId } from '../../platform/ids.ts'
import { addDepartment } from '../../test/support/departments.ts'
import { itIs } from '../../test/support/days.ts'
import { scenario, type Someone, type Story } from '../../test/support/scenario.ts'
import { talkBetween } from '../../test/support/talks.ts'
import { takeIndicators } from './handlers.ts'

const quarter = { periodFrom: '2027-01-01', periodTo: '2027-03-31' }
const header = '部门,公司目标,指标,目标值,衡量方式,权重\n'
const table = `${header}生产部,质量成本降一成,一次合格率,98.5%,质检日报,40
生产部,,产量达成,不低于月计划,入库单,60
试验工厂,交付更准,准时交付率,97%,发货单,
`
const take = (story: Story, text: string, who: Someone = story.hr) =>
  story.behind(who, (context) => takeIndicators(context, Buffer.from(text), '指标.csv', quarter))

/** A department with a manager and an employee, late in the year before. */
async function house(story: Story) {
  await itIs(story, new Date('2026-12-10T02:00:00Z'))
  const departmentId = await addDepartment(story, '生产部')
  const elsewhere = await addDepartment(story, '财务部')
  const manager = await story.hire('周晓岚', { departmentId, manager: story.hr })
  const employee = await story.hire('陈一鸣', { departmentId, manager })
  const outsider = await story.hire('郑会计', { departmentId: elsewhere, manager: story.hr })
  return { departmentId, elsewhere, manager, employee, outsider }
}

test('R056: HR brings department indicators in from a table; with one thing wrong nothing is written, and the same table again changes nothing', () =>
  scenario(async (story) => {
    const { employee } = await house(story)
    const api = story.as(story.hr).goals.indicators
    const wrong = await take(story, `${table}销部,,回款,,,120%\n`)
    assert.deepEqual(
      wrong.troubles.map(({ line, column, why }) => [line, column, why]),
      [
        [5, 'department', 'unknownDepartment'],
        [5, 'weight', 'noPercentage'],
      ],
    )
    assert.deepEqual((await api.list(quarter)).items, [])
    const first = await take(story, table)
    assert.deepEqual([first.added, first.changed, first.same], [3, 0, 0])
    const again = await take(story, table.replace('98.5%', '99%'))
    assert.deepEqual([again.added, again.changed, again.same], [0, 1, 2])
    const named = await take(story, '部门,指标\n生产部,产量达成\n')
    assert.deepEqual([named.changed, named.same], [0, 1], 'columns the file does not have stay')
    const seen = await api.list(quarter)
    assert.deepEqual(
      seen.items.map(({ department, title, companyGoal, target }) => [
        department,
        title,
        companyGoal,
        target,
      ]),
      [
        ['试验工厂', '准时交付率', '交付更准', '97%'],
        ['生产部', '一次合格率', '质量成本降一成', '99%'],
        ['生产部', '产量达成', '质量成本降一成', '不低于月计划'],
      ],
    )
    assert.deepEqual([seen.without.count, seen.periods], [0, [{ ...quarter, count: 3 }]])
    assert.deepEqual((await take(story, '部门,目标值\n生产部,1\n')).missing, ['title'])
    await assert.rejects(take(story, table, employee), { code: 'NOT_FOUND' })
    const boss = await story.hire('钱总', { roles: ['executive'] })
    await assert.rejects(take(story, table, boss), { code: 'FORBIDDEN', message: 'goals.onlyHr' })
    assert.equal((await story.as(boss).goals.indicators.list(quarter)).items.length, 3)
    await assert.rejects(story.as(employee).goals.indicators.list(quarter), { code: 'NOT_FOUND' })
  }))

test('R056: both see in their talk what holds for their department, those above included, and others do not', () =>
  scenario(async (story) => {
    const { departmentId, elsewhere, manager, employee, outsider } = await house(story)
    await take(story, table)
    const talk = await talkBetween(story, 'prepare', { employee, manager })
    await story.services.database.inOrg(story.orgId, (db) =>
      db.updateTable('conversation').set({ departmentId }).where('id', '=', talk.id).execute(),
    )
    const titles = async (who: Someone) =>
      (await story.as(who).conversations.indicators({ id: talk.id })).map(({ title }) => title)
    for (const who of [employee, manager])
      assert.deepEqual(await titles(who), ['一次合格率', '产量达成', '准时交付率'])
    await assert.rejects(titles(outsider), { code: 'NOT_FOUND' })
    await story.services.database.inOrg(story.orgId, (db) =>
      db
        .updateTable('conversation')
        .set({ departmentId: elsewhere })
        .where('id', '=', talk.id)
        .execute(),
    )
    assert.deepEqual(await titles(employee), ['准时交付率'])
  }))

test('R056: a workbook says what its cells show: percentages are percentages, and half a percent is refused', () =>
  scenario(async (story) => {
    await house(story)
    const workbook = async (...rows: (string | number)[][]) => {
      const columns = ['@', '@', '0.0%', '0%'].map((numFmt, n) => ({ key: `${n}`, numFmt }))
      const all = [['部门', '指标', '目标值', '权重'], ...rows]
      const bytes = await writeXlsx({ sheets: [{ name: '指标', columns, rows: all }] })
      return story.behind(story.hr, (context) =>
        takeIndicators(context, Buffer.from(bytes), '指标.xlsx', quarter),
      )
    }
    const { added } = await workbook(
      ['生产部', '一次合格率', 0.985, 0.07],
      ['财务部', '按时结账', 1, 1],
    )
    assert.equal(added, 2)
    const { items } = await story.as(story.hr).goals.indicators.list(quarter)
    assert.deepEqual(items.map(({ title, target, weight }) => [title, target, weight]).sort(), [
      ['一次合格率', '98.5%', 7],
      ['按时结账', '100%', 100],
    ])
    const { troubles } = await workbook(['生产部', '产量达成', '', 0.005])
    assert.deepEqual(
      troubles.map(({ column, why, value }) => [column, why, value]),
      [['weight', 'noPercentage', '0.5%']],
    )
  }))

test('R056: a workbook as people keep it: notes on its first sheet, a title, cells merged over rows, days', () =>
  scenario(async (story) => {
    await house(story)
    const rows = [
      ['2027 年一季度部门指标'],
      ['部门', '公司目标', '指标', '目标值', '衡量方式'],
      ['生产部', '质量成本降一成', '一次合格率', '98.5%', '质检日报'],
      ['', '', '产量达成', '不低于月计划', ''],
      ['', '', '新线投产', new Date('2027-03-15'), ''],
      ['财务部', '', '按时结账', '每月 5 日前', ''],
      [],
    ]
    const down = (startCol: number) => ({ startRow: 2, endRow: 4, startCol, endCol: startCol })
    const bytes = Buffer.from(
      await writeXlsx({
        sheets: [
          { name: '说明', rows: [['填写说明', '联系人', '电话', '截止', '备注', '版本', '页']] },
          {
            name: '指标',
            rows,
            merges: [{ startRow: 0, endRow: 0, startCol: 0, endCol: 4 }, down(0), down(1), down(4)],
          },
        ],
      }),
    )
    const taking = (file: Buffer, name: string) =>
      story.behind(story.hr, (context) => takeIndicators(context, file, name, quarter))
    const taken = await taking(bytes, '指标.xlsx')
    assert.deepEqual([taken.added, taken.troubles], [4, []])
    const { items } = await story.as(story.hr).goals.indicators.list(quarter)
    const told = items.map((each) => [each.department, each.companyGoal, each.title, each.target])
    assert.deepEqual(told.toSorted(), [
      ['生产部', '质量成本降一成', '一次合格率', '98.5%'],
      ['生产部', '质量成本降一成', '产量达成', '不低于月计划'],
      ['生产部', '质量成本降一成', '新线投产', '2027-03-15'],
      ['财务部', '', '按时结账', '每月 5 日前'],
    ])
    assert.deepEqual(
      items.filter(({ measure }) => measure === '质检日报').map(({ department }) => department),
      ['生产部', '生产部', '生产部'],
    )
    const refused = async (file: Buffer, name: string, reason: string) =>
      assert.rejects(
        taking(file, name),
        (error: { data?: { reason?: string } }) => error.data?.reason === reason,
      )
    await refused(bytes.subarray(0, 900), '指标.xlsx', 'org.unreadable.brokenWorkbook')
    await refused(Buffer.from('not a workbook'), '指标.XLSX', 'org.unreadable.brokenWorkbook')
    await refused(Buffer.from('no table'), '指标.csv', 'goals.noHeader')
    const column = [['要做的事'], ['清点备件'], ['换轴承']]
    const list = Buffer.from(await writeXlsx({ sheets: [{ name: '清单', rows: column }] }))
    await refused(list, '清单.xlsx', 'goals.noHeader')
    await refused(Buffer.alloc(0), '指标.xlsx', 'org.unreadable.empty')
    await refused(Buffer.alloc(21 * 1024 * 1024, 'a'), '指标.csv', 'org.unreadable.tooBig')
    // 部门,指标 / 财务部,回款率, as Excel saves it in China.
    const gbk = 'b2bfc3c52cd6b8b1ea0ab2c6cef1b2bf2cbbd8bfeec2ca0a'
    assert.equal((await taking(Buffer.from(gbk, 'hex'), '指标.csv')).added, 1)
  }))

test('two who write the same indicator at once make one; its name is the same by hand and from a file', () =>
  scenario(async (story) => {
    const { departmentId } = await house(story)
    const api = story.as(story.hr).goals.indicators
    const one = {
      departmentId,
      ...quarter,
      companyGoal: '',
      title: '一次\u3000合格率',
      target: '98%',
      measure: '',
      weight: null,
    }
    await api.list(quarter)
    const told = await Promise.allSettled(
      [newId(), newId(), newId()].map((id) => api.save({ id, ...one })),
    )
    const refused = told.filter((each) => each.status === 'rejected')
    assert.deepEqual(
      refused.map(({ reason }) => reason.data?.reason),
      ['goals.titleTaken', 'goals.titleTaken'],
    )
    const taken = await take(story, `${header}生产部,,一次 合格率,98%,,\n`)
    assert.deepEqual([taken.added, taken.same], [0, 1])
    const together = await Promise.all(
      [1, 2].map(() => take(story, `${header}生产部,,产量达成,,,\n`)),
    )
    assert.deepEqual(together.map(({ added }) => added).sort(), [0, 1])
    await story.services.database.inOrg(story.orgId, (db) =>
      db
        .updateTable('department')
        .set({ closedAt: story.clock.now })
        .where('id', '=', departmentId)
        .execute(),
    )
    await assert.rejects(
      api.save({ ...one, id: newId(), title: '新的一条' }),
      (error: { data?: { reason?: string } }) => error.data?.reason === 'goals.unknownDepartment',
    )
    for (const [periodFrom, periodTo, reason] of [
      ['2027-02-30', '2027-03-31', 'goals.noPeriod'],
      [null, null, 'goals.noPeriod'],
      ['2027-03-31', '2027-01-01', 'goals.periodReversed'],
    ] as const)
      await assert.rejects(
        story.behind(story.hr, (context) =>
          takeIndicators(context, Buffer.from(table), '指标.csv', { periodFrom, periodTo }),
        ),
        (error: { data?: { reason?: string } }) => error.data?.reason === reason,
      )
  }))

test('one indicator by hand: named once per department and period, taken away and put back', () =>
  scenario(async (story) => {
    const { departmentId } = await house(story)
    const api = story.as(story.hr).goals.indicators
    const one = {
      id: newId(),
      departmentId,
      ...quarter,
      companyGoal: '',
      title: '一次合格率',
      target: '98%',
      measure: '',
      weight: null,
    }
    await api.save(one)
    await api.save(one)
    await assert.rejects(
      api.save({ ...one, id: newId() }),
      (error: { data?: { reason?: string; field?: string } }) =>
        error.data?.reason === 'goals.titleTaken' && error.data.field === 'title',
    )
    const { items, without } = await api.list(quarter)
    assert.deepEqual(
      items.map(({ title }) => title),
      ['一次合格率'],
    )
    // The root with HR, and the accountants.
    assert.deepEqual([without.names, without.of], [['试验工厂', '财务部'], 3])
    await api.remove({ id: one.id })
    assert.deepEqual((await api.list(quarter)).items, [])
    await api.save(one)
    assert.equal((await api.list(quarter)).items.length, 1)
  }))
