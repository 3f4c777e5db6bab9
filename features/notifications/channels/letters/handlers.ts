import { implement } from '@orpc/server'
import { record } from '../../../../platform/events.ts'
import { demand } from '../../../../platform/refusal.ts'
import type { Context } from '../../../accounts/policy.ts'
import type { Fault } from '../../delivery/sending/rules.ts'
import type { DeliveryTable } from '../../delivery/table.ts'
import { channelsContract } from '../contract.ts'
import { resendLetters } from '../policy.ts'
import { demandSight } from '../queries.ts'

const os = implement(channelsContract).$context<Context>()

const dead = os.dead.handler(async ({ input: { after, limit }, context }) => {
  demandSight(context)
  const { db, orgId, actor } = context
  const letters = db
    .selectFrom('delivery as d')
    .where('d.orgId', '=', orgId)
    .where('d.state', '=', 'dead')
    .where('d.kind', '<>', 'test')
  const rows = await letters
    .leftJoin('person as p', (join) =>
      join.onRef('p.orgId', '=', 'd.orgId').onRef('p.id', '=', 'd.personId'),
    )
    .select([
      'd.id',
      'd.channel',
      'd.lastError',
      'd.lastAnswer',
      'd.attempts',
      'd.createdAt',
      'd.settledAt',
      'p.name',
      'p.employeeNo',
    ])
    .$if(after !== undefined, (query) => query.where('d.id', '<', after!))
    .orderBy('d.id', 'desc')
    .limit(limit + 1)
    .execute()
  const { total } = await letters
    .select((is) => is.fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow()
  const items = rows.slice(0, limit).map((row) => ({
    id: row.id,
    channel: row.channel,
    to: row.name ? { name: row.name, employeeNo: row.employeeNo! } : null,
    fault: row.lastError as Fault,
    answer: row.lastAnswer,
    attempts: row.attempts,
    createdAt: row.createdAt,
    diedAt: row.settledAt!,
  }))
  return {
    items,
    next: rows.length > limit ? (items.at(-1)?.id ?? null) : null,
    total,
    refusals: { resend: resendLetters(actor) },
  }
})

type Settled = Pick<DeliveryTable, 'state'> & Partial<DeliveryTable>

/** Gives letters that were given up another state, these or all of them. @returns how many there were */
async function settle(context: Context, ids: string[] | undefined, settled: Settled) {
  const { db, orgId, actor } = context
  demandSight(context)
  demand(resendLetters(actor))
  if (ids?.length === 0) return 0
  const { numUpdatedRows } = await db
    .updateTable('delivery')
    .set(settled)
    .where('orgId', '=', orgId)
    .where('state', '=', 'dead')
    .where('kind', '<>', 'test')
    .$if(ids !== undefined, (query) => query.where('id', 'in', ids!))
    .executeTakeFirst()
  return Number(numUpdatedRows)
}

const resend = os.resend.handler(async ({ input: { ids }, context }) => {
  const { db, orgId: subjectId, now } = context
  const again = { state: 'waiting', attempts: 0, notBefore: now, settledAt: null } as const
  const count = await settle(context, ids, again)
  if (count > 0) await record(db, context, 'delivery.resent', { subjectId, data: { count } })
  return { count }
})

const discard = os.discard.handler(async ({ input: { ids }, context }) => {
  const { db, orgId: subjectId, now } = context
  const count = await settle(context, ids, { state: 'needless', settledAt: now })
  if (count > 0) await record(db, context, 'delivery.discarded', { subjectId, data: { count } })
  return { count }
})

/** Letters that were given up: what they were, and once more or never. */
export const lettersHandlers = { dead, resend, discard }
