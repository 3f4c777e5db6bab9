import { implement } from '@orpc/server'
import { sql } from 'kysely'
import { json } from '../../../platform/database.ts'
import { record } from '../../../platform/events.ts'
import { invalid, missing } from '../../../platform/refusal.ts'
import type { Context } from '../../accounts/policy.ts'
import { calendarOf } from '../../org/calendar/queries.ts'
import { startDraft } from '../drafts/queries.ts'
import { subtree } from '../dryrun/queries.ts'
import { mayWrite } from '../policy.ts'
import { flowsOf, lastDueOn, viewFor } from '../queries.ts'
import { presets } from '../presets/rules.ts'
import { stateOf } from '../rules.ts'
import { matrixShape, yearContract, type Matrix } from './contract.ts'
import { planTalks, talksOf } from './planning/queries.ts'
import { cycleKindOf, gapsIn, usualGapDays, usualMatrix } from './rules.ts'
import './table.ts'

const os = implement(yearContract).$context<Context>()

function forWriters(context: Context): void {
  viewFor(context)
  if (!mayWrite(context.actor)) throw missing()
}

const matrixOf = ({ org }: Context): Matrix => {
  const own = matrixShape.safeParse(org.settings.channelMatrix)
  return own.success ? own.data : usualMatrix
}

/** What is in the plan and touches these days. */
const touches = (from: string, to: string) =>
  sql<boolean>`removed_at is null and starts_on <= ${to}::date and ends_on >= ${from}::date`

const get = os.get.handler(async ({ input: { year }, context }) => {
  viewFor(context)
  const { actor, db, orgId } = context
  const [from, to] = [`${year}-01-01`, `${year}-12-31`]
  const talks = await db
    .selectFrom('plannedTalk')
    .select(['id', 'scenario', 'channel', 'name', 'startsOn', 'endsOn', 'note', 'cycleId'])
    .where('orgId', '=', orgId)
    .where(touches(from, to))
    .orderBy('startsOn')
    .orderBy('id')
    .execute()
  const projects = await db
    .selectFrom('project')
    .select(['id', 'name', 'startsOn', 'endsOn', 'departmentIds'])
    .select((row) =>
      row
        .selectFrom('department')
        .select(sql<string[]>`coalesce(array_agg(department.name order by path), '{}')`.as('names'))
        .whereRef('department.orgId', '=', 'project.orgId')
        .where(sql<boolean>`department.id = any(project.department_ids)`)
        .as('departments'),
    )
    .where('orgId', '=', orgId)
    .where(touches(from, to))
    .orderBy('startsOn')
    .orderBy('id')
    .execute()
  const drafts = mayWrite(actor)
  const found = await db
    .selectFrom('cycle')
    .selectAll()
    .where('orgId', '=', orgId)
    .where('discardedAt', 'is', null)
    .where('startsOn', '<=', to)
    .$if(!drafts, (select) => select.where('launchAskedAt', 'is not', null))
    .orderBy('startsOn')
    .execute()
  const cycles = []
  const calendar = await calendarOf(db, orgId)
  for (const cycle of found) {
    const endsOn = lastDueOn(cycle, (await flowsOf(db, cycle)).values(), calendar)
    if ((endsOn ?? cycle.startsOn) < from) continue
    const { id, name, startsOn } = cycle
    cycles.push({ id, name, startsOn, endsOn, isDraft: stateOf(cycle) === 'draft' })
  }
  const stretches = [
    ...talks,
    ...cycles.map(({ startsOn, endsOn }) => ({ startsOn, endsOn: endsOn ?? startsOn })),
  ]
  return {
    year,
    talks,
    projects: projects.map((project) => ({ ...project, departments: project.departments ?? [] })),
    cycles,
    gaps: gapsIn(stretches, from, to, usualGapDays),
    gapDays: usualGapDays,
    matrix: matrixOf(context),
    refusals: { write: drafts ? null : 'cycles.onlyHr' },
  }
})

const inOrder = ({ startsOn, endsOn }: { startsOn: string; endsOn: string }) => {
  if (endsOn < startsOn) throw invalid('cycles.endBeforeStart', {}, 'endsOn')
}

