import { sql } from 'kysely'
import type { Context } from '../../accounts/policy.ts'
import { isBeingAmended } from '../../conversations/amending/underway/queries.ts'
import type { PersonRef } from '../../conversations/contract.ts'
import { personRef } from '../../conversations/people/queries.ts'
import { hasDeclined } from '../../conversations/signing/witness/queries.ts'
import type {} from '../../conversations/table.ts'
import type {} from '../../sealing/table.ts'
import type { Todo } from '../contract.ts'

/**
 * Pages somebody did not sign, where the next step is this person's: to write down what happened and ask a
 * second person, to ask somebody else after a no, or to be the second person.
 */
export async function refusalsOf(context: Context): Promise<Todo[]> {
  return [...(await witnessingOf(context)), ...(await unwitnessedOf(context))]
}

async function witnessingOf({ db, actor, orgId, today }: Context): Promise<Todo[]> {
  const { rows } = await sql<{ conversationId: string; title: string; employee: PersonRef }>`
    select c.id as conversation_id, c.title, ${personRef('c.employee_id', today)} as employee
      from refusal_note n
      join conversation c on c.org_id = n.org_id and c.id = n.conversation_id and c.record_version = n.record_version
     where n.org_id = ${orgId} and n.witness_id = ${actor.personId} and n.countersigned_at is null
       and not ${hasDeclined}
       and (c.sealed_at is null or ${isBeingAmended}) and c.closed_at is null`.execute(db)
  return rows.map((row) => ({ kind: 'witness', ...row, dueOn: null }))
}

/** Without a second person nothing seals such a page: whoever leads the talk has to find one. */
async function unwitnessedOf({ db, actor, orgId, today }: Context): Promise<Todo[]> {
  const { rows } = await sql<{
    conversationId: string
    title: string
    employee: PersonRef
    task: 'note' | 'name'
  }>`
    select c.id as conversation_id, c.title, ${personRef('c.employee_id', today)} as employee,
           case when n.conversation_id is null then 'note' else 'name' end as task
      from conversation c
      left join refusal_note n
        on n.org_id = c.org_id and n.conversation_id = c.id and n.record_version = c.record_version
     where c.org_id = ${orgId} and c.manager_id = ${actor.personId} and c.presented_at is not null
       and c.closed_at is null and (c.sealed_at is null or ${isBeingAmended})
       and case when n.conversation_id is null
             then exists (select from signature e where e.org_id = c.org_id and e.record_id = c.id
               and e.version = c.record_version and e.role = 'employee' and e.outcome = 'refused')
             else n.countersigned_at is null and ${hasDeclined} end
       -- A dispute holds everything else until it is decided.
       and not exists (select from appeal d where d.org_id = c.org_id and d.conversation_id = c.id
         and d.decided_at is null and d.kind = 'dispute')`.execute(db)
  return rows.map((row) => ({ kind: 'refusal', ...row, dueOn: null }))
}
