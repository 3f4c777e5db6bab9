import { sql } from 'kysely'
import { dayIn } from '../../../../platform/clock.ts'
import { type Db, json, type OrganizationTable } from '../../../../platform/database.ts'
import { record, type Source } from '../../../../platform/events.ts'
import { newId } from '../../../../platform/ids.ts'
import type { Role } from '../../../accounts/policy.ts'
import { inForce } from '../../../org/grants/queries.ts'
import { templateVersion } from '../../../templates/queries.ts'
import { gapMap } from '../../../templates/rules.ts'
import { answersOf } from '../../answers/queries.ts'
import { holdConversation } from '../../queries.ts'
import { circumstancesOf } from '../../stages/world/queries.ts'
import type { StepKind } from '../contract.ts'
import { conflictOf } from '../policy.ts'
import { aboutOf, candidateOf, rulesOf, type Talk } from '../queries.ts'
import { causesOf, choose, type Colleague, type Facts } from '../rules.ts'
import '../table.ts'

/** The organization and the day on which the rules look. */
export interface Looking extends Source {
  db: Db
  today: string
  org: OrganizationTable
}

/** What rules are looked at with: the organization, and its day at the moment of what happened. */
export async function lookingAt(db: Db, source: Source): Promise<Looking> {
  const org = await db
    .selectFrom('organization')
    .selectAll()
    .where('id', '=', source.orgId)
    .executeTakeFirstOrThrow()
  return { ...source, db, org, today: dayIn(org.timezone, source.now) }
}

/**
 * Looks at one talk and brings HR in where a rule asks for it: once per cause, one case at a time. What is
 * only stored, closed, or known to one side alone brings nobody.
 */
export async function consider(looking: Looking, conversationId: string): Promise<void> {
  const { db, orgId, now } = looking
  await holdConversation(db, orgId, conversationId, 'decide')
  const talk = await talkOf(looking, conversationId)
  if (!talk || talk.closedAt || talk.isRestricted) return
  const causes = causesOf(rulesOf(looking.org), await factsOf(looking, talk))
  const known = await db
    .selectFrom('interventionCause')
    .select('key')
    .where('orgId', '=', orgId)
    .where('conversationId', '=', conversationId)
    .execute()
  const keys = new Set(known.map(({ key }) => key))
  const fresh = causes.filter(({ key }) => !keys.has(key))
  if (fresh.length === 0) return
  const standing = await db
    .selectFrom('intervention')
    .select('id')
    .where('orgId', '=', orgId)
    .where('conversationId', '=', conversationId)
    .where('closedAt', 'is', null)
    .executeTakeFirst()
  const id = standing?.id ?? newId()
  const about = { ...talk, conversationId }
  const hrId = standing
    ? null
    : await somebodyFor(looking, about, [], await askerIn(looking, fresh))
  if (!standing)
    await db
      .insertInto('intervention')
      .values({
        orgId,
        id,
        conversationId,
        firedAt: now,
        hrId,
        assignedAt: hrId ? now : null,
        acceptedAt: null,
        sitsIn: null,
        closedAt: null,
        closedAs: null,
      })
      .execute()
  await db
    .insertInto('interventionCause')
    .values(
      fresh.map(({ key, code, figures }) => ({
        orgId,
        conversationId,
        key,
        interventionId: id,
        code,
        figures: json(figures),
        at: now,
      })),
    )
    .execute()
  if (!standing && hrId) await noteStep(looking, id, 'assigned', { personId: hrId })
  await record(db, { ...looking, actorId: null }, 'intervention.fired', { subjectId: id })
}

/** Adds a line to a case's course. */
export const noteStep = (
  { db, orgId, now }: Pick<Looking, 'db' | 'orgId' | 'now'>,
  interventionId: string,
  kind: StepKind,
  who: { personId?: string | null; byId?: string | null; reason?: string | null },
) =>
  db
    .insertInto('interventionStep')
    .values({
      orgId,
      id: newId(),
      interventionId,
      kind,
      personId: who.personId ?? null,
      byId: who.byId ?? null,
      reason: who.reason || null,
      at: now,
    })
    .execute()

const talkOf = async ({ db, orgId }: Looking, id: string) =>
  (
    await sql<Subject>`
      select c.id, c.employee_id, c.manager_id, c.department_id, c.template_version_id, c.revealed_at, c.snapshot,
             c.cycle_id, c.sealed_at, c.closed_at,
             exists (select from data_hold h where h.org_id = c.org_id and h.conversation_id = c.id
               and h.kind = 'restriction' and h.lifted_at is null) as is_restricted
        from conversation c where c.org_id = ${orgId} and c.id = ${id}`.execute(db)
  ).rows[0]

type Subject = Parameters<typeof circumstancesOf>[2] & {
  sealedAt: Date | null
  closedAt: Date | null
  isRestricted: boolean
}

