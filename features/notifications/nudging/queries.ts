import { sql } from 'kysely'
import type { Context } from '../../accounts/policy.ts'
import { stepKinds } from '../../conversations/steps/contract.ts'
import type { Todo } from '../contract.ts'
import { turnsOf, turnsOfMany } from '../queries.ts'
import { contextFor } from '../reminders/waiting/queries.ts'

/**
 * What waits for each of these people, by person: for nearly all of them asked at once; one by one for who
 * leads talks for somebody else or has a stage by name, because these depend on what else they may see.
 * Afterwards the transaction may see less than before.
 */
export async function turnsOfEach(
  context: Context,
  people: readonly string[],
): Promise<Map<string, Todo[]>> {
  const { db, org, now } = context
  const apart = await apartFrom(context, people)
  const turns = await turnsOfMany(
    context,
    people.filter((id) => !apart.has(id)),
  )
  for (const id of apart) {
    const theirs = await contextFor(db, context, org, id, now)
    if (theirs) turns.set(id, await turnsOf(theirs))
  }
  return turns
}

/** Those of them who lead for others today, or who may have a stage by name: by person or by role. */
async function apartFrom({ db, orgId, today }: Context, people: readonly string[]) {
  const { rows } = await sql<{ id: string }>`
    select who.id from unnest(${people}::uuid[]) as who (id)
     where exists (select from delegation d where d.org_id = ${orgId} and d.to_id = who.id and d.accepted_at is not null
              and d.withdrawn_at is null and d.from_on <= ${today}::date and d.until_on >= ${today}::date)
        or exists (select from role_grant g where g.org_id = ${orgId} and g.person_id = who.id and g.revoked_at is null)
        or exists (select from stage s where s.org_id = ${orgId} and s.kind = any(${stepKinds as readonly string[]})
              and s.opened_at is not null and s.done_at is null and s.skipped_at is null
              and (s.owner_id = who.id or (s.owner_id is null and s.actor = 'manager' and exists (
                select from conversation c where c.org_id = s.org_id and c.id = s.run_id and c.manager_id = who.id))))`.execute(
    db,
  )
  return new Set(rows.map(({ id }) => id))
}
