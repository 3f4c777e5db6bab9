import { sql } from 'kysely'
import { addDays, dayIn } from '../../../platform/clock.ts'
import { switchedOff } from '../../accounts/modules/rules.ts'
import type { Context } from '../../accounts/policy.ts'
import { calendarOf } from '../../org/calendar/queries.ts'
import { mayWrite } from '../policy.ts'
import { deviatingIn } from '../standard/counting/queries.ts'
import type { YearFacts } from './contract.ts'
import { nextReview, usualReviewDay, type Review } from './rules.ts'
import './table.ts'

/** On which day of the year HR looks at its mechanism. */
export const reviewDayOf = ({ org }: Pick<Context, 'org'>): string =>
  typeof org.settings.mechanismReviewOn === 'string'
    ? org.settings.mechanismReviewOn
    : usualReviewDay

/** The look at the mechanism that comes next, or that waits by now. */
export async function reviewOf(context: Context): Promise<Review> {
  const { db, orgId, org, today } = context
  const decided = await db
    .selectFrom('mechanismReview')
    .select('year')
    .distinct()
    .where('orgId', '=', orgId)
    .execute()
  const facts = {
    on: reviewDayOf(context),
    since: dayIn(org.timezone, org.createdAt),
    decided: decided.map(({ year }) => year),
  }
  return nextReview(facts, await calendarOf(db, orgId), today)
}

/** The look at the mechanism that waits for somebody: for HR administration, while cycles are switched on. */
export async function reviewFor(context: Context): Promise<Review | null> {
  if (!mayWrite(context.actor)) return null
  if (switchedOff(context.org.settings).includes('cycles')) return null
  const review = await reviewOf(context)
  return review.isOpen ? review : null
}

/** The twelve months up to today, in figures. */
export async function yearFacts(context: Context): Promise<YearFacts> {
  const { db, orgId, org, today: until } = context
  const from = addDays(until, -365)
  const within = (column: string) =>
    sql`(${sql.ref(column)} at time zone ${org.timezone})::date >= ${from}::date`
  const cycles = await db
    .selectFrom('cycle')
    .selectAll()
    .where('orgId', '=', orgId)
    .where(sql<boolean>`launched_at is not null and ${within('launched_at')}`)
    .execute()
  const ids = cycles.map(({ id }) => id)
  let deviating = 0
  for (const cycle of cycles) deviating += await deviatingIn(context, cycle)
  const people = await sql<{ people: number; sealed: number }>`
    select count(*)::int as people, count(sealed_at)::int as sealed from participation
     where org_id = ${orgId} and cycle_id = any(${ids}::uuid[])`.execute(db)
  const used = (noun: 'template' | 'flow') =>
    sql<YearFacts['versions'][number]>`
    select ${noun} as noun, v.body->'title' as title, v.number as version, n.people
      from (select ${sql.ref(`${noun}_version_id`)} as id, count(*)::int as people from participation
             where org_id = ${orgId} and cycle_id = any(${ids}::uuid[]) group by 1) n
      join ${sql.table(`${noun}_version`)} v on v.org_id = ${orgId} and v.id = n.id
     order by n.people desc, v.id`.execute(db)
  // Surveys, hints and cases belong to later features; a year counts them all the same.
  const { rows } = await sql<{
    published: number
    adoptions: number
    survey: YearFacts['survey']
    texts: number
    hinted: number
    opened: number
    decided: number
  }>`
    select (select count(*)::int from template_version v where v.org_id = ${orgId} and v.published_by is not null and ${within('v.published_at')})
           + (select count(*)::int from flow_version v where v.org_id = ${orgId} and v.published_by is not null and ${within('v.published_at')}) as published,
           (select count(*)::int from template_adoption a where a.org_id = ${orgId} and a.talks is not null and ${within('a.asked_at')}) as adoptions,
           (select json_build_object('id', s.id, 'closedOn', least(s.closes_on, (s.closed_at at time zone ${org.timezone})::date),
                     -- Accounts that were joined since are one person, who was asked once.
                     'invited', count(distinct coalesce(p.merged_into, p.id)),
                     'answered', count(distinct coalesce(p.merged_into, p.id)) filter (where i.answered))
              from survey s join survey_invitee i on i.org_id = s.org_id and i.survey_id = s.id
              join person p on p.org_id = i.org_id and p.id = i.person_id
             where s.org_id = ${orgId} and (s.closed_at is not null or s.closes_on < ${until}::date)
               and s.closes_on >= ${from}::date
             group by s.org_id, s.id order by s.opens_on desc limit 1) as survey,
           coalesce((select sum(texts)::int from hint_count where org_id = ${orgId} and cycle_id = any(${ids}::uuid[])), 0) as texts,
           coalesce((select sum(hinted)::int from hint_count where org_id = ${orgId} and cycle_id = any(${ids}::uuid[])), 0) as hinted,
           (select count(*)::int from appeal a where a.org_id = ${orgId} and ${within('a.opened_at')}) as opened,
           (select count(a.decided_at)::int from appeal a where a.org_id = ${orgId} and ${within('a.opened_at')}) as decided`.execute(
    db,
  )
  const { texts, hinted, opened, decided, ...rest } = rows[0]!
  return {
    from,
    until,
    cycles: cycles.length,
    ...people.rows[0]!,
    deviating,
    versions: [...(await used('template')).rows, ...(await used('flow')).rows],
    ...rest,
    hints: { texts, hinted },
    appeals: { opened, decided },
  }
}
