import { implement } from '@orpc/server'
import { sql } from 'kysely'
import { notify, record } from '../../../platform/events.ts'
import { newId } from '../../../platform/ids.ts'
import { invalid, missing, refuse } from '../../../platform/refusal.ts'
import type { Context } from '../../accounts/policy.ts'
import { cleanText } from '../../sealing/canonical/rules.ts'
import { ensurePart } from '../answers/queries.ts'
import {
  conversationsContract,
  partKinds,
  type Action,
  type AttachmentView,
  type PartKind,
} from '../contract.ts'
import { refusalOf } from '../policy.ts'
import { conversationFor, type Found } from '../queries.ts'
import { attachmentsFor, readable } from './queries.ts'
import { cleanName, judgeFile, largestFile, mostAttachments } from './rules.ts'

const os = implement(conversationsContract).$context<Context>()

const addLink = os.addLink.handler(async ({ input, context }) => {
  const found = await toAttach(context, input.id, input.part)
  return attach(context, found, input, {
    link: input.link,
    label: cleanText(input.label) || input.link,
    fileId: null,
  })
})

const removeAttachment = os.removeAttachment.handler(async ({ input, context }) => {
  await setRemoved(context, input.id, input.attachmentId, context.now)
})
const restoreAttachment = os.restoreAttachment.handler(async ({ input, context }) => {
  await setRemoved(context, input.id, input.attachmentId, null)
  const found = await conversationFor(context.db, context, input.id, 'attach')
  return viewOf(context, found, input.attachmentId)
})

export const attachmentsHandlers = { addLink, removeAttachment, restoreAttachment }

/**
 * Takes an uploaded file into a part one may write. Its kind is told by its bytes, not by its sender.
 * @throws BAD_REQUEST on field `file` with the reason, FORBIDDEN, NOT_FOUND.
 */
export async function addAttachment(
  context: Context,
  {
    conversationId,
    part,
    fieldKey,
    name,
    bytes,
  }: { conversationId: string; part: string; fieldKey: string; name: string; bytes: Uint8Array },
): Promise<AttachmentView> {
  const kind = partKinds.find((each) => each === part)
  if (!kind) throw invalid('conversations.noSuchField', {}, 'part')
  const found = await toAttach(context, conversationId, kind)
  const cleaned = cleanName(name)
  const judged = judgeFile(cleaned, bytes)
  if (judged.refusal !== null)
    throw invalid(judged.refusal, { megabytes: largestFile / 1024 / 1024 }, 'file')
  const { db, orgId, actor, now, files } = context
  const fileId = await files.put(db, {
    orgId,
    name: cleaned,
    mediaType: judged.mediaType,
    bytes,
    createdBy: actor.personId,
    now,
  })
  return attach(
    context,
    found,
    { part: kind, fieldKey: fieldKey.slice(0, 100) },
    { link: null, label: cleaned, fileId },
  )
}

/** An attached file to download; null where there is none for this person. */
export async function attachmentFile(
  context: Context,
  id: string,
): Promise<{ name: string; mediaType: string; bytes: Uint8Array } | null> {
  const { db, orgId, files } = context
  const row = await db
    .selectFrom('attachment')
    .leftJoin('part', (join) =>
      join.onRef('part.orgId', '=', 'attachment.orgId').onRef('part.id', '=', 'attachment.partId'),
    )
    .select(['attachment.conversationId', 'attachment.fileId', 'part.kind', 'part.authorId'])
    .where('attachment.orgId', '=', orgId)
    .where('attachment.id', '=', id)
    .where('attachment.removedAt', 'is', null)
    .executeTakeFirst()
  if (!row?.fileId) return null
  const found = await conversationFor(db, context, row.conversationId, 'read')
  const part = row.kind ? { kind: row.kind, authorId: row.authorId } : undefined
  return readable(found, part) ? files.get(db, orgId, row.fileId) : null
}

const writing: Record<PartKind, Action> = {
  self: 'writeSelf',
  manager: 'writeManager',
  talk: 'attach',
  agreement: 'attach',
  privateNote: 'writeNote',
}

async function toAttach(context: Context, id: string, part: PartKind): Promise<Found> {
  const found = await conversationFor(context.db, context, id, 'attach', 'write')
  const action = part === 'manager' && found.revealedAt ? 'reviseManager' : writing[part]
  const refusal = refusalOf(action, found.viewer, found.is, found.facts)
  if (refusal) throw refuse(refusal)
  return found
}

async function attach(
  context: Context,
  found: Found,
  { part: kind, fieldKey }: { part: PartKind; fieldKey: string },
  what: { link: string | null; label: string; fileId: string | null },
): Promise<AttachmentView> {
  const { db, orgId, actor, now } = context
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from attachment
    where org_id = ${orgId} and conversation_id = ${found.id} and removed_at is null`.execute(db)
  if (rows[0]!.count >= mostAttachments)
    throw refuse('conversations.tooManyAttachments', { max: mostAttachments })
  const authorId = kind === 'talk' || kind === 'agreement' ? null : actor.personId
  const part = await ensurePart(db, { orgId, conversationId: found.id, kind, authorId, now })
  const id = newId()
  await db
    .insertInto('attachment')
    .values({
      orgId,
      id,
      conversationId: found.id,
      partId: part.id,
      fieldKey,
      ...what,
      purpose: 'evidence',
      addedBy: actor.personId,
      addedAt: now,
      removedAt: null,
    })
    .execute()
  await record(db, context, 'conversation.attached', {
    subjectId: found.id,
    personId: found.employeeId,
    data: { part: kind, attachmentId: id },
  })
  return viewOf(context, found, id)
}

async function viewOf({ db, orgId }: Context, found: Found, id: string): Promise<AttachmentView> {
  const parts = await db
    .selectFrom('part')
    .select(['id', 'kind', 'authorId'])
    .where('orgId', '=', orgId)
    .where('conversationId', '=', found.id)
    .execute()
  const view = (
    await attachmentsFor(db, orgId, found, new Map(parts.map((part) => [part.id, part])))
  ).find((each) => each.id === id)
  if (!view) throw missing()
  return view
}

/** Only one's own, and only until both read the same page. */
async function setRemoved(
  context: Context,
  conversationId: string,
  id: string,
  removedAt: Date | null,
) {
  const { db, orgId, actor } = context
  const found = await conversationFor(db, context, conversationId, 'attach', 'write')
  const changed = await db
    .updateTable('attachment')
    .set({ removedAt })
    .where('orgId', '=', orgId)
    .where('conversationId', '=', found.id)
    .where('id', '=', id)
    .where('addedBy', '=', actor.personId)
    .executeTakeFirst()
  if (changed.numUpdatedRows === 0n) throw missing()
  await notify(db, { org: orgId, kind: 'conversation.saved', subject: found.id })
}
