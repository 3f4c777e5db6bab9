import { implement } from '@orpc/server'
import { record } from '../../../platform/events.ts'
import { newId } from '../../../platform/ids.ts'
import { demand, missing, refuse } from '../../../platform/refusal.ts'
import type { Context } from '../../accounts/policy.ts'
import type { JsonObject } from '../../sealing/canonical/rules.ts'
import { openSealed } from '../../sealing/queries.ts'
import { shownPart } from '../../sealing/rules.ts'
import { dutyConflict } from '../duties/queries.ts'
import { linesOf } from '../glass/queries.ts'
import { may, needsReason, pageUnder } from '../policy.ts'
import { conversationFor, findConversation, holdConversation, type Found } from '../queries.ts'
import { recordOf } from '../record/queries.ts'
import { presentedRecord } from '../signing/queries.ts'
import { amendingContract, type Amendment, type AmendedPart, type Change } from './contract.ts'
import { askAmendment, startsAmendments } from './policy.ts'
import { amendmentsOf, openAgain } from './queries.ts'
import { changesBetween } from './rules.ts'
import './table.ts'
import { copyStanding, discardedOf, restoreStanding } from './withdrawing/queries.ts'

const os = implement(amendingContract).$context<Context>()

const list = os.list.handler(async ({ context }) => {
  if (!startsAmendments(context.actor)) throw missing()
  const all = await amendmentsOf(context)
  const seen: Amendment[] = []
  for (const one of all) {
    const found = await findConversation(context.db, context, one.conversationId)
    if (found?.is.includes('hrAdmin')) seen.push(one)
  }
  return seen
})

const of = os.of.handler(async ({ input, context }) => {
  const found = await conversationFor(context.db, context, input.conversationId, 'read')
  const items = mayKnow(found) ? await amendmentsOf(context, { conversationId: found.id }) : []
  return { items, refusal: await refusalToAsk(context, found) }
})

const ask = os.ask.handler(async ({ input, context }) => {
  const found = await conversationFor(context.db, context, input.conversationId, 'read', 'decide')
  demand(await refusalToAsk(context, found))
  return askToAmend(context, found, { ...input, appealId: null })
})

const decide = os.decide.handler(async ({ input, context }) => {
  const { db, actor, orgId, now, today } = context
  if (!startsAmendments(actor)) throw missing()
  const { conversationId } = await one(context, input.id)
  await holdConversation(db, orgId, conversationId, 'decide')
  const amendment = await one(context, input.id)
  const found = await findConversation(db, context, conversationId)
  if (!found?.is.includes('hrAdmin')) throw missing()
  demand(amendment.refusals.decide)
  if (found.closedAt) throw refuse('conversations.closed')
  if (input.approve) await copyStanding(db, orgId, { conversationId, amendmentId: input.id })
  const version = input.approve ? await openAgain(db, { ...context, today }, found) : null
  await db
    .updateTable('amendment')
    .set({
      decidedBy: actor.personId,
      decidedAt: now,
      approvedAt: input.approve ? now : null,
      version,
    })
    .where('orgId', '=', orgId)
    .where('id', '=', input.id)
    .execute()
  await record(db, context, input.approve ? 'amendment.approved' : 'amendment.declined', {
    subjectId: found.id,
    personId: found.employeeId,
    data: { amendmentId: input.id, askedBy: amendment.askedBy.id, version },
  })
  return one(context, input.id)
})

/** Whatever was written for the new version is kept apart; the record is what was sealed. */
const withdraw = os.withdraw.handler(async ({ input, context }) => {
  const { db, actor, orgId, now } = context
  if (!startsAmendments(actor)) throw missing()
  const { conversationId } = await one(context, input.id)
  await holdConversation(db, orgId, conversationId, 'decide')
  const amendment = await one(context, input.id)
  const found = await findConversation(db, context, conversationId)
  if (!found?.is.includes('hrAdmin')) throw missing()
  demand(amendment.refusals.withdraw)
  if (amendment.state === 'open')
    await restoreStanding(
      db,
      orgId,
      { conversationId, amendmentId: input.id, now },
      await changesSoFar(context, found),
    )
  await db
    .updateTable('amendment')
    .set({ withdrawnAt: now, withdrawnBy: actor.personId, withdrawReason: input.reason })
    .where('orgId', '=', orgId)
    .where('id', '=', input.id)
    .execute()
  await record(db, context, 'amendment.withdrawn', {
    subjectId: found.id,
    personId: found.employeeId,
    data: { amendmentId: input.id, askedBy: amendment.askedBy.id, version: amendment.version },
  })
  return one(context, input.id)
})