/** What the rules look at. After the seal only an appeal is news: the rest was said in time. */
async function factsOf({ db, orgId, today }: Looking, talk: Subject): Promise<Facts> {
  const { rows } = await sql<Pick<Facts, 'cases' | 'marks' | 'plans' | 'asks'>>`
    select
      (select coalesce(json_agg(json_build_object('id', a.id, 'kind', a.kind) order by a.id), '[]') from appeal a
        where a.org_id = ${orgId} and a.conversation_id = ${talk.id} and a.decided_at is null) as cases,
      array(select m.id from talent_mark m where m.org_id = ${orgId} and m.person_id = ${talk.employeeId}
        and m.lifted_at is null and m.until_on >= ${today}::date) as marks,
      array(select p.id from conversation p where p.org_id = ${orgId} and p.employee_id = ${talk.employeeId}
        and p.kind = 'pip' and p.closed_at is null and p.phase <> 'closed') as plans,
      (select coalesce(json_agg(json_build_object('id', q.id, 'code', q.code) order by q.id), '[]') from intervention_ask q
        where q.org_id = ${orgId} and q.conversation_id = ${talk.id}) as asks`.execute(db)
  const found = rows[0]!
  if (talk.sealedAt)
    return { cases: found.cases, gap: null, rank: null, marks: [], plans: [], asks: [] }
  return { ...found, ...(await ratedIn(db, orgId, talk)) }
}

async function ratedIn(db: Db, orgId: string, talk: Subject): Promise<Pick<Facts, 'gap' | 'rank'>> {
  if (!talk.revealedAt || talk.snapshot.unrated) return { gap: null, rank: null }
  const { ratings } = await circumstancesOf(db, orgId, talk)
  const template = await templateVersion(db, orgId, talk.templateVersionId)
  const { self, manager } = await answersOf(db, orgId, talk.id)
  const gaps = gapMap(template, self, manager).flatMap(({ gap }) =>
    gap === null ? [] : [Math.abs(gap)],
  )
  return { gap: gaps.length > 0 ? Math.max(...gaps) : null, rank: ratings?.overall ?? null }
}

/** Who asked, when it was asked for: HR that asks takes it on. */
async function askerIn({ db, orgId }: Looking, causes: { key: string }[]): Promise<string | null> {
  const ids = causes.flatMap(({ key }) => /^(?:complex|sensitive):(.+)$/.exec(key)?.[1] ?? [])
  if (ids.length === 0) return null
  const ask = await db
    .selectFrom('interventionAsk')
    .select('askedBy')
    .where('orgId', '=', orgId)
    .where('id', 'in', ids)
    .orderBy('id')
    .executeTakeFirst()
  return ask?.askedBy ?? null
}

/** Everybody of HR in scope who is free of a conflict, each with what the choice depends on. */
export async function colleaguesFor(looking: Looking, talk: Talk): Promise<Colleague[]> {
  const { db, orgId, now, today } = looking
  const { rows } = await sql<Colleague & { roles: Role[] }>`
    with held as (
      select g.person_id, g.role, g.department_id,
             (select count(*)::int from department at join department below on below.org_id = at.org_id
                 and (below.id = at.id or starts_with(below.path, at.path || '/'))
               where at.org_id = g.org_id and at.id = g.department_id) as reach,
             g.department_id is null or exists (
               select from conversation c join department at on at.org_id = c.org_id and at.id = g.department_id
                 join department below on below.org_id = at.org_id
                  and (below.id = at.id or starts_with(below.path, at.path || '/'))
                where c.org_id = g.org_id and c.id = ${talk.conversationId} and below.id = c.department_id) as covers
        from role_grant g
       where g.org_id = ${orgId} and ${inForce(now)})
    select p.id, bool_or(h.role = 'hrbp') as is_partner,
           case when bool_or(h.department_id is null) filter (where h.role = 'hrbp') then null
                else min(h.reach) filter (where h.role = 'hrbp') end as reach,
           (select count(*)::int from intervention i where i.org_id = ${orgId} and i.hr_id = p.id and i.closed_at is null) as open_cases,
           (select json_agg(r.role) from held r where r.person_id = p.id) as roles
      from held h join person p on p.org_id = ${orgId} and p.id = h.person_id
     where h.covers and h.role in ('hrbp', 'hrAdmin') and p.account_id is not null
       and (p.left_on is null or p.left_on > ${today}::date)
     group by p.id order by p.id limit 100`.execute(db)
  const about = await aboutOf(looking, talk)
  const free: Colleague[] = []
  for (const { roles, ...row } of rows)
    if (conflictOf(await candidateOf(looking, row.id, roles), about) === null) free.push(row)
  return free
}

/** Who gets a case, besides those who had it or gave it away; null when nobody is free. */
export async function somebodyFor(
  looking: Looking,
  talk: Talk,
  besides: readonly string[],
  preferred: string | null = null,
): Promise<string | null> {
  const free = await colleaguesFor(looking, talk)
  return choose(
    free.filter(({ id }) => !besides.includes(id)),
    preferred,
  )
}
