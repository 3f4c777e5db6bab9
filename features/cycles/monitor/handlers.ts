import { implement } from '@orpc/server'
import { dayIn } from '../../../platform/clock.ts'
import { missing } from '../../../platform/refusal.ts'
import type { Context } from '../../accounts/policy.ts'
import type { FlowBody } from '../../flows/contract.ts'
import { labelOfStage } from '../../flows/beside/rules.ts'
import { flowVersion, runsOf } from '../../flows/queries.ts'
import { calendarOf } from '../../org/calendar/queries.ts'
import {
  cyclesContract,
  standings,
  type Monitor,
  type Participant,
  type Wait,
} from '../contract.ts'
import { hidesSmall, ratingScope, smallestGroup } from '../policy.ts'
import { cycleAndView, flowsOf, stagesOf } from '../queries.ts'
import { daysBetween } from '../rules.ts'
import { countsFocus, departmentsById, namesFocus } from './focus/queries.ts'
import { participants as page, waiting } from './named/queries.ts'
import { countCases, countOpening, countPeople, countStages, countStandings } from './queries.ts'
import { levelBelow, sizeOf, total, unnamedIn, withoutSmall, type Cell } from './rules.ts'

const os = implement(cyclesContract).$context<Context>()

export const monitor = os.monitor.handler(async ({ input, context }): Promise<Monitor> => {
  const { cycle, view } = await cycleAndView(context, input.id)
  const departments = await departmentsById(context)
  const focus = await countsFocus(context, view, input)
  const flows = await flowsOf(context.db, cycle)
  const people = await countPeople(context, focus)
  const all = await countStages(context, focus, conditionalIn(flows))
  const cells = input.stage ? all.filter(({ key }) => key === input.stage) : all
  const sum = (count: (cell: (typeof people)[number]) => number) =>
    people.reduce((to, cell) => to + count(cell), 0)
  const level = levelBelow(
    departments,
    people.filter((cell) => cell.people > 0).map(({ departmentId }) => departmentId),
    input.departmentId ?? null,
  )
  const sizes = new Map(people.map(({ departmentId, people: own }) => [departmentId, own]))
  const rows = level.groups.map(({ id, members, hasBelow }) => ({
    id: id as string | null,
    name: departments.get(id)!.name as string | null,
    hasBelow,
    people: sizeOf(members, sizes),
    ...total(cells.filter(({ departmentId }) => members.has(departmentId))),
  }))
  const unnamed = unnamedIn(level.groups, sizes, new Set(view.names ?? []))
  const counted = await countStandings(context, focus)
  return {
    asOf: context.now,
    people: sum((cell) => cell.people),
    opening: isFresh(cycle, context.now) ? await countOpening(context, focus) : 0,
    left: sum((cell) => cell.left),
    unrated: sum((cell) => cell.unrated),
    sealed: { done: sum((cell) => cell.sealed), of: sum((cell) => cell.people) },
    items: total(cells),
    outcomes: {
      agreed: sum((cell) => cell.agreed),
      readWithReservation: sum((cell) => cell.readWithReservation),
      refused: sum((cell) => cell.refused),
      notAnswered: sum((cell) => cell.notAnswered),
    },
    cases: await countCases(context, focus),
    stages: stagesOf(cycle, flows.values(), await calendarOf(context.db, context.orgId))
      .map(({ key, label }) => ({
        key,
        label,
        ...total(all.filter((cell: Cell) => cell.key === key)),
      }))
      .filter(({ of }) => of > 0),
    departments: sortedByNeed(
      hidesSmall(view) ? withoutSmall(rows, smallestGroup, ({ id }) => unnamed.get(id)!) : rows,
    ),
    path: level.path.map((id) => ({ id, name: departments.get(id)!.name })),
    standing: standings.map((at) => ({
      at,
      people: counted.reduce((to, each) => (each.at === at ? to + each.people : to), 0),
    })),
    templates: new Set(cycle.mapping.map(({ templateVersionId }) => templateVersionId)).size,
    flows: flows.size,
    mayName: view.names !== undefined,
    mayRate: ratingScope(context.actor, cycle) !== undefined,
  }
})