const discarded = os.discarded.handler(async ({ input, context }) => {
  const kept = await discardedOf(context.db, context.orgId, input.id)
  if (!kept) throw missing()
  const found = await conversationFor(context.db, context, kept.conversationId, 'readSealed')
  if (needsReason(found.is, 'R', 'sealed')) throw refuse('conversations.reasonFirst')
  return kept.discarded
})

const changes = os.changes.handler(async ({ input, context }) => {
  const { db, orgId } = context
  const found = await conversationFor(db, context, input.conversationId, 'readSealed')
  const [from, to] = await versionsOf(context, found, input.version)
  const before = await openSealed(db, orgId, found.id, from)
  const after =
    to === found.sealedVersion || input.version
      ? (await openSealed(db, orgId, found.id, to))?.document
      : await written(context, found)
  if (!before?.document || !after) throw refuse('conversations.unreadable')
  return { from, to, changes: changesBetween(shownPart(before.document), shownPart(after)) }
})

export const amendingHandlers = os.router({
  list,
  of,
  ask,
  decide,
  withdraw,
  discarded,
  changes,
})

/** Asks a second person to open a record again; the caller has seen to who may. */
export async function askToAmend(
  context: Context,
  found: Found,
  wanted: { reason: string; parts: AmendedPart[]; appealId: string | null },
): Promise<Amendment> {
  const { db, orgId, actor, now } = context
  const id = newId()
  await db
    .insertInto('amendment')
    .values({
      orgId,
      id,
      conversationId: found.id,
      appealId: wanted.appealId,
      reason: wanted.reason,
      parts: wanted.parts,
      askedBy: actor.personId,
      askedAt: now,
      decidedBy: null,
      decidedAt: null,
      approvedAt: null,
      version: null,
      sealedAt: null,
      withdrawnAt: null,
      withdrawnBy: null,
      withdrawReason: null,
    })
    .execute()
  await record(db, context, 'amendment.asked', {
    subjectId: found.id,
    personId: found.employeeId,
    data: { amendmentId: id, parts: wanted.parts },
  })
  return one(context, id)
}

async function one(context: Context, id: string): Promise<Amendment> {
  const [amendment] = await amendmentsOf(context, { id })
  if (!amendment) throw missing()
  return amendment
}

/** The two, whoever starts and approves, and whoever reads the record with its history. */
const mayKnow = ({ is }: Found) => may(is, 'R', 'sealed')

async function refusalToAsk(context: Context, found: Found) {
  const waiting = (await amendmentsOf(context, { conversationId: found.id })).some(
    ({ state }) => state === 'asked',
  )
  const lines = await linesOf(context, found)
  return (
    askAmendment(context.actor, found.is, found.facts, lines, waiting) ??
    dutyConflict(context, 'amendment', found.id, context.actor.personId)
  )
}

/** Which two versions are compared. What is being written is read by those who may read it as a draft. */
async function versionsOf(
  { db, orgId }: Context,
  found: Found,
  version: number | undefined,
): Promise<[from: number, to: number]> {
  if (needsReason(found.is, 'R', 'sealed')) throw refuse('conversations.reasonFirst')
  const rows = await db
    .selectFrom('sealedVersion')
    .select('version')
    .where('orgId', '=', orgId)
    .where('recordId', '=', found.id)
    .orderBy('version', 'desc')
    .execute()
  const sealed = rows.map((row) => row.version)
  if (version !== undefined || !found.facts.amending) {
    const to = version ?? sealed[0]
    const from = sealed.find((each) => to !== undefined && each < to)
    if (to === undefined || from === undefined || !sealed.includes(to)) throw missing()
    return [from, to]
  }
  const resource = found.presentedAt ? pageUnder(found.facts) : 'jointDraft'
  if (!may(found.is, 'R', resource)) throw refuse('conversations.statusOnly')
  return [sealed[0]!, found.recordVersion]
}

/** What is being written, against the version in force. */
async function changesSoFar(context: Context, found: Found): Promise<Change[]> {
  const { db, orgId } = context
  const before =
    found.sealedVersion === null ? null : await openSealed(db, orgId, found.id, found.sealedVersion)
  const after = await written(context, found)
  return before?.document ? changesBetween(shownPart(before.document), shownPart(after)) : []
}

const written = (context: Context, found: Found): Promise<JsonObject> =>
  found.presentedAt
    ? presentedRecord(context.db, context.orgId, found.id)
    : recordOf(context.db, context, found)
