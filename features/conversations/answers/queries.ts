import { sql } from 'kysely'
import type { Db } from '../../../platform/database.ts'
import { newId } from '../../../platform/ids.ts'
import type { Part } from '../../templates/contract.ts'
import type { PartKind } from '../contract.ts'

/** An answer as it arrives: the version it was written upon, 0 where there was none. */
export interface Given {
  fieldKey: string
  value: unknown
  version: number
}

export interface Standing {
  fieldKey: string
  value: unknown
  version: number
  updatedBy: string
  updatedAt: Date
  clientId: string | null
}

/** The part of one kind and author, made when it is not there yet. */
export async function ensurePart(
  db: Db,
  {
    orgId,
    conversationId,
    kind,
    authorId,
    now,
  }: { orgId: string; conversationId: string; kind: PartKind; authorId: string | null; now: Date },
): Promise<{ id: string; submittedAt: Date | null }> {
  const existing = () =>
    db
      .selectFrom('part')
      .select(['id', 'submittedAt'])
      .where('orgId', '=', orgId)
      .where('conversationId', '=', conversationId)
      .where('kind', '=', kind)
      .where('authorId', authorId === null ? 'is' : '=', authorId)
      .executeTakeFirst()
  const found = await existing()
  if (found) return found
  const made = await db
    .insertInto('part')
    .values({
      orgId,
      id: newId(),
      conversationId,
      kind,
      authorId,
      createdAt: now,
      updatedAt: now,
      submittedAt: null,
      submittedBy: null,
    })
    .onConflict((row) => row.columns(['orgId', 'conversationId', 'kind', 'authorId']).doNothing())
    .returning(['id', 'submittedAt'])
    .executeTakeFirst()
  return made ?? (await existing())!
}

/** What stands in these fields of a part now. */
export const standing = (
  db: Db,
  orgId: string,
  partId: string,
  fieldKeys: string[],
): Promise<Standing[]> =>
  db
    .selectFrom('answer')
    .select(['fieldKey', 'value', 'version', 'updatedBy', 'updatedAt', 'clientId'])
    .where('orgId', '=', orgId)
    .where('partId', '=', partId)
    .where('fieldKey', 'in', fieldKeys)
    .execute()

/**
 * Writes answers where their versions still stand, in one statement.
 * @returns the versions now; a field that is missing had been written by somebody else meanwhile.
 */
export async function writeAnswers(
  db: Db,
  {
    orgId,
    partId,
    by,
    at,
    clientId,
  }: { orgId: string; partId: string; by: string; at: Date; clientId: string | null },
  given: Given[],
): Promise<Map<string, number>> {
  const rows = given.map(({ fieldKey, value, version }) => ({
    field_key: fieldKey,
    value,
    version,
  }))
  const { rows: written } = await sql<{ fieldKey: string; version: number }>`
    with given as (
      select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as g (field_key text, value jsonb, version int)),
    touched as (update part set updated_at = ${at} where org_id = ${orgId} and id = ${partId})
    insert into answer (org_id, part_id, field_key, value, version, client_id, updated_by, updated_at)
    select ${orgId}, ${partId}, field_key, coalesce(value, 'null'), version + 1, ${clientId}, ${by}, ${at} from given
    on conflict (org_id, part_id, field_key) do update
      set value = excluded.value, version = excluded.version, client_id = excluded.client_id,
          updated_by = excluded.updated_by, updated_at = excluded.updated_at
      where answer.version = excluded.version - 1
    returning field_key, version`.execute(db)
  return new Map(written.map(({ fieldKey, version }) => [fieldKey, version]))
}

/**
 * All answers of a conversation's current parts by part. The draft of a replaced manager and that of a
 * self-assessment that was passed over are not among them.
 */
export async function answersOf(
  db: Db,
  orgId: string,
  conversationId: string,
): Promise<Record<Part, Record<string, unknown>>> {
  const { rows } = await sql<{ kind: Part; fieldKey: string; value: unknown }>`
    select p.kind, a.field_key, a.value
      from conversation c
      join part p on p.org_id = c.org_id and p.conversation_id = c.id and (
        (p.kind = 'self' and p.author_id = c.employee_id and c.self_skipped_at is null) or (p.kind = 'manager' and p.author_id = c.manager_id)
        or p.kind in ('talk', 'agreement'))
      join answer a on a.org_id = p.org_id and a.part_id = p.id
     where c.org_id = ${orgId} and c.id = ${conversationId}`.execute(db)
  const answers: Record<Part, Record<string, unknown>> = {
    self: {},
    manager: {},
    talk: {},
    agreement: {},
  }
  for (const { kind, fieldKey, value } of rows) answers[kind][fieldKey] = value
  return answers
}

/** Keeps what a person wrote although it came too late; only its author ever reads it. */
export async function keepUndelivered(
  db: Db,
  about: {
    orgId: string
    conversationId: string
    authorId: string
    part: PartKind
    at: Date
    clientId: string
  },
  given: Given[],
) {
  const { orgId, conversationId, authorId, part, at, clientId } = about
  const note = await ensurePart(db, {
    orgId,
    conversationId,
    kind: 'privateNote',
    authorId,
    now: at,
  })
  const again = await db
    .selectFrom('answerRevision')
    .select('id')
    .where('orgId', '=', orgId)
    .where('partId', '=', note.id)
    .where('clientId', '=', clientId)
    .executeTakeFirst()
  if (again) return
  await db
    .insertInto('answerRevision')
    .values(
      given.map(({ fieldKey, value, version }) => ({
        orgId,
        id: newId(),
        partId: note.id,
        fieldKey: `${part}/${fieldKey}`,
        version,
        value: sql<unknown>`${JSON.stringify(value ?? null)}::jsonb`,
        writtenBy: authorId,
        writtenAt: at,
        kind: 'undelivered' as const,
        clientId,
      })),
    )
    .execute()
}

/** Keeps the wording that stood there while somebody else could read it: nobody can say it never was. */
export async function keepReplaced(db: Db, orgId: string, partId: string, before: Standing[]) {
  if (before.length === 0) return
  await db
    .insertInto('answerRevision')
    .values(
      before.map(({ fieldKey, value, version, updatedBy, updatedAt }) => ({
        orgId,
        id: newId(),
        partId,
        fieldKey,
        version,
        value: sql<unknown>`${JSON.stringify(value ?? null)}::jsonb`,
        writtenBy: updatedBy,
        writtenAt: updatedAt,
        kind: 'replaced' as const,
        clientId: null,
      })),
    )
    .execute()
}
