import { newId } from '../../../../platform/ids.ts'
import type { Context } from '../../../accounts/policy.ts'
import type { Planned, Scenario } from '../contract.ts'
import { usualYear } from '../rules.ts'
import '../table.ts'

// The names HR would write itself; it may change them afterwards. What stands in a year once is called
// by the year, what stands in it more often by the month too.
const usualNames: Record<Scenario, (year: number, month: number) => [zh: string, en: string]> = {
  goalSetting: (year, month) =>
    month === 1
      ? [`${year} 年目标设定`, `Goals ${year}`]
      : [`${year} 年 ${month} 月目标设定`, `Goals ${year}-${two(month)}`],
  coaching: (_year, month) => [`${month} 月沟通`, `Monthly talk ${two(month)}`],
  midReview: (year, month) =>
    month === 7
      ? [`${year} 年中回顾`, `Mid-year review ${year}`]
      : [`${year} 年 ${month} 月回顾`, `Review ${year}-${two(month)}`],
  resultFeedback: (year, month) => {
    // Early in a year one looks back on the last one, at its end on this.
    const about = month < 7 ? year - 1 : year
    return [`${about} 年度结果面谈`, `Results of ${about}`]
  },
  development: (year, month) =>
    month === 10
      ? [`${year} 年发展面谈`, `Development ${year}`]
      : [`${year} 年 ${month} 月发展面谈`, `Development ${year}-${two(month)}`],
}
const two = (month: number) => String(month).padStart(2, '0')

type Talk = Pick<Planned, 'scenario' | 'channel' | 'startsOn' | 'endsOn' | 'name'>

/** The talks of a year, month by month, with the names HR would write. */
export const talksOf = (
  year: number,
  months: readonly Scenario[],
  locale: 'zh-CN' | 'en',
): Talk[] =>
  usualYear(year, months).map((talk) => ({
    ...talk,
    name: usualNames[talk.scenario](year, Number(talk.startsOn.slice(5, 7)))[
      locale === 'zh-CN' ? 0 : 1
    ],
  }))

/** Those of the talks that do not stand in the plan yet, by what they are for and when they begin. */
export async function notPlanned({ db, orgId }: Context, talks: readonly Talk[]): Promise<Talk[]> {
  const days = talks.map(({ startsOn }) => startsOn)
  if (days.length === 0) return []
  const planned = await db
    .selectFrom('plannedTalk')
    .select(['scenario', 'startsOn'])
    .where('orgId', '=', orgId)
    .where('removedAt', 'is', null)
    .where('startsOn', 'in', days)
    .execute()
  return talks.filter(
    ({ scenario, startsOn }) =>
      !planned.some((each) => each.scenario === scenario && each.startsOn === startsOn),
  )
}

/** Puts talks into the plan. @returns their ids. */
export async function planTalks(
  { db, orgId, actorId, now }: Context,
  talks: readonly Talk[],
): Promise<string[]> {
  const rows = talks.map((talk) => ({
    orgId,
    id: newId(),
    ...talk,
    note: '',
    cycleId: null,
    createdBy: actorId!,
    createdAt: now,
    removedAt: null,
  }))
  if (rows.length > 0) await db.insertInto('plannedTalk').values(rows).execute()
  return rows.map(({ id }) => id)
}
