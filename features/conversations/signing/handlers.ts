import { implement } from '@orpc/server'
import type { Db } from '../../../platform/database.ts'
import { record } from '../../../platform/events.ts'
import { newId } from '../../../platform/ids.ts'
import { conflict, demand, invalid, refuse } from '../../../platform/refusal.ts'
import { once } from '../../accounts/once/queries.ts'
import type { Context } from '../../accounts/policy.ts'
import { canonicalBytes, type JsonObject } from '../../sealing/canonical/rules.ts'
import { sign as acknowledge } from '../../sealing/handlers.ts'
import { openSealed } from '../../sealing/queries.ts'
import { flawOfRecord, shownHash, shownPart } from '../../sealing/rules.ts'
import { askToSign, signedBy, type Signing } from '../../sealing/signing/assertion/handlers.ts'
import { changesBetween } from '../amending/rules.ts'
import { conversationsContract } from '../contract.ts'
import { refusalOf } from '../actions/policy.ts'
import { isShut, may, pageUnder } from '../policy.ts'
import { conversationFor, type Found } from '../queries.ts'
import { recordOf } from '../record/queries.ts'
import { recordPage } from '../record/page/rules.ts'
import { proceed } from '../stages/queries.ts'
import { presentedRecord, sealConversation, signatureOf } from './queries.ts'
import { unreadyOf } from './unready/queries.ts'
import { askWitness, demandWitness } from './witness/queries.ts'

const os = implement(conversationsContract).$context<Context>()

const present = os.present.handler(async ({ input, context }) => {
  const { db, orgId, actor, now } = context
  const found = await conversationFor(db, context, input.id, 'present', 'decide')
  const unready = await unreadyOf(db, context, found)
  if (unready.length > 0)
    throw invalid('conversations.unready', { count: unready.length }, unready[0]!.key)
  const shown = await recordOf(db, context, found)
  if (found.facts.amending && !(await isAmended(db, found, shown)))
    throw refuse('conversations.nothingAmended')
  const flaw = flawOfRecord(shown)
  if (flaw) throw invalid(flaw.reason, { path: flaw.path }, flaw.path)
  const hash = shownHash(shown)
  const bytes = Buffer.from(canonicalBytes(shown))
  await db
    .insertInto('presentedPage')
    .values({ orgId, conversationId: found.id, bytes })
    .onConflict((row) => row.columns(['orgId', 'conversationId']).doUpdateSet({ bytes }))
    .execute()
  await db
    .updateTable('conversation')
    .set({ presentedHash: hash, presentedAt: now, presentedBy: actor.personId })
    .where('orgId', '=', orgId)
    .where('id', '=', found.id)
    .execute()
  const stage = found.facts.stages.find(({ kind }) => kind === 'agreement')
  if (stage)
    await proceed(db, context, found, { type: 'done', stage: stage.key, by: actor.personId })
  await record(db, context, 'conversation.presented', {
    subjectId: found.id,
    personId: found.employeeId,
    data: { version: found.recordVersion },
  })
  return { shownHash: hash, presentedAt: now }
})

const takeBack = os.takeBack.handler(async ({ input, context }) => {
  const { db, orgId, actor, now } = context
  const found = await conversationFor(db, context, input.id, 'takeBack', 'decide')
  await db
    .insertInto('takenBack')
    .values({
      orgId,
      id: newId(),
      conversationId: found.id,
      presentedHash: found.presentedHash!,
      presentedAt: found.presentedAt!,
      reason: input.reason,
      takenBy: actor.personId,
      takenAt: now,
    })
    .execute()
  await db
    .deleteFrom('presentedPage')
    .where('orgId', '=', orgId)
    .where('conversationId', '=', found.id)
    .execute()
  await db
    .updateTable('conversation')
    .set({ presentedHash: null, presentedAt: null, presentedBy: null })
    .where('orgId', '=', orgId)
    .where('id', '=', found.id)
    .execute()
  const stage = found.facts.stages.find(({ kind }) => kind === 'agreement')
  if (stage)
    await proceed(db, context, found, { type: 'reopen', stages: [stage.key], by: actor.personId })
  await record(db, context, 'conversation.takenBack', {
    subjectId: found.id,
    personId: found.employeeId,
  })
})

const readPage = os.readPage.handler(async ({ input, context }) => {
  const { db, orgId, actor, now } = context
  const found = await conversationFor(db, context, input.id, 'read')
  if (!may(found.is, 'R', pageUnder(found.facts))) throw refuse('conversations.statusOnly')
  if (isShut(found.is, found.facts)) throw refuse('conversations.restricted')
  if (!found.presentedHash) throw refuse('conversations.notPresented')
  if (found.is.includes('employee') || found.is.includes('manager'))
    await db
      .insertInto('reading')
      .values({
        orgId,
        id: newId(),
        conversationId: found.id,
        recordVersion: found.recordVersion,
        personId: actor.personId,
        at: now,
      })
      .execute()
  const page = recordPage(await presentedRecord(db, orgId, found.id))
  return { page, shownHash: found.presentedHash, version: found.recordVersion, readAt: now }
})