const saveTalk = os.saveTalk.handler(async ({ input, context }) => {
  forWriters(context)
  inOrder(input)
  const { actorId, db, now, orgId } = context
  const { id, ...fields } = input
  await db
    .insertInto('plannedTalk')
    .values({ orgId, id, ...fields, cycleId: null, ...born(actorId!, now) })
    .onConflict((row) => row.columns(['orgId', 'id']).doUpdateSet({ ...fields, removedAt: null }))
    .execute()
  await record(db, context, 'year.talkPlanned', { subjectId: id, data: { name: input.name } })
})

const born = (createdBy: string, createdAt: Date) => ({ createdBy, createdAt, removedAt: null })

/** Takes a row out of the year; saved again, it is back. */
const remove = async (
  { db, orgId, now }: Context,
  table: 'plannedTalk' | 'project',
  id: string,
): Promise<void> => {
  const { numUpdatedRows } = await db
    .updateTable(table)
    .set({ removedAt: now })
    .where('orgId', '=', orgId)
    .where('id', '=', id)
    .executeTakeFirst()
  if (numUpdatedRows === 0n) throw missing()
}

const removeTalk = os.removeTalk.handler(async ({ input, context }) => {
  forWriters(context)
  await remove(context, 'plannedTalk', input.id)
  await record(context.db, context, 'year.talkRemoved', { subjectId: input.id })
})

const saveProject = os.saveProject.handler(async ({ input, context }) => {
  forWriters(context)
  inOrder(input)
  const { actorId, db, now, orgId } = context
  const { id, ...fields } = input
  const known = (await subtree(db, orgId, fields.departmentIds)) ?? new Set()
  if (fields.departmentIds.some((each) => !known.has(each)))
    throw invalid('cycles.unknownDepartment', {}, 'departmentIds')
  await db
    .insertInto('project')
    .values({ orgId, id, ...fields, ...born(actorId!, now) })
    .onConflict((row) => row.columns(['orgId', 'id']).doUpdateSet({ ...fields, removedAt: null }))
    .execute()
  await record(db, context, 'year.projectNamed', { subjectId: id, data: { name: input.name } })
})

const removeProject = os.removeProject.handler(async ({ input, context }) => {
  forWriters(context)
  await remove(context, 'project', input.id)
  await record(context.db, context, 'year.projectRemoved', { subjectId: input.id })
})

const addUsual = os.addUsual.handler(async ({ input: { year, stage }, context }) => {
  forWriters(context)
  const { db, orgId } = context
  await planTalks(context, talksOf(year, presets[stage].months, context.actor.locale))
  await sql`update organization set settings = settings || ${json({ companyStage: stage })}::jsonb
             where id = ${orgId}`.execute(db)
  await record(db, context, 'year.usualAdded', { subjectId: orgId, data: { year, stage } })
})

const saveMatrix = os.saveMatrix.handler(async ({ input: { matrix }, context }) => {
  forWriters(context)
  const { db, orgId } = context
  await sql`update organization set settings = settings || ${json({ channelMatrix: matrix })}::jsonb
             where id = ${orgId}`.execute(db)
  await record(db, context, 'year.matrixChanged', { subjectId: orgId })
})

const makeCycle = os.makeCycle.handler(async ({ input: { id }, context }) => {
  forWriters(context)
  const { db, orgId } = context
  const talk = await db
    .selectFrom('plannedTalk')
    .selectAll()
    .where('orgId', '=', orgId)
    .where('id', '=', id)
    .where('removedAt', 'is', null)
    .forUpdate()
    .executeTakeFirst()
  if (!talk) throw missing()
  if (talk.cycleId) return { cycleId: talk.cycleId }
  const { id: cycleId } = await startDraft(context, {
    name: talk.name,
    kind: cycleKindOf[talk.scenario],
    startsOn: talk.startsOn,
  })
  await db
    .updateTable('plannedTalk')
    .set({ cycleId })
    .where('orgId', '=', orgId)
    .where('id', '=', id)
    .execute()
  return { cycleId }
})

export const yearHandlers = {
  get,
  saveTalk,
  removeTalk,
  saveProject,
  removeProject,
  addUsual,
  saveMatrix,
  makeCycle,
}
