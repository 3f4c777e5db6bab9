import { sql } from 'kysely'
import * as Y from 'yjs'
import type { Db } from '../../../../platform/database.ts'
import { newId } from '../../../../platform/ids.ts'
import { invalid } from '../../../../platform/refusal.ts'
import { minutesField } from '../../contract.ts'

/** Rows after which the changes are merged into one. */
const manyUpdates = 50
/** Characters the minutes may hold: a long talk fills a tenth of it. */
export const longestMinutes = 20_000

/** The shared minutes with everything both have written. */
export async function minutesDoc(
  db: Db,
  orgId: string,
  conversationId: string,
): Promise<{ doc: Y.Doc; updates: number }> {
  const rows = await updatesOf(db, orgId, conversationId)
  return { doc: docOf(rows), updates: rows.length }
}

const updatesOf = (db: Db, orgId: string, conversationId: string) =>
  db
    .selectFrom('minutesUpdate')
    .select('bytes')
    .where('orgId', '=', orgId)
    .where('conversationId', '=', conversationId)
    .orderBy('id')
    .execute()

function docOf(rows: { bytes: Buffer }[]): Y.Doc {
  const doc = new Y.Doc()
  for (const { bytes } of rows) Y.applyUpdate(doc, bytes)
  return doc
}

/** The words of the minutes as both wrote them. */
export const textOf = (doc: Y.Doc): string => doc.getText(minutesField).toJSON()

/** The minutes as plain text. */
export async function minutesText(db: Db, orgId: string, conversationId: string): Promise<string> {
  const rows = await updatesOf(db, orgId, conversationId)
  return rows.length === 0 ? '' : textOf(docOf(rows))
}

/**
 * Adds a change to the minutes; one that is already in changes nothing.
 * @throws BAD_REQUEST when it is no Yjs update or makes the minutes too long.
 */
export async function addMinutes(
  db: Db,
  {
    orgId,
    conversationId,
    by,
    at,
  }: { orgId: string; conversationId: string; by: string; at: Date },
  update: Uint8Array,
): Promise<void> {
  const { doc, updates } = await minutesDoc(db, orgId, conversationId)
  const before = Y.encodeStateAsUpdate(doc)
  if (!applies(doc, update)) throw invalid('conversations.minutesUnreadable', {}, 'update')
  if (textOf(doc).length > longestMinutes)
    throw invalid('conversations.minutesTooLong', { max: longestMinutes }, 'update')
  if (Buffer.compare(before, Y.encodeStateAsUpdate(doc)) === 0) return
  await db
    .insertInto('minutesUpdate')
    .values({
      orgId,
      id: newId(),
      conversationId,
      bytes: Buffer.from(update),
      writtenBy: by,
      writtenAt: at,
    })
    .execute()
  if (updates >= manyUpdates) await compact(db, orgId, conversationId)
}

/** Applies a change; false when it is none. */
export function applies(doc: Y.Doc, update: Uint8Array): boolean {
  try {
    Y.applyUpdate(doc, update)
    return true
  } catch {
    return false
  }
}

/** An update that puts this text after what is there, as one written by hand. */
export async function appended(
  db: Db,
  orgId: string,
  conversationId: string,
  text: string,
): Promise<Uint8Array> {
  const { doc } = await minutesDoc(db, orgId, conversationId)
  const known = Y.encodeStateVector(doc)
  const shared = doc.getText(minutesField)
  shared.insert(shared.length, `${shared.length > 0 ? '\n' : ''}${text}`)
  return Y.encodeStateAsUpdate(doc, known)
}

// Only rows nobody else is merging; what arrives meanwhile stays a row of its own.
async function compact(db: Db, orgId: string, conversationId: string) {
  const { rows } = await sql<{ id: string; bytes: Buffer; writtenBy: string; writtenAt: Date }>`
    select id, bytes, written_by, written_at from minutes_update
     where org_id = ${orgId} and conversation_id = ${conversationId} order by id for update skip locked`.execute(
    db,
  )
  const last = rows.at(-1)
  if (!last || rows.length < 2) return
  const merged = Y.mergeUpdates(rows.map(({ bytes }) => bytes))
  await db
    .deleteFrom('minutesUpdate')
    .where('orgId', '=', orgId)
    .where(
      'id',
      'in',
      rows.map(({ id }) => id),
    )
    .execute()
  await db
    .insertInto('minutesUpdate')
    .values({
      orgId,
      id: newId(),
      conversationId,
      bytes: Buffer.from(merged),
      writtenBy: last.writtenBy,
      writtenAt: last.writtenAt,
    })
    .execute()
}
