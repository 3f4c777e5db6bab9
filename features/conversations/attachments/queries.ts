import type { Db } from '../../../platform/database.ts'
import type { AttachmentView, PartKind } from '../contract.ts'
import { peopleRefs } from '../people/queries.ts'
import { partVisible } from '../policy.ts'
import type { Found } from '../queries.ts'

type Parts = Map<string, { kind: PartKind; authorId: string | null }>

const rowsOf = (db: Db, orgId: string, conversationId: string) =>
  db
    .selectFrom('attachment')
    .leftJoin('file', (join) =>
      join.onRef('file.orgId', '=', 'attachment.orgId').onRef('file.id', '=', 'attachment.fileId'),
    )
    .select([
      'attachment.id',
      'attachment.partId',
      'attachment.fieldKey',
      'attachment.link',
      'attachment.label',
      'attachment.purpose',
      'attachment.addedBy',
      'attachment.addedAt',
      'file.name',
      'file.size',
      'file.mediaType',
    ])
    .where('attachment.orgId', '=', orgId)
    .where('attachment.conversationId', '=', conversationId)
    .where('attachment.removedAt', 'is', null)
    .orderBy('attachment.id')
    .execute()

/** Attachments this person may open: those of the parts that are open to them (trust.md §4, row 11). */
export async function attachmentsFor(
  db: Db,
  orgId: string,
  found: Found,
  parts: Parts,
): Promise<AttachmentView[]> {
  const rows = (await rowsOf(db, orgId, found.id)).filter((row) =>
    readable(found, row.partId ? parts.get(row.partId) : undefined),
  )
  const people = await peopleRefs(
    db,
    orgId,
    rows.map(({ addedBy }) => addedBy),
  )
  return rows.map((row) => ({
    id: row.id,
    part: row.partId ? (parts.get(row.partId)?.kind ?? null) : null,
    fieldKey: row.fieldKey,
    file:
      row.name !== null
        ? { name: row.name, size: Number(row.size), mediaType: row.mediaType! }
        : null,
    link: row.link,
    label: row.label,
    purpose: row.purpose,
    addedBy: people.get(row.addedBy)!,
    addedAt: row.addedAt,
    own: row.addedBy === found.viewer.actor.personId,
  }))
}

/** As its part; a scan of the paper as the talk. */
export const readable = (
  { viewer, is, facts }: Found,
  part: { kind: PartKind; authorId: string | null } | undefined,
): boolean => partVisible(viewer, is, facts, part ?? { kind: 'talk', authorId: null })