const signOptions = os.signOptions.handler(async ({ input, context }) => {
  const found = await conversationFor(context.db, context, input.id, 'read', 'decide')
  return askToSign(context, await signingOf(context, found, input))
})

const sign = os.sign.handler(({ input: { answer, clientId, ...input }, context }) =>
  once(context, 'conversations.sign', clientId, async () => {
    const { db, orgId, actor } = context
    const found = await conversationFor(db, context, input.id, 'read', 'decide')
    const given = await signatureOf(db, orgId, found.id, found.recordVersion, actor.personId)
    if (given && given.outcome === input.outcome && given.shownHash === input.shownHash)
      return { signedAt: given.at, sealedAt: found.sealedAt }
    if (!answer) demand(refusalOf('sign', found.viewer, found.is, found.facts))
    const signing = await signingOf(context, found, input)
    const assertion = answer ? await signedBy(context, signing, answer) : null
    const { role } = signing
    const { signature } = await acknowledge(
      db,
      context,
      {
        recordId: found.id,
        version: found.recordVersion,
        shownHash: input.shownHash,
        outcome: input.outcome,
        statement: input.statement ?? null,
        role,
      },
      assertion,
    )
    await record(db, context, 'conversation.signed', {
      subjectId: found.id,
      personId: found.employeeId,
      data: { role, outcome: input.outcome, level: signature.level },
    })
    // A refusal still needs the manager's note and a second person.
    const complete = role === 'employee' && input.outcome !== 'refused'
    const sealedAt = complete
      ? await sealConversation(db, context, found, input.outcome, (stage) => ({
          type: 'done',
          stage,
          by: actor.personId,
        }))
      : null
    return { signedAt: signature.at, sealedAt }
  }),
)

const noteRefusal = os.noteRefusal.handler(async ({ input, context }) => {
  const { db, orgId, actor, now } = context
  const found = await conversationFor(db, context, input.id, 'noteRefusal', 'decide')
  await demandWitness(context, found, actor.personId, input.witnessId)
  const note = {
    reason: input.reason,
    notedBy: actor.personId,
    notedAt: now,
    ip: actor.ip,
    userAgent: actor.userAgent,
    witnessId: input.witnessId,
  }
  await db
    .insertInto('refusalNote')
    .values({
      orgId,
      conversationId: found.id,
      recordVersion: found.recordVersion,
      ...note,
      statement: null,
      countersignedAt: null,
    })
    .execute()
  await askWitness(context, found, input.witnessId)
  await record(db, context, 'conversation.refusalNoted', {
    subjectId: found.id,
    personId: found.employeeId,
    data: { witnessId: input.witnessId },
  })
})

const attachStatement = os.attachStatement.handler(async ({ input, context }) => {
  const { db, orgId } = context
  const found = await conversationFor(db, context, input.id, 'attachStatement', 'decide')
  // One answer, one statement: a refusal they signed themselves carries its words, and is not added to.
  if (found.facts.employeeSigned !== null) throw refuse('conversations.statementSigned')
  await db
    .updateTable('refusalNote')
    .set({ statement: input.statement })
    .where('orgId', '=', orgId)
    .where('conversationId', '=', found.id)
    .where('recordVersion', '=', found.recordVersion)
    .execute()
  await record(db, context, 'conversation.statementAttached', {
    subjectId: found.id,
    personId: found.employeeId,
  })
})

/** Whether the words to be shown differ from those of the last sealed version. */
async function isAmended(db: Db, { orgId, id, sealedVersion }: Found, shown: JsonObject) {
  const before = sealedVersion === null ? null : await openSealed(db, orgId, id, sealedVersion)
  return (
    !before?.document || changesBetween(shownPart(before.document), shownPart(shown)).length > 0
  )
}

export const signingHandlers = {
  present,
  takeBack,
  readPage,
  signOptions,
  sign,
  noteRefusal,
  attachStatement,
}

/**
 * What this person is about to sign.
 * @throws the reason why they may not, were the password entered just now: a key needs none
 */
async function signingOf(
  { db, orgId, now }: Context,
  found: Found,
  input: { shownHash: string; outcome: Signing['outcome']; statement?: string },
): Promise<Signing> {
  const viewer = { ...found.viewer, actor: { ...found.viewer.actor, steppedUpAt: now } }
  demand(refusalOf('sign', viewer, found.is, found.facts))
  if (input.shownHash !== found.presentedHash) throw conflict('conversations.pageChanged')
  const role = found.is.includes('employee') ? 'employee' : 'manager'
  demandSensible(found, role, input.outcome, input.statement)
  return {
    recordId: found.id,
    version: found.recordVersion,
    role,
    outcome: input.outcome,
    statement: input.statement ?? null,
    record: await presentedRecord(db, orgId, found.id),
  }
}

function demandSensible(
  found: Found,
  role: 'employee' | 'manager',
  outcome: string,
  statement: string | undefined,
) {
  if (role === 'manager' && outcome !== 'agreed')
    throw refuse('conversations.managerAgreesOrTakesBack')
  if (outcome === 'readWithReservation' && !statement)
    throw invalid('conversations.statementMissing', {}, 'statement')
  if (outcome === 'refused' && found.managerId === null) throw refuse('conversations.nobodyToNote')
}
