import { sql } from 'kysely'
import { dayIn } from '../../../../platform/clock.ts'
import { type Db, openOrg, type OrganizationTable } from '../../../../platform/database.ts'
import { isTechnical, type Context, type Grant } from '../../../accounts/policy.ts'
import type {} from '../../../conversations/table.ts'
import type {} from '../../../flows/table.ts'
import { inForce } from '../../../org/grants/queries.ts'
import type {} from '../../../org/table.ts'
import { openFor } from '../../queries.ts'
import { talkSoon } from '../../soon/queries.ts'
import type { Todo } from '../../contract.ts'
import { waitingIn, type Waiting } from '../rules.ts'

/** What a running product has that a person's list is made with. */
export type Making = Pick<Context, 'rules' | 'files' | 'jobs'>

/** Somebody outside of a session: as they would come through the door, with the roles in force now. */
export async function contextFor(
  db: Db,
  making: Making,
  org: OrganizationTable,
  personId: string,
  now: Date,
): Promise<Context | null> {
  const { rows } = await sql<{
    name: string
    accountId: string
    locale: 'zh-CN' | 'en'
    roles: Grant[]
  }>`
    select p.name, p.account_id, a.locale,
           coalesce((select json_agg(json_build_object('role', g.role, 'departmentId', g.department_id,
               'departmentIds', coalesce((select json_agg(below.id) from department at join department below
                   on below.org_id = at.org_id and (below.id = at.id or starts_with(below.path, at.path || '/'))
                 where at.org_id = g.org_id and at.id = g.department_id), '[]'::json)))
             from role_grant g
            where g.org_id = p.org_id and g.person_id = p.id and ${inForce(now)}), '[]'::json) as roles
      from person p join account a on a.org_id = p.org_id and a.id = p.account_id
     where p.org_id = ${org.id} and p.id = ${personId} and a.disabled_at is null
       and (p.left_on is null or p.left_on > ${dayIn(org.timezone, now)})`.execute(db)
  const row = rows[0]
  if (!row) return null
  const { roles, name, accountId, locale } = row
  await openOrg(db, org.id, isTechnical(roles) ? personId : 'all')
  return {
    ...making,
    db,
    org,
    now,
    orgId: org.id,
    actorId: personId,
    today: dayIn(org.timezone, now),
    afterwards: () => {},
    actor: {
      accountId,
      personId,
      orgId: org.id,
      sessionId: '',
      name,
      locale,
      roles,
      ip: '',
      userAgent: '',
      steppedUpAt: null,
    },
  }
}

/** Everything open for somebody, from the list they would see themselves; empty for who cannot sign in. */
export async function todosOf(
  db: Db,
  making: Making,
  org: OrganizationTable,
  personId: string,
  now: Date,
): Promise<Todo[]> {
  const context = await contextFor(db, making, org, personId, now)
  return context ? openFor(context) : []
}

/** How much waits for somebody right now; nothing for who cannot sign in. */
export async function waitingFor(
  db: Db,
  making: Making,
  org: OrganizationTable,
  personId: string,
  now: Date,
): Promise<Waiting> {
  const context = await contextFor(db, making, org, personId, now)
  if (!context) return waitingIn([], null, dayIn(org.timezone, now))
  const talk = await talkSoon(context)
  return waitingIn(await openFor(context), talk?.meeting.startsAt ?? null, context.today)
}
