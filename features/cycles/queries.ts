import type { Db } from '../../platform/database.ts'
import { isId } from '../../platform/ids.ts'
import { demand, missing } from '../../platform/refusal.ts'
import type { Context } from '../accounts/policy.ts'
import type { FlowBody } from '../flows/contract.ts'
import { flowVersion } from '../flows/queries.ts'
import { actorKind } from '../flows/owners/rules.ts'
import { dueDates } from '../flows/rules.ts'
import { calendarOf } from '../org/calendar/queries.ts'
import type { WorkCalendar } from '../org/calendar/rules.ts'
import type { Text } from '../templates/contract.ts'
import { templateVersion } from '../templates/queries.ts'
import type { Cycle, CycleSummary, Draft } from './contract.ts'
import {
  hidesSmall,
  mayWrite,
  policy,
  refusalsFor,
  smallestGroup,
  viewOf,
  type View,
} from './policy.ts'
import { stateOf } from './rules.ts'
import type { KnownScale } from './spread/contract.ts'
import { knownScale } from './spread/rules.ts'
import type { CycleTable } from './table.ts'
import { transfersOf } from './transfers/rules.ts'

/** The one way to a cycle: invisible is missing, visible but not allowed is refused with the reason. */
export async function cycleFor(
  { actor, db, orgId }: Context,
  id: string,
  action?: keyof typeof policy,
): Promise<CycleTable> {
  if (!viewOf(actor)) throw missing()
  const select = db
    .selectFrom('cycle')
    .selectAll()
    .where('orgId', '=', orgId)
    .where('id', '=', id)
    .where('discardedAt', 'is', null)
  const cycle = await (action ? select.forUpdate() : select).executeTakeFirst()
  if (!cycle || (stateOf(cycle) === 'draft' && !mayWrite(actor))) throw missing()
  if (action) demand(policy[action](actor, cycle))
  return cycle
}

/** The view of somebody who may look at cycles at all. @throws NOT_FOUND */
export function viewFor({ actor }: Context): View {
  const view = viewOf(actor)
  if (!view) throw missing()
  return view
}

/** A cycle somebody may look at, with what of it they see. */
export const cycleAndView = async (context: Context, id: string) => ({
  cycle: await cycleFor(context, id),
  view: viewFor(context),
})

/** Of these ids, the cycles this person may hear about. */
export async function watchableCycles(
  { actor, db, orgId }: Context,
  asked: string[],
): Promise<string[]> {
  const ids = asked.filter(isId)
  if (!viewOf(actor) || ids.length === 0) return []
  let found = db.selectFrom('cycle').select('id').where('orgId', '=', orgId).where('id', 'in', ids)
  if (!mayWrite(actor)) found = found.where('launchAskedAt', 'is not', null)
  return (await found.execute()).map(({ id }) => id)
}

/**
 * The flows of the mapping and of everybody who is in already, once each, by version id: after a
 * pilot the two may differ.
 */
export async function flowsOf(db: Db, cycle: CycleTable): Promise<Map<string, FlowBody>> {
  const flows = new Map<string, FlowBody>()
  const used = await db
    .selectFrom('participation')
    .select('flowVersionId')
    .distinct()
    .where('orgId', '=', cycle.orgId)
    .where('cycleId', '=', cycle.id)
    .$if(cycle.pilot === null, (select) => select.where((row) => row.lit(false)))
    .execute()
  for (const { flowVersionId } of [...cycle.mapping, ...used])
    if (!flows.has(flowVersionId))
      flows.set(flowVersionId, await flowVersion(db, cycle.orgId, flowVersionId))
  return flows
}

/** The deadlines a flow has in a cycle, as whoever is in it will get them: counted in the organization's working days. */
export const deadlinesIn = (
  { startsOn, deadlines, periodTo }: Pick<CycleTable, 'startsOn' | 'deadlines' | 'periodTo'>,
  flow: FlowBody,
  calendar: WorkCalendar,
): Record<string, string> => dueDates(flow, startsOn, deadlines, { periodTo, calendar })