/** Launched so lately that talks may still have to be opened. */
const isFresh = ({ launchedAt }: { launchedAt: Date | null }, now: Date) =>
  launchedAt !== null && now.getTime() - launchedAt.getTime() < 3_600_000

/** Where most is missing stands first; then the largest. */
const sortedByNeed = <Row extends { missing: number; people: number }>(rows: Row[]): Row[] =>
  [...rows].sort((a, b) => b.missing - a.missing || b.people - a.people)

const conditionalIn = (flows: Map<string, FlowBody>) =>
  [...flows].flatMap(([flowVersionId, { stages }]) =>
    stages.filter(({ condition }) => condition).map(({ key }) => ({ flowVersionId, key })),
  )

export const waits = os.waits.handler(async ({ input, context }) => {
  const { view } = await cycleAndView(context, input.id)
  if (view.names === undefined) throw missing()
  const focus = await namesFocus(context, view.names, input)
  const rows = await waiting(context, focus, input.limit)
  const items: Wait[] = []
  for (const row of rows) {
    const flow = await flowVersion(context.db, context.orgId, row.flowVersionId)
    items.push({
      conversationId: row.conversationId,
      stageKey: row.stageKey,
      label: labelOfStage(flow, row.stageKey),
      actor: row.actor,
      employee: {
        id: row.personId,
        name: row.name,
        employeeNo: row.employeeNo,
        department: row.department,
      },
      manager: leaderOf(row),
      owner: row.ownerId ? { id: row.ownerId, name: row.ownerName ?? '' } : null,
      openedAt: row.openedAt,
      dueOn: row.dueOn,
      days: daysBetween(dayIn(context.org.timezone, row.openedAt), context.today),
      lateDays: lateDays(row.dueOn, context.today),
    })
  }
  return { items, total: rows[0]?.total ?? 0, asOf: context.now }
})

const leaderOf = ({
  leaderId,
  leaderName,
}: {
  leaderId: string | null
  leaderName: string | null
}) => (leaderId === null ? null : { id: leaderId, name: leaderName ?? '' })

const lateDays = (dueOn: string | null, today: string) =>
  dueOn && dueOn < today ? daysBetween(dueOn, today) : 0

export const participants = os.participants.handler(async ({ input, context }) => {
  const { view } = await cycleAndView(context, input.id)
  if (view.names === undefined) throw missing()
  const focus = await namesFocus(context, view.names, input)
  const { rows, total } = await page(context, focus, input)
  const runs = await runsOf(
    context.db,
    context.orgId,
    rows.map(({ conversationId }) => conversationId),
  )
  const items = rows.map((row): Participant => {
    const stages =
      runs
        .get(row.conversationId)
        ?.stages.filter(
          ({ actor, skipReason }) => actor !== 'system' && skipReason !== 'notNeeded',
        ) ?? []
    return {
      id: row.id,
      conversationId: row.conversationId,
      isOpened: row.isOpened,
      person: {
        id: row.personId,
        name: row.name,
        employeeNo: row.employeeNo,
        department: row.department,
      },
      position: row.position,
      manager: leaderOf(row),
      unrated: row.unrated,
      leftOn: row.leftOn,
      sealedAt: row.sealedAt,
      outcome: row.outcome,
      handOver: row.handOver,
      open: stages
        .filter(({ openedAt, doneAt, skippedAt }) => openedAt && !doneAt && !skippedAt)
        .map(({ key, label, phase, dueOn }) => ({
          key,
          label,
          phase,
          dueOn,
          lateDays: lateDays(dueOn, context.today),
        })),
      stagesDone: stages.filter(({ doneAt }) => doneAt).length,
      stagesOf: stages.length,
    }
  })
  return {
    items,
    total,
    next: rows.length === input.limit ? rows.at(-1)!.id : null,
    asOf: context.now,
  }
})
