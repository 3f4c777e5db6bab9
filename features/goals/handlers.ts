import { implement } from '@orpc/server'
import { sql } from 'kysely'
import { record } from '../../platform/events.ts'
import { demand, invalid, missing } from '../../platform/refusal.ts'
import type { Context } from '../accounts/policy.ts'
import { goalsContract } from './contract.ts'
import { mayWriteIndicators, seesIndicators } from './policy.ts'
import { indicatorsOf, periodsOf, withoutIndicators } from './queries.ts'

export { takeIndicators } from './reading/handlers.ts'

const os = implement(goalsContract).$context<Context>()

const list = os.indicators.list.handler(async ({ input, context }) => {
  if (!seesIndicators(context.actor)) throw missing()
  return {
    items: await indicatorsOf(context, input),
    periods: await periodsOf(context),
    without: await withoutIndicators(context, input),
    refusals: { write: mayWriteIndicators(context.actor) },
  }
})

const save = os.indicators.save.handler(async ({ input: { id, ...fields }, context }) => {
  if (!seesIndicators(context.actor)) throw missing()
  demand(mayWriteIndicators(context.actor))
  if (fields.periodTo < fields.periodFrom) throw invalid('goals.periodReversed', {}, 'periodTo')
  const { db, orgId, actor, now } = context
  const department = await db
    .selectFrom('department')
    .select('id')
    .where('orgId', '=', orgId)
    .where('id', '=', fields.departmentId)
    .where('closedAt', 'is', null)
    // Whoever writes another one for it waits, so that the name is still free below.
    .forUpdate()
    .executeTakeFirst()
  if (!department) throw invalid('goals.unknownDepartment', {}, 'departmentId')
  const { rows } = await sql<{ id: string }>`
    select id from department_indicator where org_id = ${orgId} and removed_at is null and id <> ${id}
       and department_id = ${fields.departmentId} and period_from = ${fields.periodFrom}
       and period_to = ${fields.periodTo} and title = ${fields.title}`.execute(db)
  if (rows.length > 0) throw invalid('goals.titleTaken', {}, 'title')
  const saved = { ...fields, savedBy: actor.personId, savedAt: now, removedAt: null }
  await db
    .insertInto('departmentIndicator')
    .values({ orgId, id, ...saved })
    .onConflict((row) => row.columns(['orgId', 'id']).doUpdateSet(saved))
    .execute()
  await record(db, context, 'indicator.saved', { subjectId: id })
})

const remove = os.indicators.remove.handler(async ({ input: { id }, context }) => {
  if (!seesIndicators(context.actor)) throw missing()
  demand(mayWriteIndicators(context.actor))
  const { db, orgId, now } = context
  const { numUpdatedRows } = await db
    .updateTable('departmentIndicator')
    .set({ removedAt: now })
    .where('orgId', '=', orgId)
    .where('id', '=', id)
    .where('removedAt', 'is', null)
    .executeTakeFirst()
  if (numUpdatedRows === 0n) throw missing()
  await record(db, context, 'indicator.removed', { subjectId: id })
})

export const goalsHandlers = os.router({ indicators: { list, save, remove } })
