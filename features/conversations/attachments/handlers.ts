import { implement } from '@orpc/server'
import { sql } from 'kysely'
import { record } from '../../../platform/events.ts'
import { newId } from '../../../platform/ids.ts'
import { demand, invalid, missing, refuse } from '../../../platform/refusal.ts'
import type { Context } from '../../accounts/policy.ts'
import { cleanText } from '../../sealing/canonical/rules.ts'
import { templateVersion } from '../../templates/queries.ts'
import { ensurePart } from '../answers/queries.ts'
import {
  conversationsContract,
  partKinds,
  type AttachmentView,
  type PartKind,
} from '../contract.ts'
import { conversationFor, type Found, type Hold } from '../queries.ts'
import { scansQueue } from './holding/rules.ts'
import { madeHarmless } from './intake/handlers.ts'
import { attachmentVisible, refusalToAttach, refusalToRemove } from './policy.ts'
import { attachmentRows, attachmentsFor, partOfRow } from './queries.ts'
import { cleanName, mostAttachments } from './rules.ts'

const os = implement(conversationsContract).$context<Context>()

const addLink = os.addLink.handler(async ({ input, context }) => {
  const found = await toAttach(context, input.id, input.part, input.fieldKey, 'write')
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
  const found = await setRemoved(context, input.id, input.attachmentId, null)
  return viewOf(context, found, input.attachmentId)
})

export const attachmentsHandlers = { addLink, removeAttachment, restoreAttachment }

/**
 * Takes an uploaded file into a part one may write. Its kind is told by its bytes, not by its sender;
 * pictures are drawn anew, and what the virus scanner could not look at is held until it has.
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
  const { db, orgId, actor, now, files, jobs } = context
  const field = fieldKey.slice(0, 100)
  // Asked before a large picture is opened, and again when nothing can change any more.
  await toAttach(context, conversationId, kind, field, 'read')
  const cleaned = cleanName(name)
  const kept = await madeHarmless(cleaned, bytes)
  const verdict = await files.scan(kept.bytes)
  if (verdict === 'infected') throw invalid('conversations.fileInfected', {}, 'file')
  const found = await toAttach(context, conversationId, kind, field, 'write')
  const held = verdict === 'unreachable'
  const fileId = await files.put(db, {
    orgId,
    name: cleaned,
    mediaType: kept.mediaType,
    bytes: kept.bytes,
    createdBy: actor.personId,
    now,
    held,
  })
  if (held) await jobs.enqueue(db, scansQueue, {}, 'all')
  return attach(
    context,
    found,
    { part: kind, fieldKey: field },
    { link: null, label: cleaned, fileId },
  )
}

/**
 * An attached file to download; null where there is none for this person.
 * @throws FORBIDDEN while it waits for the virus scanner, or when that refused it.
 */
export async function attachmentFile(
  context: Context,
  id: string,
): Promise<{ name: string; mediaType: string; bytes: Uint8Array } | null> {
  const { db, orgId, files } = context
  const row = await attachmentRows(db, orgId)
    .where('attachment.id', '=', id)
    .where('attachment.removedAt', 'is', null)
    .executeTakeFirst()
  if (!row?.fileId) return null
  const found = await conversationFor(db, context, row.conversationId, 'read')
  const template = await templateVersion(db, orgId, found.templateVersionId)
  if (!attachmentVisible(found, template, partOfRow(row), row.fieldKey)) return null
  if (row.infectedAt) throw refuse('conversations.fileInfected')
  if (row.heldSince) throw refuse('conversations.fileHeld')
  return files.get(db, orgId, row.fileId)
}

async function toAttach(
  context: Context,
  id: string,
  part: PartKind,
  fieldKey: string,
  hold: Hold,
): Promise<Found> {
  const found = await conversationFor(context.db, context, id, 'attach', hold)
  const template = await templateVersion(context.db, context.orgId, found.templateVersionId)
  demand(refusalToAttach(found, template, part, fieldKey))
  return found
}

async function demandRoom({ db, orgId }: Context, found: Found) {
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from attachment
    where org_id = ${orgId} and conversation_id = ${found.id} and removed_at is null`.execute(db)
  if (rows[0]!.count >= mostAttachments)
    throw refuse('conversations.tooManyAttachments', { max: mostAttachments })
}

async function attach(
  context: Context,
  found: Found,
  { part: kind, fieldKey }: { part: PartKind; fieldKey: string },
  what: { link: string | null; label: string; fileId: string | null },
): Promise<AttachmentView> {
  const { db, orgId, actor, now } = context
  await demandRoom(context, found)
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

async function viewOf(context: Context, found: Found, id: string): Promise<AttachmentView> {
  const template = await templateVersion(context.db, context.orgId, found.templateVersionId)
  const view = (await attachmentsFor(context, found, template)).find((each) => each.id === id)
  if (!view) throw missing()
  return view
}

/** Only one's own, and only as long as the words it hangs on can be changed. Its bytes are kept. */
async function setRemoved(
  context: Context,
  conversationId: string,
  id: string,
  removedAt: Date | null,
): Promise<Found> {
  const { db, orgId } = context
  const found = await conversationFor(db, context, conversationId, 'read', 'write')
  const row = await attachmentRows(db, orgId)
    .where('attachment.conversationId', '=', found.id)
    .where('attachment.id', '=', id)
    .executeTakeFirst()
  const template = await templateVersion(db, orgId, found.templateVersionId)
  if (!row || !attachmentVisible(found, template, partOfRow(row), row.fieldKey)) throw missing()
  demand(refusalToRemove(found, template, row))
  // Asked twice, it is done once.
  if ((row.removedAt === null) === (removedAt === null)) return found
  if (removedAt === null) await demandRoom(context, found)
  await db
    .updateTable('attachment')
    .set({ removedAt })
    .where('orgId', '=', orgId)
    .where('id', '=', id)
    .execute()
  await record(
    db,
    context,
    removedAt ? 'conversation.attachmentRemoved' : 'conversation.attachmentRestored',
    {
      subjectId: found.id,
      personId: found.employeeId,
      data: { part: row.kind, attachmentId: id },
    },
  )
  return found
}