/** The scales of the templates in a cycle's mapping, each once. */
export async function scalesOf(
  db: Db,
  orgId: string,
  { mapping }: Pick<CycleTable, 'mapping'>,
): Promise<KnownScale[]> {
  const scales = new Map<string, KnownScale>()
  for (const id of new Set(mapping.map(({ templateVersionId }) => templateVersionId))) {
    const { scale } = await templateVersion(db, orgId, id)
    if (scale) scales.set(knownScale(scale).scale, knownScale(scale))
  }
  return [...scales.values()]
}

/** Every stage somebody has to act in, in the order of the days. */
export function stagesOf(
  cycle: CycleTable,
  flows: Iterable<FlowBody>,
  calendar: WorkCalendar,
): Cycle['stages'] {
  const stages = new Map<string, Cycle['stages'][number] & { position: number; first: string }>()
  for (const flow of flows) {
    const due = deadlinesIn(cycle, flow, calendar)
    const usual = deadlinesIn({ ...cycle, deadlines: {} }, flow, calendar)
    for (const [position, { key, label, actor }] of flow.stages.entries()) {
      if (actor === 'system') continue
      const usualDueOn = usual[key]!
      const stage = stages.get(key) ?? {
        key,
        label,
        actor: actorKind(actor),
        dueOn: [],
        flows: [],
        position,
        first: usualDueOn,
      }
      stage.flows.push({ title: flow.title, usualDueOn })
      if (!stage.dueOn.includes(due[key]!)) stage.dueOn.push(due[key]!)
      if (usualDueOn < stage.first) stage.first = usualDueOn
      stages.set(key, stage)
    }
  }
  return [...stages.values()]
    .sort((a, b) => (a.first < b.first ? -1 : a.first > b.first ? 1 : a.position - b.position))
    .map(({ key, label, actor, dueOn, flows }) => ({ key, label, actor, dueOn, flows }))
}

/** The stages of a cycle that are due on another day than their flow itself says. */
export async function movedDays(
  { db, orgId }: Context,
  cycle: CycleTable,
): Promise<{ label: Text; usual: string; set: string }[]> {
  if (Object.keys(cycle.deadlines).length === 0) return []
  const flows = await flowsOf(db, cycle)
  return stagesOf(cycle, flows.values(), await calendarOf(db, orgId)).flatMap(
    ({ key, label, flows }) => {
      const set = cycle.deadlines[key]
      const usual = flows.map(({ usualDueOn }) => usualDueOn).find((day) => day !== set)
      return set && usual ? [{ label, usual, set }] : []
    },
  )
}

/** The last day of the process itself; what is followed up later does not count. */
export function lastDueOn(
  cycle: CycleTable,
  flows: Iterable<FlowBody>,
  calendar: WorkCalendar,
): string | null {
  let last: string | null = null
  for (const flow of flows) {
    const due = deadlinesIn(cycle, flow, calendar)
    for (const { key, phase } of flow.stages)
      if (phase !== 'follow' && (last === null || due[key]! > last)) last = due[key]!
  }
  return last
}

const facts = (cycle: CycleTable, flows: Iterable<FlowBody>, calendar: WorkCalendar) => ({
  id: cycle.id,
  name: cycle.name,
  kind: cycle.kind,
  periodFrom: cycle.periodFrom,
  periodTo: cycle.periodTo,
  startsOn: cycle.startsOn,
  state: stateOf(cycle),
  createdAt: cycle.createdAt,
  launchAskedAt: cycle.launchAskedAt,
  launchedAt: cycle.launchedAt,
  closedAt: cycle.closedAt,
  lastDueOn: lastDueOn(cycle, flows, calendar),
})

