import { invalid, missing, refuse } from '../../../../platform/refusal.ts'
import { once } from '../../../accounts/once/queries.ts'
import type { Context } from '../../../accounts/policy.ts'
import { renderSealedPdf } from '../../../sealing/archive/handlers.ts'
import { sealOf } from '../../../sealing/handlers.ts'
import type { JsonObject } from '../../../sealing/canonical/rules.ts'
import { logKeysOf, openSealed, receiptOf } from '../../../sealing/queries.ts'
import { openCaseOf } from '../../appeals/queries.ts'
import { needsReason } from '../../policy.ts'
import { conversationFor, type Found } from '../../queries.ts'
import { noteOpening } from '../looks/queries.ts'
import { wordsIn } from '../words/rules.ts'
import { canBeRedacted, choicesIn, placesOf, readable } from './redaction/rules.ts'
import { recordDocument, type Flag } from './rules.ts'

export interface ExportedFile {
  name: string
  mediaType: string
  bytes: Uint8Array
}

/** Evidence, with what had happened about its record by then. */
export interface ExportedEvidence extends ExportedFile {
  flags: Flag[]
}

/**
 * Why somebody exports, where a reason is asked; what they leave out (paths of parts); and the key of
 * the request: sent again, it is noted once.
 */
export type Asked = {
  reason?: string | null
  without?: string[]
  key?: string | null
  /** An earlier version; the newest sealed one when not said. */
  version?: number | null
  /** The event of an archive it leaves in. */
  within?: string | null
  /** Who agreed to that archive. */
  approvedBy?: string | null
}

/**
 * The evidence of a sealed record, as anybody can verify it without us.
 * @param asked `reason`: asked from HR and shown to the employee; `without`: the parts to leave out.
 * @throws NOT_FOUND, FORBIDDEN `conversations.exportNotYours`, `conversations.reasonFirst`, `conversations.unreadable`,
 *   `conversations.onlyWhole`; BAD_REQUEST `conversations.noSuchPart`
 */
export async function evidenceFile(
  context: Context,
  id: string,
  asked: Asked = {},
): Promise<ExportedEvidence> {
  const { name, evidence, flags } = await opened(context, id, asked)
  return { name: `${name}.cuxi.json`, mediaType: 'application/json', bytes: evidence, flags }
}

/** The same record as a PDF with the evidence attached and every byte signed by the log's key. */
export async function recordPdf(
  context: Context,
  id: string,
  asked: Asked = {},
): Promise<ExportedFile> {
  const { name, evidence, document, left, seal, flags } = await opened(context, id, asked)
  const bytes = await renderSealedPdf(
    context.orgId,
    recordDocument(document, seal, flags, left),
    evidence,
    {
      organization: context.org.name,
      keys: await logKeysOf(context.db, context.orgId),
      now: context.now,
    },
  )
  return { name: `${name}.pdf`, mediaType: 'application/pdf', bytes }
}

/**
 * One's own receipt: the checkpoint and the proof that the record's leaf is in the log, in the public
 * tlog-proof format. Whoever keeps it can show later that the log was changed.
 * @throws NOT_FOUND for everybody whom no receipt was made for
 */
export async function receiptFile(context: Context, id: string): Promise<ExportedFile> {
  const { db, actor, orgId } = context
  const found = await conversationFor(db, context, id, 'read')
  const receipt = await receiptOf(db, orgId, id, found.sealedVersion ?? 0, actor.personId)
  if (!receipt) throw missing()
  return {
    name: `${nameOf(found)}.tlog-proof`,
    mediaType: 'text/plain; charset=utf-8',
    bytes: Buffer.from(receipt.proof),
  }
}

async function opened(
  context: Context,
  id: string,
  {
    reason = null,
    without = [],
    key = null,
    version: wanted = null,
    within = null,
    approvedBy = null,
  }: Asked,
) {
  const found = await conversationFor(context.db, context, id, 'export')
  if (needsReason(found.is, 'E', 'bundle') && !reason?.trim())
    throw refuse('conversations.reasonFirst')
  const version = wanted ?? found.sealedVersion!
  const row = await sealOf(context.db, context.orgId, { recordId: id, version })
  if (!row) throw missing()
  const whole = await openSealed(context.db, context.orgId, id, version)
  if (without.length > 0) demandParts(whole?.document ?? {}, without)
  const sealed =
    without.length > 0 ? await openSealed(context.db, context.orgId, id, version, without) : whole
  if (!sealed?.document || !sealed.evidence || !sealed.verification.facts)
    throw refuse('conversations.unreadable')
  await once(context, 'conversations.export', key, () =>
    noteOpening(context, found, 'export', { reason, within, approvedBy }),
  )
  const { leafIndex, treeSize, commit } = sealed.verification.facts
  const flags = await flagsOf(context, found, version)
  const say = wordsIn(context.org.locale)
  return {
    name: [
      nameOf(found),
      ...(without.length > 0 ? [say('excerpt')] : []),
      ...flags.map((flag) => say(`short.${flag}`)),
    ].join('-'),
    flags,
    evidence: sealed.evidence,
    document: readable(sealed.document),
    left: placesOf(whole?.document ?? {}, without),
    seal: { hash: commit, leafIndex, treeSize, sealedAt: row.sealedAt.toISOString() },
  }
}

/** What whoever holds the copy has to know, and what is not in the sealed bytes. */
async function flagsOf(context: Context, found: Found, version: number): Promise<Flag[]> {
  return [
    ...((await openCaseOf(context, found.id)) ? (['openCase'] as const) : []),
    ...(version < found.sealedVersion! ? (['superseded'] as const) : []),
    ...(found.facts.amending ? (['amending'] as const) : []),
  ]
}

/** Only what is offered may be left out: a record stays somebody's, of a day, with its signatures. */
function demandParts(document: JsonObject, without: readonly string[]) {
  if (!canBeRedacted(document)) throw refuse('conversations.onlyWhole')
  const offered = new Set(choicesIn(document).map(({ path }) => path))
  const path = without.find((each) => !offered.has(each))
  if (path !== undefined) throw invalid('conversations.noSuchPart', { path }, 'without')
}

const nameOf = ({ snapshot, title }: Found) =>
  `${title}-${snapshot.name}-${snapshot.employeeNo}`.replace(/[\\/:*?"<>|\n]/g, '_')
