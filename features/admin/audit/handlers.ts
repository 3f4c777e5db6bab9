import { implement } from '@orpc/server'
import { record } from '../../../platform/events.ts'
import { newId } from '../../../platform/ids.ts'
import { demand, invalid, missing, refuse } from '../../../platform/refusal.ts'
import { onceById } from '../../accounts/once/queries.ts'
import type { Context } from '../../accounts/policy.ts'
import { stepUpFirst } from '../../accounts/rules.ts'
import { conversationFor, type Found } from '../../conversations/queries.ts'
import { noteOpening } from '../../conversations/record/looks/queries.ts'
import { auditContract, type ChainExport } from './contract.ts'
import { askExport, chainNeedsReason, readChain, readsLog, seesExports } from './policy.ts'
import { chainOf, exportsOf, logPage } from './queries.ts'
import { firstSealedOn, listRecords } from './records/queries.ts'
import { exportReadyHours } from './rules.ts'
import './table.ts'

const os = implement(auditContract).$context<Context>()

const chain = os.chain.handler(async ({ input, context }) => {
  const { found, leaf } = await chainFor(context, input.conversationId, input.reason ?? null)
  return {
    conversation: { id: found.id, title: found.title, employee: found.snapshot.name },
    leaf,
    items: await chainOf(context, found.id),
  }
})

const log = os.log.handler(async ({ input, context }) => {
  const may = readsLog(context.actor)
  if (!may) throw missing()
  const { about } = input
  const subjects = about === 'all' ? may.subjects : may.subjects.filter((one) => one === about)
  if (subjects.length === 0) return { items: [], next: null }
  return logPage(context, {
    subjects,
    names: may.names,
    person: input.person,
    within: input.within ?? null,
    after: input.after,
    limit: input.limit,
  })
})

const list = os.exports.list.handler(async ({ context }) => {
  if (!seesExports(context.actor)) throw missing()
  return { items: await exportsOf(context), refusal: askExport(context.actor) }
})

const ask = os.exports.ask.handler(({ input: { clientId, ...input }, context }) =>
  onceById(
    context,
    'admin.audit.exports.ask',
    clientId,
    async () => {
      const { db, actor, orgId, now, today } = context
      if (!seesExports(actor)) throw missing()
      demand(askExport(actor))
      const fromOn = input.fromOn ?? (await firstSealedOn(context, input))
      if (!fromOn) throw invalid('admin.exportNothing', {}, 'untilOn')
      if (input.untilOn < fromOn) throw invalid('admin.exportDays', {}, 'untilOn')
      if (fromOn > today) throw invalid('admin.exportFuture', {}, 'fromOn')
      for (const [table, id] of [
        ['department', input.departmentId],
        ['cycle', input.cycleId],
        ['person', input.employeeId],
      ] as const)
        if (id && !(await isThere(context, table, id))) throw missing()
      const id = newId()
      const wanted = { ...input, fromOn }
      await db
        .insertInto('chainExport')
        .values({
          orgId,
          id,
          ...wanted,
          askedBy: actor.personId,
          askedAt: now,
          withdrawnAt: null,
          decidedBy: null,
          decidedAt: null,
          approvedAt: null,
          expiresAt: null,
        })
        .execute()
      const isRecords = input.contents === 'records'
      const records = isRecords ? await listRecords(context, id, wanted) : 0
      if (isRecords && records === 0) throw invalid('admin.exportNothing', {}, 'untilOn')
      await record(db, context, isRecords ? 'chain.recordsAsked' : 'chain.exportAsked', {
        subjectId: id,
        data: { from: fromOn, until: input.untilOn, ...(isRecords && { records }) },
      })
      return one(context, id)
    },
    (id) => one(context, id),
  ),
)

const decide = os.exports.decide.handler(async ({ input, context }) => {
  const { db, actor, orgId, now } = context
  const asked = await held(context, input.id)
  demand(asked.refusals.decide)
  if (input.approve) demand(stepUpFirst(actor, now))
  const expiresAt = new Date(now.getTime() + exportReadyHours * 3_600_000)
  await db
    .updateTable('chainExport')
    .set({
      decidedBy: actor.personId,
      decidedAt: now,
      ...(input.approve && { approvedAt: now, expiresAt }),
    })
    .where('orgId', '=', orgId)
    .where('id', '=', input.id)
    .execute()
  await record(db, context, input.approve ? 'chain.exportApproved' : 'chain.exportDeclined', {
    subjectId: input.id,
    personId: asked.askedBy.id,
  })
  return one(context, input.id)
})

const withdraw = os.exports.withdraw.handler(async ({ input, context }) => {
  const { db, orgId, now } = context
  const asked = await held(context, input.id)
  demand(asked.refusals.withdraw)
  await db
    .updateTable('chainExport')
    .set({ withdrawnAt: now })
    .where('orgId', '=', orgId)
    .where('id', '=', input.id)
    .execute()
  await record(db, context, 'chain.exportWithdrawn', { subjectId: input.id })
  return one(context, input.id)
})

export const auditHandlers = os.router({ chain, log, exports: { list, ask, decide, withdraw } })

/** An export that stays as it is until it has been decided about or taken back. */
async function held(context: Context, id: string): Promise<ChainExport> {
  if (!seesExports(context.actor)) throw missing()
  await context.db
    .selectFrom('chainExport')
    .select('id')
    .where('orgId', '=', context.orgId)
    .where('id', '=', id)
    .forUpdate()
    .execute()
  return one(context, id)
}

/** A sealed record whose chain may be read; the look is noted. */
export async function chainFor(context: Context, conversationId: string, reason: string | null) {
  const { db, orgId } = context
  const found = await sealedFor(context, conversationId)
  if (chainNeedsReason(found.is) && !reason?.trim()) throw refuse('conversations.reasonFirst')
  const leaf = await db
    .selectFrom('sealedVersion')
    .select(['leafIndex as index', 'commit', 'sealedAt'])
    .where('orgId', '=', orgId)
    .where('recordId', '=', found.id)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow()
  await noteOpening(context, found, 'chain', { reason })
  return { found, leaf }
}

/** A sealed record whose chain is open to whoever asks, by an office they hold for it now. */
export async function sealedFor(context: Context, conversationId: string): Promise<Found> {
  const found = await conversationFor(context.db, context, conversationId, 'read')
  demand(readChain(found.is, found.sealedVersion !== null))
  return found
}

async function isThere(
  { db, orgId }: Context,
  table: 'department' | 'cycle' | 'person',
  id: string,
): Promise<boolean> {
  const row = await db
    .selectFrom(table)
    .select('id')
    .where('orgId', '=', orgId)
    .where('id', '=', id)
    .executeTakeFirst()
  return row !== undefined
}

async function one(context: Context, id: string): Promise<ChainExport> {
  const [found] = await exportsOf(context, id)
  if (!found) throw missing()
  return found
}
