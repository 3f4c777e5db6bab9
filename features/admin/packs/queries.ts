import { sql } from 'kysely'
import type { Db } from '../../../platform/database.ts'
import '../../templates/table.ts'
import './table.ts'

/** The newest choice that stands, with the name of whoever made it. */
export const standingChoice = (db: Db, orgId: string) =>
  db
    .selectFrom('packChoice')
    .innerJoin('person', (join) =>
      join
        .onRef('person.orgId', '=', 'packChoice.orgId')
        .onRef('person.id', '=', 'packChoice.chosenBy'),
    )
    .selectAll('packChoice')
    .select('person.name as by')
    .where('packChoice.orgId', '=', orgId)
    .where('undoneAt', 'is', null)
    .orderBy('chosenAt', 'desc')
    .orderBy('packChoice.id', 'desc')
    .limit(1)
    .executeTakeFirst()

export type Standing = NonNullable<Awaited<ReturnType<typeof standingChoice>>>

/**
 * Whether somebody works with what a choice brought: a talk or a cycle asks its questions, somebody
 * writes a next version of them, or a talk of its plan has become a cycle.
 */
export async function isUsed(db: Db, orgId: string, choice: Standing): Promise<boolean> {
  const { templateIds, talkIds } = choice
  const { rows } = await sql<{ isUsed: boolean }>`
    with version as (
      select id, number from template_version
      where org_id = ${orgId} and template_id = any(${templateIds}::uuid[]))
    select exists (select from version where number > 1)
      or exists (select from template_draft d where d.org_id = ${orgId}
        and (d.template_id = any(${templateIds}::uuid[]) or d.based_on in (select id from version))
        and d.discarded_at is null)
      or exists (select from conversation c where c.org_id = ${orgId}
        and c.template_version_id in (select id from version))
      or exists (select from cycle y, jsonb_array_elements(y.mapping) rule where y.org_id = ${orgId}
        and y.discarded_at is null
        and rule ->> 'templateVersionId' in (select id::text from version))
      or exists (select from planned_talk t where t.org_id = ${orgId}
        and t.id = any(${talkIds}::uuid[]) and t.cycle_id is not null) as is_used`.execute(db)
  return rows[0]!.isUsed
}
