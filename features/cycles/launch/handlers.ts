import { implement } from '@orpc/server'
import { record } from '../../../platform/events.ts'
import { conflict, missing, refuse } from '../../../platform/refusal.ts'
import type { Context } from '../../accounts/policy.ts'
import { calendarOf } from '../../org/calendar/queries.ts'
import { cyclesContract } from '../contract.ts'
import { obstaclesOf } from '../dryrun/handlers.ts'
import { resolution } from '../dryrun/queries.ts'
import { mayWrite } from '../policy.ts'
import { cycleFor, flowsOf, present } from '../queries.ts'
import type { CycleTable } from '../table.ts'
import { launchQueue } from './reactions.ts'

const os = implement(cyclesContract).$context<Context>()

export const launch = os.launch.handler(async ({ input, context }) => {
  const { actor, actorId, db, jobs, now, orgId } = context
  if (!mayWrite(actor)) throw missing()
  // A double click waits for the first one's lock and then finds it asked for.
  const waiting = await db
    .selectFrom('cycle')
    .select('launchAskedAt')
    .where('orgId', '=', orgId)
    .where('id', '=', input.id)
    .forUpdate()
    .executeTakeFirst()
  if (waiting?.launchAskedAt) return present(context, await cycleFor(context, input.id))
  const cycle = await cycleFor(context, input.id, 'launch')
  const { people } = await readyPeople(context, cycle, input.people)
  const asked = { launchAskedAt: now, launchAskedBy: actorId, launchTotal: people }
  await db
    .updateTable('cycle')
    .set(asked)
    .where('orgId', '=', orgId)
    .where('id', '=', cycle.id)
    .execute()
  await record(db, context, 'cycle.launchAsked', { subjectId: cycle.id, data: { people } })
  await jobs.enqueue(db, launchQueue, { orgId, cycleId: cycle.id }, cycle.id)
  return present(context, { ...cycle, ...asked })
})

/**
 * How many the next launch takes in, and how many are in already.
 * @throws FORBIDDEN with what stands in the way; CONFLICT when the dry run showed another number.
 */
async function readyPeople({ db, today }: Context, cycle: CycleTable, shown: number) {
  const outcome = await resolution(db, cycle, today)
  const people = outcome.people.filter((each) => each.now).length
  const calendar = await calendarOf(db, cycle.orgId)
  const [obstacle] = obstaclesOf(cycle, await flowsOf(db, cycle), calendar, outcome)
  // A pilot that took in everybody has nobody left to wait for.
  const isOver = outcome.already > 0 && outcome.people.length === 0
  if (obstacle && !isOver) throw refuse(obstacle.reason, { count: obstacle.count })
  if (people !== shown) throw conflict('cycles.peopleChanged', { params: { people } })
  return { people, already: outcome.already }
}

export const rollOut = os.rollOut.handler(async ({ input, context }) => {
  const { db, jobs, now, orgId } = context
  const cycle = await cycleFor(context, input.id, 'rollOut')
  const { people, already } = await readyPeople(context, cycle, input.people)
  const asked = { rolloutAskedAt: now, launchedAt: null, launchTotal: already + people }
  await db
    .updateTable('cycle')
    .set(asked)
    .where('orgId', '=', orgId)
    .where('id', '=', cycle.id)
    .execute()
  await record(db, context, 'cycle.rolloutAsked', { subjectId: cycle.id, data: { people } })
  await jobs.enqueue(db, launchQueue, { orgId, cycleId: cycle.id }, `${cycle.id}.rollout`)
  return present(context, { ...cycle, ...asked })
})

export const close = os.close.handler(async ({ input, context }) => {
  const cycle = await cycleFor(context, input.id, 'close')
  const { db, now, orgId } = context
  await db
    .updateTable('cycle')
    .set({ closedAt: now })
    .where('orgId', '=', orgId)
    .where('id', '=', cycle.id)
    .execute()
  await record(db, context, 'cycle.closed', { subjectId: cycle.id })
  return present(context, { ...cycle, closedAt: now })
})
