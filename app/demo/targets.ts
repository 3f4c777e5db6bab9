import { nextQuarter } from '../../features/goals/periods/rules.ts'
import { newId } from '../../platform/ids.ts'
import { demoCycles } from './company.ts'
import { addDays } from './dates.ts'
import { hr } from './found.ts'
import { at, type Company } from './hand.ts'

/** What the company means to reach, by the name of the department it falls to; '' is everybody. */
const indicators: [string, string, string, string, string, number | null][] = [
  ['', '客户少等一天', '准时发运率', '95%', '发货单，计划部每月 1 日导出', null],
  ['生产中心', '质量成本降一成', '一次试压合格率', '98.5%', '试压记录，质检部每月汇总', 40],
  ['装配车间', '客户少等一天', '装配在制天数', '不超过 6 天', '工单系统', 35],
  ['质量部', '质量成本降一成', '来件漏检', '每月不超过 2 件', '装配线退件单', 50],
  ['销售中心', '回款不拖过季', '逾期货款', '不超过 5%', '财务台账，月末余额', 40],
]

/**
 * HR has loaded what departments are looked at by, for the cycle that runs and the quarter ahead; and a year
 * ago wrote down what was to become of the mechanism.
 */
export async function setTargets(company: Company, today: string): Promise<void> {
  const { thisYear, lastYear } = demoCycles(today)
  const periods = [
    { periodFrom: thisYear.periodFrom, periodTo: thisYear.periodTo },
    nextQuarter(today),
  ]
  await at(
    company,
    new Date(`${addDays(thisYear.launchedOn, -6)}T10:20:00+08:00`),
    async ({ as }) => {
      const { departments } = await as(hr).org.tree()
      for (const period of periods)
        for (const [name, companyGoal, title, target, measure, weight] of indicators) {
          const department = departments.find((each) =>
            name ? each.name === name : each.parentId === null,
          )
          if (!department) continue
          const words = { companyGoal, title, target, measure, weight }
          await as(hr).goals.indicators.save({
            id: newId(),
            departmentId: department.id,
            ...period,
            ...words,
          })
        }
    },
  )
  await at(company, new Date(`${addDays(lastYear.due.sign, 12)}T16:00:00+08:00`), ({ as }) =>
    as(hr).cycles.mechanism.decide({
      id: newId(),
      decision: 'change',
      preset: null,
      note: '年底一次谈不完。今年加一次年中回顾，不打分；结果面谈的流程不动。',
    }),
  )
}
