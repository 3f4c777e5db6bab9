import { sql } from 'kysely'
import type { Db } from '../../../../platform/database.ts'
import { invalid } from '../../../../platform/refusal.ts'
import type { Field, TemplateBody } from '../../../templates/contract.ts'
import { citedOutside, type Sources } from '../../../templates/feeding/rules.ts'

/** Where the files, links and goals of a talk stand, by the id or address they are cited with. */
async function sourcesOf(
  db: Db,
  orgId: string,
  conversationId: string,
  template: TemplateBody,
): Promise<Sources> {
  const goals = template.sections
    .flatMap(({ fields }) => fields)
    .filter(({ type }) => type === 'goalReview')
    .map(({ key }) => key)
  const { rows } = await sql<{ ref: string; keys: (string | null)[] }>`
    select ref, array_agg(distinct field_key) as keys from (
      select coalesce(link, id::text) as ref, field_key from attachment
       where org_id = ${orgId} and conversation_id = ${conversationId} and removed_at is null
      union all
      select goal->>'id', a.field_key
        from part p join answer a on a.org_id = p.org_id and a.part_id = p.id
             cross join lateral jsonb_array_elements(a.value) goal
       where p.org_id = ${orgId} and p.conversation_id = ${conversationId}
         and a.field_key = any(${goals}::text[]) and jsonb_typeof(a.value) = 'array') known
     group by ref`.execute(db)
  return new Map(rows.map(({ ref, keys }) => [ref, keys]))
}

/**
 * What may feed the rating cites nothing from where nothing may.
 * @throws BAD_REQUEST naming the field and what it cites
 */
export async function demandCitable(
  db: Db,
  orgId: string,
  conversationId: string,
  template: TemplateBody,
  answers: { field: Field; value: unknown }[],
): Promise<void> {
  const citing = answers.filter(
    ({ field, value }) =>
      field.mayFeedRating &&
      field.type === 'statements' &&
      (value as { evidence: unknown[] }[]).some(({ evidence }) => evidence.length > 0),
  )
  if (citing.length === 0) return
  const sources = await sourcesOf(db, orgId, conversationId, template)
  for (const { field, value } of citing) {
    const outside = citedOutside(template, field, value, sources)
    if (outside) throw invalid('templates.citesOutside', { what: outside.text }, field.key)
  }
}
