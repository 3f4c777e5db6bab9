import { implement, ORPCError } from '@orpc/server'
import { sql } from 'kysely'
import { json } from '../../../platform/database.ts'
import { record } from '../../../platform/events.ts'
import { invalid, missing } from '../../../platform/refusal.ts'
import type { Context } from '../../accounts/policy.ts'
import { cycleKinds } from '../kinds/contract.ts'
import { countsFocus, departmentsById, namesFocus } from '../monitor/focus/queries.ts'
import { levelBelow, sizeOf, smallTogether, unnamedIn } from '../monitor/rules.ts'
import { hidesSmall, mayWrite, smallestGroup } from '../policy.ts'
import { cycleAndView, movedDays, summaries, viewFor } from '../queries.ts'
import { standardContract, type Deviating, type Deviation } from './contract.ts'
import { against, shelvesOf, talksAgainst } from './counting/queries.ts'
import {
  countDeviations,
  deviatingTalks,
  shelves,
  type DeviationCell,
  type Shelves,
} from './queries.ts'
import { onceHeld, standardOf, withoutRare } from './rules.ts'

const os = implement(standardContract).$context<Context>()

const sum = (cells: readonly DeviationCell[], of: (cell: DeviationCell) => number) =>
  cells.reduce((to, cell) => to + of(cell), 0)

/** How many of which talks differ in what; what happens in talks only is counted of those that were held. */
const countsOf = (cells: readonly DeviationCell[], seen: readonly Deviation[]) =>
  seen.map((kind) => ({
    kind,
    people: sum(cells, (cell) => cell[kind]),
    of: sum(cells, (cell) => (onceHeld.includes(kind) ? cell.held : cell.people)),
  }))

const of = os.of.handler(async ({ input, context }): Promise<Deviating> => {
  const { cycle, view } = await cycleAndView(context, input.id)
  const departments = await departmentsById(context)
  const focus = await countsFocus(context, view, input)
  const shelf = await shelvesOf(context, cycle)
  const asked = await against(context, cycle, focus, shelf)
  const cells = await countDeviations(context, focus, asked.against, asked.seen)
  const sizes = new Map(cells.map(({ departmentId, people }) => [departmentId, people]))
  const level = levelBelow(departments, [...sizes.keys()], input.departmentId ?? null)
  const rowOf = (id: string | null, members: ReadonlySet<string>, hasBelow: boolean) => {
    const own = cells.filter(({ departmentId }) => members.has(departmentId))
    return {
      id,
      name: id === null ? null : departments.get(id)!.name,
      hasBelow,
      members,
      people: sizeOf(members, sizes),
      deviating: sum(own, ({ deviating }) => deviating),
      counts: countsOf(own, asked.seen),
    }
  }
  const rows = level.groups.map(({ id, members, hasBelow }) => rowOf(id, members, hasBelow))
  const unnamed = unnamedIn(level.groups, sizes, new Set(view.names ?? []))
  const shown = hidesSmall(view)
    ? smallTogether(
        rows,
        smallestGroup,
        (small) => rowOf(null, new Set(small.flatMap(({ members }) => [...members])), false),
        ({ id }) => unnamed.get(id)!,
      )
    : rows
  const designs = asked.against.differing.map(
    ({ templateVersionId, flowVersionId, differs, people }) => ({
      template: shelf.templates.get(templateVersionId)!,
      flow: shelf.flows.get(flowVersionId)!,
      differs,
      people,
    }),
  )
  return {
    asOf: context.now,
    standard: standardOf(cycle.kind, context.org.settings, shelf),
    people: sum(cells, ({ people }) => people),
    deviating: sum(cells, ({ deviating }) => deviating),
    counts: countsOf(cells, asked.seen),
    designs: hidesSmall(view) ? withoutRare(designs, smallestGroup) : designs,
    moved: await movedDays(context, cycle),
    departments: shown
      .map(({ members: _members, ...row }) => row)
      .sort((a, b) => b.deviating / b.people - a.deviating / a.people || b.people - a.people),
    path: level.path.map((id) => ({ id, name: departments.get(id)!.name })),
    mayName: view.names !== undefined,
  }
})

const talks = os.talks.handler(async ({ input, context }) => {
  const { cycle, view } = await cycleAndView(context, input.id)
  if (view.names === undefined) throw missing()
  const focus = await namesFocus(context, view.names, input)
  const asked = await against(context, cycle, focus, await shelvesOf(context, cycle))
  // Somebody who may not know of it does not find out by asking for it.
  if (input.deviation && !asked.seen.includes(input.deviation)) throw missing()
  const rows = await deviatingTalks(context, focus, asked.against, asked.seen, input)
  return {
    items: rows.map((row) => ({
      id: row.id,
      conversationId: row.conversationId,
      person: {
        id: row.personId,
        name: row.name,
        employeeNo: row.employeeNo,
        department: row.department,
      },
      manager: row.managerName,
      differs: asked.seen.filter((kind) => row[kind]),
    })),
    total: rows[0]?.total ?? 0,
    next: rows.length === input.limit ? rows.at(-1)!.id : null,
    asOf: context.now,
  }
})

const overview = os.overview.handler(async ({ context }) => {
  viewFor(context)
  const shelf = await shelves(context, context.now)
  const running = (await summaries(context)).filter(({ state }) =>
    ['launching', 'piloting', 'running'].includes(state),
  )
  const cycles = []
  for (const { id, name, kind, state } of running)
    cycles.push({ id, name, kind, state, talks: await countedTalks(context, id, shelf) })
  return {
    asOf: context.now,
    standards: cycleKinds.map((kind) => standardOf(kind, context.org.settings, shelf)),
    cycles,
    refusals: { choose: mayWrite(context.actor) ? null : 'cycles.onlyHr' },
  }
})

/** Null where so few take part that a count would be about persons. */
async function countedTalks(context: Context, id: string, shelf: Shelves) {
  const { cycle, view } = await cycleAndView(context, id)
  try {
    const focus = await countsFocus(context, view, { id })
    return {
      ...(await talksAgainst(context, cycle, focus, shelf)),
      movedDays: (await movedDays(context, cycle)).length,
    }
  } catch (error) {
    if (error instanceof ORPCError && error.code === 'FORBIDDEN') return null
    throw error
  }
}

const choose = os.choose.handler(async ({ input: { kind, ...design }, context }) => {
  viewFor(context)
  if (!mayWrite(context.actor)) throw missing()
  const { db, orgId, now } = context
  const { templates, flows } = await shelves(context, now)
  const isThere = (of: Shelves['templates'], key: string) =>
    [...of.values()].some((each) => each.key === key && !each.isRetired)
  if (!isThere(templates, design.template)) throw invalid('cycles.standardUnknown', {}, 'template')
  for (const field of ['base', 'management'] as const)
    if (!isThere(flows, design[field])) throw invalid('cycles.standardUnknown', {}, field)
  await sql`update organization set settings = jsonb_set(settings, '{standards}',
              coalesce(settings->'standards', '{}') || ${json({ [kind]: design })}::jsonb)
             where id = ${orgId}`.execute(db)
  await record(db, context, 'cycle.standardNamed', { subjectId: orgId, data: { kind } })
})

export const standardHandlers = { overview, of, talks, choose }
