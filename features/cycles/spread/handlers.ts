import { implement } from '@orpc/server'
import { demand, missing } from '../../../platform/refusal.ts'
import type { Context } from '../../accounts/policy.ts'
import { departmentsById } from '../monitor/focus/queries.ts'
import { mayCalibrate, ratingScope, refusalToFinish, smallestGroup, type Scope } from '../policy.ts'
import { cycleFor } from '../queries.ts'
import type { CycleTable } from '../table.ts'
import { spreadContract, type KnownScale, type ScaleSpread, type Spread } from './contract.ts'
import { calibrationsOf, cycleBefore, noteCalibration, resultCells } from './queries.ts'
import { countedIn, curveOf, outsideOf, smallestCurve, spreadAt, type Cell } from './rules.ts'

const os = implement(spreadContract).$context<Context>()

const valuesOf = ({ points }: KnownScale) => points.map(({ value }) => value)

/** A cycle and the departments whose ratings one may count in it. @throws NOT_FOUND */
async function countable(context: Context, id: string): Promise<[CycleTable, Scope]> {
  const cycle = await cycleFor(context, id)
  const scope = ratingScope(context.actor, cycle)
  if (scope === undefined) throw missing()
  return [cycle, scope]
}

type Departments = Awaited<ReturnType<typeof departmentsById>>

/** One scale of a cycle as it may be shown at a department, with what is expected of it. */
function scaleSpread(
  cycle: CycleTable,
  departments: Departments,
  scale: KnownScale,
  cells: readonly Cell[],
  asked: string | null,
): ScaleSpread {
  const own = cells.filter((cell) => cell.scale === scale.scale)
  const shown = spreadAt(departments, own, valuesOf(scale), asked, smallestGroup)
  const expected = cycle.expected?.find((each) => each.scale === scale.scale)
  return {
    ...scale,
    whole: shown?.whole ?? null,
    groups: (shown?.groups ?? [])
      .map((group) => ({
        ...group,
        name: group.id === null ? null : departments.get(group.id)!.name,
      }))
      .sort((a, b) => b.rated - a.rated),
    curve: shown && expected ? curveOf(scale, expected, shown.whole.manager) : null,
  }
}

const spread = os.spread.handler(async ({ input, context }): Promise<Spread> => {
  const { actor, now } = context
  const [cycle, scope] = await countable(context, input.id)
  const departments = await departmentsById(context)
  const asked = input.departmentId ?? null
  if (asked !== null && !departments.has(asked)) throw missing()
  const { scales, cells } = await resultCells(context, cycle.id, scope)
  const finished = mayCalibrate(actor) ? await calibrationsOf(context, cycle.id, scope) : []
  return {
    asOf: now,
    department: asked === null ? null : { id: asked, name: departments.get(asked)!.name },
    scales: scales
      .map((scale) => scaleSpread(cycle, departments, scale, cells, asked))
      .sort((a, b) => (b.whole?.rated ?? 0) - (a.whole?.rated ?? 0)),
    earlier: asked === null ? await earlierOf(context, cycle, scope) : null,
    finished: finished.map(({ departmentId, conversationId, ...note }) => ({
      ...note,
      department: departmentId && (departments.get(departmentId)?.name ?? null),
      ofOneTalk: conversationId !== null,
    })),
    smallest: smallestGroup,
    smallestCurve,
    refusal: refusalToFinish(actor, cycle),
  }
})

/** The results of the cycle before, each scale by itself: nothing is converted from one to another (E20). */
async function earlierOf(
  context: Context,
  cycle: CycleTable,
  scope: Scope,
): Promise<Spread['earlier']> {
  const before = await cycleBefore(context, cycle)
  if (!before) return null
  const { scales, cells } = await resultCells(context, before.id, scope)
  const shown = scales.flatMap((scale) => {
    const own = cells.filter((cell) => cell.scale === scale.scale)
    const { rated, manager } = countedIn(own, valuesOf(scale))
    return rated < smallestGroup ? [] : [{ ...scale, rated, counts: manager.counts }]
  })
  return shown.length === 0 ? null : { name: before.name, scales: shown }
}

const finishCalibration = os.finishCalibration.handler(async ({ input, context }) => {
  const [cycle, scope] = await countable(context, input.id)
  demand(refusalToFinish(context.actor, cycle))
  const departments = await departmentsById(context)
  const departmentId = input.departmentId ?? null
  if (departmentId !== null && !departments.has(departmentId)) throw missing()
  const { scales, cells } = await resultCells(context, cycle.id, scope)
  const scale = scales.find((each) => each.scale === input.scale)
  const seen = scale && scaleSpread(cycle, departments, scale, cells, departmentId)
  if (!seen?.whole) throw missing()
  await noteCalibration(context, {
    cycleId: cycle.id,
    scale: input.scale,
    departmentId,
    conversationId: null,
    rated: seen.whole.rated,
    outside: outsideOf(seen.curve),
    reason: input.reason ?? null,
  })
})

export const spreadHandlers = { spread, finishCalibration }
