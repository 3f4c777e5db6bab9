import { sql } from 'kysely'
import type { Context } from '../../accounts/policy.ts'
import { usualGapDays } from '../../cycles/year/rules.ts'
import '../../cycles/year/table.ts'
import { postsOn } from '../../org/queries.ts'
import type { PersonRef } from '../contract.ts'
import { personRef } from '../people/queries.ts'
import '../table.ts'

/** Somebody who has had no talk for too long while something important runs. */
export interface Quiet {
  person: PersonRef
  /** The project, the one that began first where there are several. */
  project: string
  /** Days since the last talk, or since project and post have both been there. */
  days: number
  /** A talk that is under way, to go on with. */
  conversationId: string | null
}

/**
 * The reports of a manager whom the gap rule names (R271): in a running project, no talk held for more
 * than a month, and none fixed. The quietest first.
 */
export async function quietReports({ db, orgId, actor, today }: Context): Promise<Quiet[]> {
  const { rows } = await sql<Quiet>`
    select person, project, days, conversation_id from (
      select distinct on (c.person_id) ${personRef('c.person_id', today)} as person, j.name as project,
             ${today}::date - greatest(j.starts_on, c.from_on, last.held_on) as days,
             (select t.id from conversation t
               where t.org_id = c.org_id and t.employee_id = c.person_id and t.manager_id = ${actor.personId}
                 and t.talk_ended_at is null and t.sealed_at is null and t.closed_at is null
               order by t.id desc limit 1) as conversation_id
        from ${postsOn(today)} c
        join project j on j.org_id = c.org_id and j.removed_at is null
             and ${today}::date between j.starts_on and j.ends_on
             and (cardinality(j.department_ids) = 0 or exists (
               select 1 from department own join department top on top.org_id = own.org_id
                where own.org_id = c.org_id and own.id = c.department_id and top.id = any(j.department_ids)
                  and (own.id = top.id or starts_with(own.path, top.path || '/'))))
        join organization o on o.id = c.org_id
        left join lateral (
          select max((t.talk_started_at at time zone o.timezone)::date) as held_on from conversation t
           where t.org_id = c.org_id and t.employee_id = c.person_id) last on true
       where c.org_id = ${orgId} and c.manager_id = ${actor.personId}
         and not exists (
           select 1 from meeting m join conversation t on t.org_id = m.org_id and t.id = m.conversation_id
            where m.org_id = c.org_id and t.employee_id = c.person_id and m.outcome is null
              and (m.starts_at at time zone o.timezone)::date >= ${today}::date)
       order by c.person_id, j.starts_on, j.id) quiet
     where days > ${usualGapDays}
     order by days desc, person ->> 'name'
     limit 50`.execute(db)
  return rows
}
