import { implement } from '@orpc/server'
import { sql } from 'kysely'
import { json } from '../../../platform/database.ts'
import { record } from '../../../platform/events.ts'
import { newId } from '../../../platform/ids.ts'
import { demand, missing } from '../../../platform/refusal.ts'
import { onceById } from '../../accounts/once/queries.ts'
import type { Context } from '../../accounts/policy.ts'
import { stepUpFirst } from '../../accounts/rules.ts'
import { calendarOf } from '../../org/calendar/queries.ts'
import { workdayAfter } from '../../org/calendar/rules.ts'
import { dutyConflict } from '../../conversations/duties/queries.ts'
import { conversationFor, holdConversation, type Found } from '../../conversations/queries.ts'
import { privacyContract, type Erasure } from './contract.ts'
import * as policy from './policy.ts'
import {
  erasuresOf,
  holdsOf,
  kindsOf,
  mergesInto,
  proposalsFor,
  recordsOf,
  requestsOf,
  subjectOf,
} from './queries.ts'
import { answerDays, retentionOf } from './rules.ts'
import './table.ts'

const os = implement(privacyContract).$context<Context>()

const mine = os.mine.handler(async ({ context }) => ({
  kinds: await kindsOf(context),
  retention: retentionOf(context.org),
  records: await recordsOf(context),
  requests: await requestsOf(context, { personId: context.actor.personId }),
  merges: await mergesInto(context),
}))

const ask = os.ask.handler(({ input: { clientId, ...input }, context }) =>
  onceById(
    context,
    'admin.privacy.ask',
    clientId,
    async () => {
      const { db, orgId, actor, now, today } = context
      if (input.conversationId) {
        const found = await conversationFor(db, context, input.conversationId, 'read')
        if (!found.is.includes('employee')) throw missing()
      }
      const id = newId()
      const dueOn = workdayAfter(await calendarOf(db, orgId), today, answerDays)
      await db
        .insertInto('privacyRequest')
        .values({
          orgId,
          id,
          personId: actor.personId,
          ...input,
          askedAt: now,
          dueOn,
          granted: null,
          answer: null,
          answeredBy: null,
          answeredAt: null,
        })
        .execute()
      await record(db, context, 'privacy.asked', {
        subjectId: id,
        personId: actor.personId,
        data: { kind: input.kind, dueOn },
      })
      return oneRequest(context, id)
    },
    (id) => oneRequest(context, id),
  ),
)

const list = os.list.handler(async ({ context }) => {
  const { actor, org } = context
  if (!policy.seesPrivacy(actor)) throw missing()
  const isHr = policy.keepsPrivacy(actor)
  const erasures = (await erasuresOf(context)).filter(
    ({ employee }) => employee.id !== actor.personId,
  )
  return {
    requests: isHr
      ? (await requestsOf(context, { isOpen: true })).filter(({ refusal }) => refusal === null)
      : [],
    erasures: isHr ? await outsideLine(context, erasures) : erasures,
    holds: isHr ? (await holdsOf(context)).filter(({ refusal }) => refusal === null) : [],
    proposals: isHr ? await outsideLine(context, await proposalsFor(context)) : [],
    retention: { ...retentionOf(org), refusal: policy.setRetention(actor) },
  }
})

const answer = os.answer.handler(async ({ input, context }) => {
  const { db, orgId, actor, now } = context
  if (!policy.seesPrivacy(actor)) throw missing()
  await sql`select 1 from privacy_request where org_id = ${orgId} and id = ${input.id} for update`.execute(
    db,
  )
  const request = await oneRequest(context, input.id)
  demand(request.refusal)
  await db
    .updateTable('privacyRequest')
    .set({
      granted: input.granted,
      answer: input.answer,
      answeredBy: actor.personId,
      answeredAt: now,
    })
    .where('orgId', '=', orgId)
    .where('id', '=', input.id)
    .execute()
  await record(db, context, 'privacy.answered', {
    subjectId: input.id,
    personId: request.person.id,
    data: { granted: input.granted },
  })
})

const hold = os.hold.handler(async ({ input, context }) => {
  const { db, orgId, actor, now } = context
  const found = await heldRecord(context, input.conversationId)
  demand(policy.holdRecord(actor, await subjectOf(context, found.employeeId)))
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('dataHold')
    .values({
      orgId,
      id: newId(),
      ...input,
      setBy: actor.personId,
      setAt: now,
      liftedBy: null,
      liftedAt: null,
      liftReason: null,
    })
    // Set twice, it stands once.
    .onConflict((row) => row.doNothing())
    .executeTakeFirstOrThrow()
  if (numInsertedOrUpdatedRows)
    await record(db, context, 'privacy.held', {
      subjectId: found.id,
      personId: found.employeeId,
      data: { kind: input.kind },
    })
})

