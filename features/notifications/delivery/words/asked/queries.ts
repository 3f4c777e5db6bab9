import { sql } from 'kysely'
import { type Db, openOrg, type OrganizationTable } from '../../../../../platform/database.ts'
import type {} from '../../../../conversations/table.ts'
import type {} from '../../../../sealing/table.ts'
import type { Todo } from '../../../contract.ts'
import type { NoticeKind } from '../../../kinds/rules.ts'
import { type Making, todosOf } from '../../../reminders/waiting/queries.ts'
import type { DeliveryTable } from '../../table.ts'

/** What a word asks for, as it stands in the receiver's own list. */
const asked: Partial<Record<NoticeKind, (todo: Todo, subjectId: string) => boolean>> = {
  witnessAsked: (todo, id) => todo.kind === 'witness' && todo.conversationId === id,
  witnessDeclined: (todo, id) =>
    todo.kind === 'refusal' && todo.task === 'name' && todo.conversationId === id,
  delegationAsked: (todo, id) => todo.kind === 'decision' && todo.id === id,
  glassAsked: (todo, id) => todo.kind === 'decision' && todo.id === id,
}

/**
 * Whether what a word asks for is still open for whom it is sent to: a night may lie between the two. A
 * word that asks for nothing stays true.
 */
export async function isStillAsked(
  db: Db,
  making: Making,
  org: OrganizationTable,
  word: DeliveryTable,
  now: Date,
): Promise<boolean> {
  const topic = word.topic as NoticeKind
  const [personId, subjectId] = [word.personId!, word.subjectId!]
  if (topic === 'presented') return isUnsigned(db, org.id, subjectId, personId)
  const isAsked = asked[topic]
  if (!isAsked && topic !== 'nudged') return true
  const todos = await todosOf(db, making, org, personId, now)
  await openOrg(db, org.id)
  if (isAsked) return todos.some((todo) => isAsked(todo, subjectId))
  const talks = todos.flatMap((todo) => (todo.kind === 'stage' ? [todo.conversationId] : []))
  return isAnyIn(db, org.id, subjectId, talks)
}

/** Whether a page still lies before the two, and this one of them has not signed it. */
async function isUnsigned(db: Db, orgId: string, id: string, personId: string): Promise<boolean> {
  const { rows } = await sql`
    select 1 from conversation c
     where c.org_id = ${orgId} and c.id = ${id} and c.presented_at is not null and c.closed_at is null
       and not exists (select from signature s where s.org_id = c.org_id and s.record_id = c.id
                          and s.version = c.record_version and s.person_id = ${personId})`.execute(
    db,
  )
  return rows.length > 0
}

/** Whether one of these talks belongs to a cycle. */
async function isAnyIn(db: Db, orgId: string, cycleId: string, talks: string[]): Promise<boolean> {
  const { rows } = await sql`
    select 1 from conversation
     where org_id = ${orgId} and cycle_id = ${cycleId} and id = any(${talks}::uuid[]) limit 1`.execute(
    db,
  )
  return rows.length > 0
}
