import { sql } from 'kysely'
import type { Db } from '../../../platform/database.ts'
import { lineAbove } from '../../org/delegation/queries.ts'
import { inForce } from '../../org/grants/queries.ts'
import { postsOn } from '../../org/queries.ts'
import type { FlowActor, FlowBody } from '../contract.ts'
import { actorsOf } from '../drafts/queries.ts'
import { actorKey } from './rules.ts'

/** Whose run it is, and who leads it. */
export interface Whose {
  employeeId: string
  managerId: string | null
  /** Who stood above when the cycle began. */
  launchManagerId: string | null
  departmentId: string
}

interface At {
  orgId: string
  today: string
  now: Date
}

/** Who stands where today, by `actorKey`; nobody whose own line the employee leads (I5). */
export async function ownersFor(
  db: Db,
  at: At,
  talk: Whose,
  flow: FlowBody,
): Promise<Record<string, string | null>> {
  const owners: Record<string, string | null> = {}
  for (const actor of actorsOf(flow)) {
    const key = actorKey(actor)
    if (typeof actor !== 'object' || key in owners) continue
    owners[key] = null
    for (const id of await candidatesFor(db, at, talk, actor)) {
      if (!id || (await lineAbove(db, at, id)).includes(talk.employeeId)) continue
      owners[key] = id
      break
    }
  }
  return owners
}

async function candidatesFor(
  db: Db,
  { orgId, today, now }: At,
  talk: Whose,
  actor: Exclude<FlowActor, string>,
): Promise<string[]> {
  const here = sql`p.org_id = ${orgId} and (p.left_on is null or p.left_on > ${today}::date)`
  const ids = async (query: ReturnType<typeof sql<{ id: string }>>) =>
    (await query.execute(db)).rows.map(({ id }) => id)
  if ('person' in actor)
    return ids(
      sql`select p.id from person p where ${here} and p.id = person_now(${orgId}, ${actor.person})`,
    )
  if ('role' in actor || actor.relation === 'hrbp') {
    const role = 'role' in actor ? actor.role : 'hrbp'
    // The nearest office first: the smallest department that the grant covers.
    return ids(sql`
      select p.id from role_grant g
        join person p on p.org_id = g.org_id and p.id = g.person_id
        left join department d on d.org_id = g.org_id and d.id = g.department_id
        join department own on own.org_id = g.org_id and own.id = ${talk.departmentId}
       where ${here} and g.role = ${role} and ${inForce(now)} and p.id <> ${talk.employeeId}
         and (d.id is null or d.id = own.id or starts_with(own.path, d.path || '/'))
       order by length(d.path) desc nulls last, g.from_at, p.id`)
  }
  const above = (id: ReturnType<typeof sql>) => sql`
    select p.id from ${postsOn(today)} post join person p on p.org_id = post.org_id and p.id = post.manager_id
     where ${here} and post.org_id = ${orgId} and post.person_id = ${id}`
  switch (actor.relation) {
    case 'managerNow':
      return ids(sql`${above(sql`${talk.employeeId}::uuid`)}`)
    case 'secondManager': {
      const [now] = await ids(sql`${above(sql`${talk.employeeId}::uuid`)}`)
      const first = talk.managerId ?? now
      return first ? ids(sql`${above(sql`${first}::uuid`)}`) : []
    }
    case 'managerAtLaunch':
      return ids(
        sql`select p.id from person p where ${here} and p.id = person_now(${orgId}, ${talk.launchManagerId}::uuid)`,
      )
    case 'dottedManager':
      return ids(sql`
        select p.id from assignment a join person p on p.org_id = a.org_id and p.id = a.manager_id
         where ${here} and a.org_id = ${orgId} and a.person_id = ${talk.employeeId} and a.kind = 'dotted'
           and a.from_on <= ${today}::date and (a.to_on is null or a.to_on > ${today}::date)
         order by a.from_on, a.id`)
  }
}