const lift = os.lift.handler(async ({ input, context }) => {
  const { db, orgId, actor, now } = context
  if (!policy.keepsPrivacy(actor)) throw missing()
  const it = (await holdsOf(context)).find(({ id }) => id === input.id)
  if (!it) throw missing()
  demand(it.refusal)
  await db
    .updateTable('dataHold')
    .set({ liftedBy: actor.personId, liftedAt: now, liftReason: input.reason })
    .where('orgId', '=', orgId)
    .where('id', '=', input.id)
    .execute()
  await record(db, context, 'privacy.lifted', {
    subjectId: it.conversation.id,
    personId: it.employee.id,
    data: { kind: it.kind },
  })
})

const askErasure = os.askErasure.handler(async ({ input, context }) => {
  const { db, orgId, actor, now } = context
  const found = await heldRecord(context, input.conversationId)
  const inForce = await holdsOf(context, found.id)
  const earlier = (await erasuresOf(context)).some(
    ({ conversation, state }) => conversation.id === found.id && state !== 'declined',
  )
  demand(
    policy.askErasure(actor, await subjectOf(context, found.employeeId), {
      isFinished: found.sealedAt !== null || found.closedAt !== null,
      isHeld: inForce.some(({ kind }) => kind === 'legalHold'),
      isAsked: earlier,
    }) ?? (await dutyConflict(context, 'privacy', found.id, actor.personId)),
  )
  if (input.requestId) {
    const request = await oneRequest(context, input.requestId)
    if (request.person.id !== found.employeeId) throw missing()
  }
  const id = newId()
  await db
    .insertInto('erasure')
    .values({
      orgId,
      id,
      conversationId: found.id,
      requestId: input.requestId ?? null,
      basis: input.basis,
      askedBy: actor.personId,
      askedAt: now,
      decidedBy: null,
      decidedAt: null,
      approvedAt: null,
      erasedAt: null,
      salt: null,
      statement: null,
      epoch: null,
      leafIndex: null,
      backupsUntil: null,
    })
    .execute()
  await record(db, context, 'erasure.asked', { subjectId: found.id, personId: found.employeeId })
  return oneErasure(context, id)
})

const decideErasure = os.decideErasure.handler(async ({ input, context }) => {
  const { db, orgId, actor, now } = context
  if (!policy.approvesErasures(actor)) throw missing()
  const { conversation } = await oneErasure(context, input.id)
  await holdConversation(db, orgId, conversation.id, 'decide')
  const erasure = await oneErasure(context, input.id)
  demand(erasure.refusal)
  if (input.approve) demand(stepUpFirst(actor, now))
  await db
    .updateTable('erasure')
    .set({
      decidedBy: actor.personId,
      decidedAt: now,
      approvedAt: input.approve ? now : null,
    })
    .where('orgId', '=', orgId)
    .where('id', '=', input.id)
    .execute()
  await record(db, context, input.approve ? 'erasure.approved' : 'erasure.declined', {
    subjectId: conversation.id,
    personId: erasure.employee.id,
    data: { erasureId: input.id, askedBy: erasure.askedBy.id },
  })
  return oneErasure(context, input.id)
})

const setRetention = os.setRetention.handler(async ({ input, context }) => {
  const { db, orgId, actor } = context
  demand(policy.setRetention(actor))
  await sql`update organization set settings = settings || ${json({ retention: input })} where id = ${orgId}`.execute(
    db,
  )
  await record(db, context, 'privacy.retentionSet', { subjectId: orgId, data: input })
})

export const privacyHandlers = os.router({
  mine,
  ask,
  list,
  answer,
  hold,
  lift,
  askErasure,
  decideErasure,
  setRetention,
})

/** Of these what is about nobody of the line of whoever asks: HR does not deal with that (I5). */
async function outsideLine<About extends { employee: { id: string } }>(
  context: Context,
  all: About[],
): Promise<About[]> {
  const kept: About[] = []
  for (const one of all) if (!(await subjectOf(context, one.employee.id)).isInLine) kept.push(one)
  return kept
}

async function oneRequest(context: Context, id: string) {
  const [request] = await requestsOf(context, { id })
  if (!request) throw missing()
  return request
}

async function oneErasure(context: Context, id: string): Promise<Erasure> {
  const [erasure] = await erasuresOf(context, id)
  if (!erasure) throw missing()
  return erasure
}

/** A record HR administration may know of, while nobody else decides about it. */
async function heldRecord(context: Context, id: string): Promise<Found> {
  const found = await conversationFor(context.db, context, id, 'read', 'decide')
  demand(found.is.includes('hrAdmin') ? null : 'admin.privacy.hrOnly')
  return found
}
