import { implement } from '@orpc/server'
import { sql } from 'kysely'
import { json } from '../../../platform/database.ts'
import { notify, record } from '../../../platform/events.ts'
import { newId } from '../../../platform/ids.ts'
import { demand, invalid, missing } from '../../../platform/refusal.ts'
import { isHr, type Context } from '../../accounts/policy.ts'
import { peopleRefs } from '../people/queries.ts'
import { holdConversation } from '../queries.ts'
import { attendingHandlers } from './attending/handlers.ts'
import { briefOf } from './brief/queries.ts'
import { interventionContract, type StepKind } from './contract.ts'
import { colleaguesFor, noteStep } from './firing/queries.ts'
import { give, substitute, withdraw } from './giving/queries.ts'
import { marksHandlers } from './marks/handlers.ts'
import { notesHandlers } from './notes/handlers.ts'
import { setRules } from './policy.ts'
import { casesFor, rulesOf, type FoundCase } from './queries.ts'
import './table.ts'

const os = implement(interventionContract).$context<Context>()

const list = os.list.handler(async ({ context }) => {
  if (!isHr(context.actor)) throw missing()
  return (await casesFor(context, {})).map(({ shown }) => shown)
})

const get = os.get.handler(async ({ input, context }) => {
  const found = await caseFor(context, input.id)
  demand(found.shown.refusals.open)
  return briefOf(context, found)
})

const accept = os.accept.handler(async ({ input, context }) => {
  const { db, orgId, actor, now } = context
  const { row, shown } = await held(context, input.id)
  demand(shown.refusals.accept)
  const talk = await db
    .selectFrom('conversation')
    .select('talkEndedAt')
    .where('orgId', '=', orgId)
    .where('id', '=', row.conversationId)
    .executeTakeFirstOrThrow()
  if (input.sitsIn && talk.talkEndedAt) throw invalid('intervention.talkOver', {}, 'sitsIn')
  if (input.sitsIn && (await refusedHr(context, row.id)))
    throw invalid('intervention.withoutAsked', {}, 'sitsIn')
  await update(context, row.id, { acceptedAt: now, sitsIn: input.sitsIn })
  await noteOwn(context, row.id, 'accepted')
  if (input.sitsIn) {
    await withdraw(context, row.conversationId)
    await db
      .insertInto('attendance')
      .values({
        orgId,
        id: newId(),
        conversationId: row.conversationId,
        interventionId: row.id,
        hrId: actor.personId,
        proposedAt: now,
        answer: null,
        answerReason: null,
        answeredAt: null,
        withdrawnAt: null,
      })
      .execute()
    await toldAnew(context, row.conversationId)
  }
  await record(db, context, 'intervention.accepted', {
    subjectId: row.id,
    data: { sitsIn: input.sitsIn },
  })
})

const decline = os.decline.handler(async ({ input, context }) => {
  const { db, now } = context
  const { row, shown } = await held(context, input.id)
  demand(shown.refusals.decline)
  await update(context, row.id, { closedAt: now, closedAs: 'declined' })
  await noteOwn(context, row.id, 'declined', input.reason)
  await record(db, context, 'intervention.declined', { subjectId: row.id })
})

const recuse = os.recuse.handler(async ({ input, context }) => {
  const { db } = context
  const { row, shown } = await held(context, input.id)
  demand(shown.refusals.recuse)
  await noteOwn(context, row.id, 'recused', input.reason)
  const toId = await substitute(context, row)
  await toldAnew(context, row.conversationId)
  await record(db, context, 'intervention.recused', { subjectId: row.id, data: { toId } })
})

const colleagues = os.colleagues.handler(async ({ input, context }) => {
  const { row, shown } = await caseFor(context, input.id)
  demand(shown.refusals.handOver)
  const free = (await colleaguesFor(context, row)).filter(({ id }) => id !== row.hrId)
  const people = await peopleRefs(
    context,
    free.map(({ id }) => id),
  )
  return [...people.values()]
})

const handOver = os.handOver.handler(async ({ input, context }) => {
  const { db, actor } = context
  const { row, shown } = await held(context, input.id)
  demand(shown.refusals.handOver)
  const free = await colleaguesFor(context, row)
  if (input.toId === row.hrId || !free.some(({ id }) => id === input.toId))
    throw invalid('intervention.notFree', {}, 'toId')
  const who = { personId: row.hrId, byId: actor.personId, reason: input.reason }
  await noteStep(context, row.id, 'handedOver', who)
  await give(context, row, input.toId, actor.personId)
  await toldAnew(context, row.conversationId)
  await record(db, context, 'intervention.handedOver', {
    subjectId: row.id,
    data: { toId: input.toId },
  })
})

const close = os.close.handler(async ({ input, context }) => {
  const { db, now } = context
  const { row, shown } = await held(context, input.id)
  demand(shown.refusals.close)
  await update(context, row.id, { closedAt: now, closedAs: 'done' })
  await noteOwn(context, row.id, 'closed')
  await record(db, context, 'intervention.closed', { subjectId: row.id })
})

const rules = {
  get: os.rules.get.handler(({ context }) => {
    if (!isHr(context.actor)) throw missing()
    return { ...rulesOf(context.org), refusal: setRules(context.actor) }
  }),
  set: os.rules.set.handler(async ({ input, context }) => {
    const { db, orgId, actor } = context
    if (!isHr(actor)) throw missing()
    demand(setRules(actor))
    const change = json({ interventionRules: input })
    await sql`update organization set settings = settings || ${change}::jsonb where id = ${orgId}`.execute(
      db,
    )
    await record(db, context, 'intervention.rulesSet', { subjectId: orgId })
  }),
}

export const interventionHandlers = os.router({
  ...attendingHandlers,
  list,
  get,
  accept,
  decline,
  recuse,
  colleagues,
  handOver,
  close,
  notes: notesHandlers,
  rules,
  marks: marksHandlers,
})

/** A case that one may know of. @throws NOT_FOUND */
async function caseFor(context: Context, id: string): Promise<FoundCase> {
  const [found] = isHr(context.actor) ? await casesFor(context, { id }) : []
  if (!found) throw missing()
  return found
}

/** The same, while nobody else decides about its talk. */
async function held(context: Context, id: string): Promise<FoundCase> {
  const { row } = await caseFor(context, id)
  await holdConversation(context.db, context.orgId, row.conversationId, 'decide')
  return caseFor(context, id)
}

/** A line in the case's course about what somebody did with their own part in it. */
const noteOwn = (context: Context, id: string, kind: StepKind, reason: string | null = null) => {
  const { personId } = context.actor
  return noteStep(context, id, kind, { personId, byId: personId, reason })
}

const update = (
  { db, orgId }: Context,
  id: string,
  change: { acceptedAt: Date; sitsIn: boolean } | { closedAt: Date; closedAs: 'done' | 'declined' },
) =>
  db
    .updateTable('intervention')
    .set(change)
    .where('orgId', '=', orgId)
    .where('id', '=', id)
    .execute()

/** The employee said that HR shall not sit in. */
const refusedHr = async ({ db, orgId }: Context, interventionId: string) =>
  (await db
    .selectFrom('attendance')
    .select('id')
    .where('orgId', '=', orgId)
    .where('interventionId', '=', interventionId)
    .where('answer', '=', 'without')
    .executeTakeFirst()) !== undefined

/** Pages of the two ask again; what they are told says nothing of the case. */
const toldAnew = ({ db, orgId }: Context, conversationId: string) =>
  notify(db, { org: orgId, kind: 'conversation.attendance', subject: conversationId })
