import { sql } from 'kysely'
import type { Actor, Context, Grant } from '../../accounts/policy.ts'
import { peopleRefs } from '../../conversations/people/queries.ts'
import { findConversation, type Found } from '../../conversations/queries.ts'
import { ratingStages } from '../../conversations/steps/queries.ts'
import { inForce } from '../../org/grants/queries.ts'
import type { Access, Reader } from './contract.ts'
import { reachAt, reachNow, reachSealed } from './policy.ts'

/** In force at that moment: of several the one that covers the department most closely. */
const engagement = sql`(
  select json_build_object('reason', g.reason, 'until', coalesce(g.revoked_at, g.to_at)) from role_grant g
    left join department at on at.org_id = g.org_id and at.id = g.department_id
    left join department of on of.org_id = c.org_id and of.id = c.department_id
   where l.relation = 'auditor' and g.org_id = l.org_id and g.person_id = l.person_id and g.role = 'auditor'
     and g.from_at <= l.at and (g.to_at is null or g.to_at > l.at) and (g.revoked_at is null or g.revoked_at > l.at)
     and (at.id is null or at.id = of.id or starts_with(of.path, at.path || '/'))
   order by length(at.path) desc nulls last, g.id desc limit 1)`

/**
 * Looks into records by right of an office, and emergencies that were approved, as far as their
 * person may know of them by now: those of one person, or of one record. Ids are in the order of time.
 */
export async function accessesOf(
  { db, orgId, now }: Pick<Context, 'db' | 'orgId' | 'now'>,
  wanted: {
    employeeId?: string
    conversationId?: string
    after?: string | undefined
    limit: number
  },
): Promise<Access[]> {
  // Talk by talk: joined all at once, a planner that does not know how many looks there are reads everybody's.
  const { rows } = await sql<Told>`
    select l.id, l.kind, json_build_object('id', c.id, 'title', c.title) as conversation, l.at,
           json_build_object('id', p.id, 'name', p.name, 'employeeNo', p.employee_no) as who,
           l.relation, l.reason, l.purpose, l.until, l.hold, ${engagement} as engagement,
           (select json_build_object('id', a.id, 'name', a.name, 'employeeNo', a.employee_no)
              from person a where a.org_id = l.org_id and a.id = l.approved_by) as approved_by,
           (select json_build_object('id', e.id, 'name', e.name, 'employeeNo', e.employee_no)
              from person e where e.org_id = l.org_id and e.id = l.ended_by) as ended_by
      from conversation c
      cross join lateral (
        select o.org_id, o.id, o.kind, o.at, o.person_id, o.relation, o.reason, o.purpose,
               o.approved_by, null::timestamptz as until, null::uuid as ended_by, null::json as hold, o.shown_from
          from opening o where o.org_id = c.org_id and o.conversation_id = c.id
         union all
        select b.org_id, b.id, 'glass', b.approved_at, b.asked_by, 'breakGlass', b.reason, null,
               b.decided_by, coalesce(b.ended_at, b.ends_at), b.ended_by,
               case when b.hold_reason is not null
                 then json_build_object('reason', b.hold_reason, 'until', b.hold_until) end, b.told_from
          from break_glass b
         where b.org_id = c.org_id and b.conversation_id = c.id and b.approved_at is not null
        offset 0) l
      join person p on p.org_id = l.org_id and p.id = l.person_id
     where c.org_id = ${orgId} and (l.shown_from is null or l.shown_from <= ${now})
       ${wanted.employeeId ? sql`and c.employee_id = ${wanted.employeeId}` : sql``}
       ${wanted.conversationId ? sql`and c.id = ${wanted.conversationId}` : sql``}
       ${wanted.after ? sql`and l.id < ${wanted.after}` : sql``}
     order by l.id desc limit ${wanted.limit}`.execute(db)
  return rows.map(({ engagement, ...row }) => ({
    ...row,
    engagement: engagement && {
      reason: engagement.reason,
      until: engagement.until === null ? null : new Date(engagement.until),
    },
  }))
}

/** As the database tells it: a moment within JSON is text. */
type Told = Omit<Access, 'engagement'> & {
  engagement: { reason: string | null; until: string | null } | null
}

/** Everybody who may know of a record now, each with what they may read: asked of the rule itself, one by one. */
export async function readersOf(context: Context, found: Found): Promise<Reader[]> {
  const atStages = await ratingStages(context, found)
  const candidates = await candidatesFor(context, found, atStages.owners)
  const people = await peopleRefs(
    context,
    candidates.map(({ personId }) => personId),
  )
  const readers: Reader[] = []
  for (const candidate of candidates) {
    const actor: Actor = { ...context.actor, ...candidate }
    const seen = await findConversation(context.db, { ...context, actor }, found.id)
    const person = people.get(candidate.personId)
    if (!seen || !person) continue
    const sight = await atStages.sightOf(actor, seen.is)
    if (seen.is.length === 0 && !sight) continue
    readers.push({
      person,
      relation: seen.is[0] ?? 'stageOwner',
      now: reachAt(sight, reachNow(seen.is, seen.facts)),
      sealed: reachSealed(seen.is),
    })
  }
  return readers
}

/** Whoever could have any relation to a record: the line, who had it, deputies, offices that cover it. */
async function candidatesFor(
  { db, orgId, now, today }: Context,
  { id, employeeId, managerId, departmentId, facts }: Found,
  owners: string[],
): Promise<{ personId: string; roles: Grant[] }[]> {
  const line = [employeeId, managerId, facts.currentLineId, facts.secondLineId, ...owners].filter(
    (each) => each !== null,
  )
  const { rows } = await sql<{ personId: string; roles: Grant[] }>`
    with held as (
      select g.person_id, g.role, g.department_id,
             coalesce((select json_agg(below.id) from department at join department below
                 on below.org_id = at.org_id and (below.id = at.id or starts_with(below.path, at.path || '/'))
               where at.org_id = g.org_id and at.id = g.department_id), '[]'::json) as department_ids,
             g.department_id is null or exists (select from department at join department below
                 on below.org_id = at.org_id and (below.id = at.id or starts_with(below.path, at.path || '/'))
               where at.org_id = g.org_id and at.id = g.department_id and below.id = ${departmentId}) as covers
        from role_grant g
       where g.org_id = ${orgId} and ${inForce(now)}),
    known (person_id) as (
      select unnest(${line}::uuid[])
      union select from_id from manager_change where org_id = ${orgId} and conversation_id = ${id}
      union select to_id from delegation where org_id = ${orgId} and from_id = ${managerId}
        and accepted_at is not null and withdrawn_at is null and from_on <= ${today}::date and until_on >= ${today}::date
      union select person_id from held where covers and role in ('hrbp', 'hrAdmin', 'auditor'))
    select p.id as person_id,
           coalesce((select json_agg(json_build_object('role', h.role, 'departmentId', h.department_id,
               'departmentIds', h.department_ids)) from held h where h.person_id = p.id), '[]'::json) as roles
      from known k join person p on p.org_id = ${orgId} and p.id = k.person_id
     where p.account_id is not null and (p.left_on is null or p.left_on > ${today}::date)
     order by p.pinyin, p.id limit 200`.execute(db)
  return rows
}
