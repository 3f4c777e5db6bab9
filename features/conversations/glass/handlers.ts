import { implement } from '@orpc/server'
import { sql } from 'kysely'
import { addDays } from '../../../platform/clock.ts'
import { record } from '../../../platform/events.ts'
import { newId } from '../../../platform/ids.ts'
import { demand, invalid, missing, refuse } from '../../../platform/refusal.ts'
import type { Context } from '../../accounts/policy.ts'
import { stepUpFirst } from '../../accounts/rules.ts'
import { dutyConflict } from '../duties/queries.ts'
import { conversationFor, stateFor, type Found } from '../queries.ts'
import { glassContract, type Glass, longestHoldDays } from './contract.ts'
import { askGlass, seesGlass } from './policy.ts'
import { glassesOf, linesOf } from './queries.ts'
import './table.ts'

const os = implement(glassContract).$context<Context>()

const list = os.list.handler(async ({ context }) => {
  if (!seesGlass(context.actor)) throw missing()
  return glassesOf(context)
})

const of = os.of.handler(async ({ input, context }) => {
  const found = await stateFor(context.db, context, input.conversationId, 'read')
  if (!found.is.includes('hrAdmin')) throw refuse('conversations.glass.hrOnly')
  const current = await currentOf(context, found)
  return { current, refusal: await refusalToAsk(context, found, current) }
})

const ask = os.ask.handler(async ({ input, context }) => {
  const { db, actor, orgId, now, today } = context
  const found = await conversationFor(db, context, input.conversationId, 'read', 'decide')
  demand(await refusalToAsk(context, found, await currentOf(context, found)))
  if (
    input.hold &&
    (input.hold.until <= today || input.hold.until > addDays(today, longestHoldDays))
  )
    throw invalid('conversations.glass.holdDays', { days: longestHoldDays }, 'hold.until')
  const id = newId()
  await db
    .insertInto('breakGlass')
    .values({
      orgId,
      id,
      conversationId: found.id,
      askedBy: actor.personId,
      askedAt: now,
      reason: input.reason,
      hours: input.hours,
      holdReason: input.hold?.reason ?? null,
      holdUntil: input.hold?.until ?? null,
      withdrawnAt: null,
      decidedBy: null,
      decidedAt: null,
      approvedAt: null,
      endsAt: null,
      endedAt: null,
      endedBy: null,
      toldFrom: null,
    })
    .execute()
  await record(db, context, 'glass.asked', {
    subjectId: id,
    data: { conversationId: found.id, hours: input.hours, held: input.hold !== null },
  })
  return one(context, id)
})

const decide = os.decide.handler(async ({ input, context }) => {
  const { db, actor, org, orgId, now } = context
  const glass = await held(context, input.id)
  demand(glass.refusals.decide)
  if (input.approve) demand(stepUpFirst(actor, now))
  const { rows } = await sql<{ toldFrom: Date | null }>`
    update break_glass set decided_by = ${actor.personId}, decided_at = ${now},
           approved_at = case when ${input.approve} then ${now}::timestamptz end,
           ends_at = case when ${input.approve} then ${now}::timestamptz + make_interval(hours => hours) end,
           told_from = case when ${input.approve}
             then coalesce(hold_until::timestamp at time zone ${org.timezone}, ${now}::timestamptz) end
     where org_id = ${orgId} and id = ${input.id} returning told_from`.execute(db)
  const data = {
    conversationId: glass.conversationId,
    askedBy: glass.askedBy.id,
    held: glass.hold !== null,
  }
  if (!input.approve) await record(db, context, 'glass.declined', { subjectId: input.id, data })
  else {
    await record(db, context, 'glass.approved', { subjectId: input.id, data })
    // The person hears at once; under a legal hold on the day the two have named.
    await record(db, context, 'glass.told', {
      subjectId: input.id,
      personId: glass.employee.id,
      data,
      notBefore: rows[0]!.toldFrom!,
    })
  }
  return one(context, input.id)
})

const withdraw = os.withdraw.handler(async ({ input, context }) => {
  const { db, orgId, now } = context
  const glass = await held(context, input.id)
  demand(glass.refusals.withdraw)
  await db
    .updateTable('breakGlass')
    .set({ withdrawnAt: now })
    .where('orgId', '=', orgId)
    .where('id', '=', input.id)
    .execute()
  await record(db, context, 'glass.withdrawn', {
    subjectId: input.id,
    data: { conversationId: glass.conversationId, askedBy: glass.askedBy.id },
  })
  return one(context, input.id)
})

const end = os.end.handler(async ({ input, context }) => {
  const { db, actor, orgId, now } = context
  const glass = await held(context, input.id)
  demand(glass.refusals.end)
  await db
    .updateTable('breakGlass')
    .set({ endedAt: now, endedBy: actor.personId })
    .where('orgId', '=', orgId)
    .where('id', '=', input.id)
    .execute()
  await record(db, context, 'glass.ended', {
    subjectId: input.id,
    data: { conversationId: glass.conversationId, askedBy: glass.askedBy.id },
  })
  return one(context, input.id)
})

export const glassHandlers = os.router({ list, of, ask, decide, withdraw, end })

/** The emergency of whoever asks that waits or is open for this talk. */
async function currentOf(context: Context, found: Found): Promise<Glass | null> {
  const all = await glassesOf(context, { conversationId: found.id })
  return (
    all.find(
      ({ state, askedBy }) =>
        (state === 'asked' || state === 'open') && askedBy.id === context.actor.personId,
    ) ?? null
  )
}

const refusalToAsk = async (context: Context, found: Found, current: Glass | null) =>
  askGlass(context.actor, found.is, found.facts, await linesOf(context, found), current !== null) ??
  dutyConflict(context, 'glass', found.id, context.actor.personId)

async function one(context: Context, id: string): Promise<Glass> {
  const [glass] = await glassesOf(context, { id })
  if (!glass || !seesGlass(context.actor)) throw missing()
  return glass
}

/** The same, while nobody else decides, withdraws or ends it. */
async function held(context: Context, id: string): Promise<Glass> {
  if (!seesGlass(context.actor)) throw refuse('conversations.glass.approvers')
  await context.db
    .selectFrom('breakGlass')
    .select('id')
    .where('orgId', '=', context.orgId)
    .where('id', '=', id)
    .forUpdate()
    .execute()
  return one(context, id)
}