/** What HR has written of a cycle. */
export const draftOf = (cycle: CycleTable): Draft => ({
  name: cycle.name,
  kind: cycle.kind,
  periodFrom: cycle.periodFrom,
  periodTo: cycle.periodTo,
  startsOn: cycle.startsOn,
  population: cycle.population,
  mapping: cycle.mapping,
  deadlines: cycle.deadlines,
  pilot: cycle.pilot,
  expected: cycle.expected,
})

/** A cycle as its readers get it; who is in it by name is for those who write it. */
export async function present({ actor, db, orgId }: Context, cycle: CycleTable): Promise<Cycle> {
  const { done } = await db
    .selectFrom('participation')
    .select((row) => row.fn.countAll<number>().as('done'))
    .where('orgId', '=', orgId)
    .where('cycleId', '=', cycle.id)
    .executeTakeFirstOrThrow()
  const flows = [...(await flowsOf(db, cycle)).values()]
  const calendar = await calendarOf(db, orgId)
  const draft = draftOf(cycle)
  const population = {
    ...draft.population,
    personIds: [],
    excludedIds: [],
    substitutes: {},
    transfers: { ...transfersOf(draft.population), asOne: [] },
  }
  return {
    ...facts(cycle, flows, calendar),
    ...draft,
    population: mayWrite(actor) ? draft.population : population,
    version: cycle.version,
    stages: stagesOf(cycle, flows, calendar),
    scales: await scalesOf(db, orgId, cycle),
    launch: cycle.launchAskedAt && {
      askedAt: cycle.launchAskedAt,
      total: cycle.launchTotal ?? 0,
      done,
      finishedAt: cycle.launchedAt,
    },
    refusals: refusalsFor(actor, cycle),
  }
}

/** Every cycle this person may see, the newest first. */
export async function summaries(context: Context): Promise<CycleSummary[]> {
  const { actor, db, orgId, today } = context
  const view = viewFor(context)
  const { counts } = view
  const hides = hidesSmall(view)
  const cycles = await db
    .selectFrom('cycle')
    .selectAll()
    .where('orgId', '=', orgId)
    .where('discardedAt', 'is', null)
    .$if(!mayWrite(actor), (select) => select.where('launchAskedAt', 'is not', null))
    .orderBy('id', 'desc')
    .execute()
  // Who left without a seal is not counted, as on the page of the cycle.
  const sealed = await db
    .selectFrom('participation')
    .innerJoin('person', (join) =>
      join
        .onRef('person.orgId', '=', 'participation.orgId')
        .onRef('person.id', '=', 'participation.personId'),
    )
    .select((row) => [
      'cycleId',
      row.fn.countAll<number>().as('of'),
      row.fn.count<number>('sealedAt').as('done'),
    ])
    .where('participation.orgId', '=', orgId)
    // For whoever may only count, the people counted stay the same (E18).
    .$if(!hides, (select) =>
      select.where((row) =>
        row.or([
          row('sealedAt', 'is not', null),
          row.and([
            row('closedAt', 'is', null),
            row.or([row('person.leftOn', 'is', null), row('person.leftOn', '>', today)]),
          ]),
        ]),
      ),
    )
    .$if(hides, (select) => select.having((row) => row.fn.countAll<number>(), '>=', smallestGroup))
    .$if(counts !== null, (select) => select.where('departmentId', 'in', inNonEmpty(counts)))
    .groupBy('cycleId')
    .execute()
  const byCycle = new Map(sealed.map(({ cycleId, of, done }) => [cycleId, { of, done }]))
  const calendar = await calendarOf(db, orgId)
  const list: CycleSummary[] = []
  for (const cycle of cycles)
    list.push({
      ...facts(cycle, (await flowsOf(db, cycle)).values(), calendar),
      sealed: byCycle.get(cycle.id) ?? { of: 0, done: 0 },
    })
  return list
}

// `in ()` is no SQL; the nil id belongs to no department.
const inNonEmpty = (ids: string[] | null) =>
  ids?.length ? ids : ['00000000-0000-0000-0000-000000000000']
