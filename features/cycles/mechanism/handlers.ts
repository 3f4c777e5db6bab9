import { implement } from '@orpc/server'
import { sql } from 'kysely'
import { json } from '../../../platform/database.ts'
import { record } from '../../../platform/events.ts'
import { invalid, missing } from '../../../platform/refusal.ts'
import type { Context } from '../../accounts/policy.ts'
import { companyStages } from '../kinds/contract.ts'
import { mayWrite } from '../policy.ts'
import { viewFor } from '../queries.ts'
import { mechanismContract } from './contract.ts'
import { reviewDayOf, reviewOf, yearFacts } from './queries.ts'
import { yearOf } from './rules.ts'

const os = implement(mechanismContract).$context<Context>()

const get = os.get.handler(async ({ context }) => {
  viewFor(context)
  const { db, orgId, org } = context
  const decisions = await db
    .selectFrom('mechanismReview as r')
    .innerJoin('person as p', (join) =>
      join.onRef('p.orgId', '=', 'r.orgId').onRef('p.id', '=', 'r.byId'),
    )
    .select([
      'r.id',
      'r.year',
      'r.decision',
      'r.preset',
      'r.note',
      'r.facts',
      'p.name as by',
      'r.at',
    ])
    .where('r.orgId', '=', orgId)
    .orderBy('r.at', 'desc')
    .limit(100)
    .execute()
  const isWriter = mayWrite(context.actor)
  const next = await reviewOf(context)
  return {
    on: reviewDayOf(context),
    next,
    deciding: yearOf(next, context.today),
    stage: companyStages.find((stage) => stage === org.settings.companyStage) ?? null,
    facts: isWriter ? await yearFacts(context) : null,
    decisions: decisions.map((each) => ({ ...each, facts: isWriter ? each.facts : null })),
    refusals: { decide: isWriter ? null : 'cycles.onlyHr' },
  }
})

function forWriters(context: Context): void {
  viewFor(context)
  if (!mayWrite(context.actor)) throw missing()
}

const setDay = os.setDay.handler(async ({ input: { on }, context }) => {
  forWriters(context)
  const { db, orgId } = context
  if (!isReal(on)) throw invalid('cycles.noSuchDay', {}, 'on')
  await setting(context, { mechanismReviewOn: on })
  await record(db, context, 'mechanism.daySet', { subjectId: orgId, data: { on } })
})

// JavaScript takes the 31st of April for the first of May. In a leap year every day is there.
const isReal = (on: string) => new Date(`2024-${on}T00:00:00Z`).toISOString().slice(5, 10) === on

const setting = ({ db, orgId }: Context, part: Record<string, unknown>) =>
  sql`update organization set settings = settings || ${json(part)}::jsonb where id = ${orgId}`.execute(
    db,
  )

const decide = os.decide.handler(async ({ input: { id, ...said }, context }) => {
  forWriters(context)
  const { db, orgId, actor, now, today } = context
  const again = await db
    .selectFrom('mechanismReview')
    .select('id')
    .where('orgId', '=', orgId)
    .where('id', '=', id)
    .executeTakeFirst()
  if (again) return
  const year = yearOf(await reviewOf(context), today)
  // A whole year is counted: before anything is written, so that nobody waits for it.
  const facts = json(await yearFacts(context))
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('mechanismReview')
    .values({
      orgId,
      id,
      year,
      ...said,
      facts,
      byId: actor.personId,
      at: now,
    })
    .onConflict((row) => row.columns(['orgId', 'id']).doNothing())
    .executeTakeFirstOrThrow()
  if (!numInsertedOrUpdatedRows) return
  if (said.preset) await setting(context, { companyStage: said.preset })
  await record(db, context, 'mechanism.reviewed', {
    subjectId: orgId,
    data: { year, decision: said.decision, preset: said.preset },
  })
})

export const mechanismHandlers = { get, setDay, decide }
