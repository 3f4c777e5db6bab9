import { sql } from 'kysely'
import type { Db } from '../../../platform/database.ts'
import { focused, type Focus, type Question } from '../../cycles/monitor/queries.ts'
import type { Part } from '../../templates/contract.ts'
import { templateVersion } from '../../templates/queries.ts'
import { answersOf } from '../answers/queries.ts'
import { aboutOf } from '../answers/rules.ts'
import '../table.ts'
import { fullnessOf } from './rules.ts'

/** Notes how full these parts of a conversation are by now; noted again, the newer holds. */
export async function noteFullness(
  db: Db,
  { orgId, now }: { orgId: string; now: Date },
  conversationId: string,
  parts: readonly Part[],
): Promise<void> {
  const talk = await db
    .selectFrom('conversation')
    .select(['templateVersionId', 'employeeId', 'managerId', 'snapshot', 'revealedAt'])
    .where('orgId', '=', orgId)
    .where('id', '=', conversationId)
    .executeTakeFirst()
  if (!talk) return
  const template = await templateVersion(db, orgId, talk.templateVersionId)
  const answers = await answersOf(db, orgId, conversationId)
  const about = aboutOf(talk.snapshot, answers.manager, talk.revealedAt !== null)
  for (const part of parts) {
    const { asked, empty } = fullnessOf(template, part, answers[part], about, talk.snapshot.unrated)
    if (asked.length === 0) continue
    const row = {
      templateVersionId: talk.templateVersionId,
      authorId: part === 'self' ? talk.employeeId : talk.managerId,
      asked,
      empty,
      at: now,
    }
    await db
      .insertInto('fullness')
      .values({ orgId, conversationId, part, ...row })
      .onConflict((conflict) =>
        conflict.columns(['orgId', 'conversationId', 'part']).doUpdateSet(row),
      )
      .execute()
  }
}

interface FieldCount {
  part: Part
  templateVersionId: string
  key: string
  asked: number
  empty: number
}

/** How often each question was asked and stayed empty, in all or by manager. */
export async function countFields(question: Question, focus: Focus): Promise<FieldCount[]> {
  const { rows } = await sql<FieldCount>`
    select f.part, f.template_version_id, key, count(*)::int as asked,
           count(*) filter (where key = any(f.empty))::int as empty
      from ${noted(question, focus)}, unnest(f.asked) as key
     group by f.part, f.template_version_id, key`.execute(question.db)
  return rows
}

/** The same per manager, of the parts a manager leads. */
export async function countFieldsByManager(
  question: Question,
  focus: Focus,
): Promise<(FieldCount & { authorId: string })[]> {
  const { rows } = await sql<FieldCount & { authorId: string }>`
    select f.author_id, f.part, f.template_version_id, key, count(*)::int as asked,
           count(*) filter (where key = any(f.empty))::int as empty
      from ${noted(question, focus)}, unnest(f.asked) as key
     where f.part <> 'self' and f.author_id is not null
     group by f.author_id, f.part, f.template_version_id, key`.execute(question.db)
  return rows
}

/** Talks with at least one part handed in, by the manager who leads them (null: by nobody). */
export async function countTalks(
  question: Question,
  focus: Focus,
): Promise<{ authorId: string | null; talks: number }[]> {
  const { rows } = await sql<{ authorId: string | null; talks: number }>`
    select author_id, count(*)::int as talks
      from (select f.conversation_id, max(f.author_id::text) filter (where f.part <> 'self')::uuid as author_id
              from ${noted(question, focus)} group by f.conversation_id) talk
     group by author_id`.execute(question.db)
  return rows
}

const noted = (question: Question, focus: Focus) => sql`
  (select p.conversation_id from ${focused(question, { ...focus, leavers: true })}) p
  join fullness f on f.org_id = ${question.orgId} and f.conversation_id = p.conversation_id`
