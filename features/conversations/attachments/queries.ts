import type { Db } from '../../../platform/database.ts'
import type {} from '../../../platform/files.ts'
import type { Context } from '../../accounts/policy.ts'
import type { TemplateBody } from '../../templates/contract.ts'
import type { AttachmentView } from '../contract.ts'
import { peopleRefs } from '../people/queries.ts'
import type { Found } from '../queries.ts'
import { attachmentVisible, refusalToRemove } from './policy.ts'

/** Attachments of a conversation with the part they hang on and how their files stand. */
export const attachmentRows = (db: Db, orgId: string) =>
  db
    .selectFrom('attachment')
    .leftJoin('part', (join) =>
      join.onRef('part.orgId', '=', 'attachment.orgId').onRef('part.id', '=', 'attachment.partId'),
    )
    .leftJoin('file', (join) =>
      join.onRef('file.orgId', '=', 'attachment.orgId').onRef('file.id', '=', 'attachment.fileId'),
    )
    .leftJoin('fileHold', (join) =>
      join
        .onRef('fileHold.orgId', '=', 'attachment.orgId')
        .onRef('fileHold.fileId', '=', 'attachment.fileId'),
    )
    .select([
      'attachment.id',
      'attachment.conversationId',
      'attachment.fieldKey',
      'attachment.fileId',
      'attachment.link',
      'attachment.label',
      'attachment.purpose',
      'attachment.addedBy',
      'attachment.addedAt',
      'attachment.removedAt',
      'part.kind',
      'part.authorId',
      'file.name',
      'file.size',
      'file.mediaType',
      'file.sha256',
      'fileHold.since as heldSince',
      'fileHold.infectedAt',
    ])
    .where('attachment.orgId', '=', orgId)
    .orderBy('attachment.id')

export type AttachmentRow = Awaited<
  ReturnType<ReturnType<typeof attachmentRows>['execute']>
>[number]

/** The part an attachment hangs on. */
export const partOfRow = ({ kind, authorId }: Pick<AttachmentRow, 'kind' | 'authorId'>) =>
  kind ? { kind, authorId } : null

/** Attachments this person may open: those whose words are open to them. */
export async function attachmentsFor(
  context: Pick<Context, 'db' | 'orgId' | 'today'>,
  found: Found,
  template: TemplateBody,
): Promise<AttachmentView[]> {
  const standing = await attachmentRows(context.db, context.orgId)
    .where('attachment.conversationId', '=', found.id)
    .where('attachment.removedAt', 'is', null)
    .execute()
  const rows = standing.filter((row) =>
    attachmentVisible(found, template, partOfRow(row), row.fieldKey),
  )
  const people = await peopleRefs(
    context,
    rows.map(({ addedBy }) => addedBy),
  )
  return rows.map((row) => ({
    id: row.id,
    part: row.kind,
    fieldKey: row.fieldKey,
    file:
      row.name !== null
        ? { name: row.name, size: Number(row.size), mediaType: row.mediaType! }
        : null,
    state: row.infectedAt ? 'infected' : row.heldSince ? 'held' : 'ready',
    link: row.link,
    label: row.label,
    purpose: row.purpose,
    addedBy: people.get(row.addedBy)!,
    addedAt: row.addedAt,
    own: row.addedBy === found.viewer.actor.personId,
    removeRefusal: refusalToRemove(found, template, row),
  }))
}

/** How many files of a conversation wait for the virus scanner: nobody can have read those. */
export async function heldFiles(db: Db, orgId: string, conversationId: string): Promise<number> {
  const { count } = await db
    .selectFrom('attachment')
    .innerJoin('fileHold', (join) =>
      join
        .onRef('fileHold.orgId', '=', 'attachment.orgId')
        .onRef('fileHold.fileId', '=', 'attachment.fileId'),
    )
    .select((row) => row.fn.countAll<number>().as('count'))
    .where('attachment.orgId', '=', orgId)
    .where('attachment.conversationId', '=', conversationId)
    .where('attachment.removedAt', 'is', null)
    .where('fileHold.infectedAt', 'is', null)
    .executeTakeFirstOrThrow()
  return Number(count)
}
