import type { Context } from '../../../accounts/policy.ts'
import { lineAbove } from '../../../org/delegation/queries.ts'
import type { Focus } from '../../monitor/queries.ts'
import { knowsOfHr } from '../../policy.ts'
import type { CycleTable } from '../../table.ts'
import { deviations, type Deviation } from '../contract.ts'
import { countDeviations, designsIn, shelves, type Against, type Shelves } from '../queries.ts'
import { designDiffers, seenBy, standardOf } from '../rules.ts'

type Asked = Pick<CycleTable, 'kind' | 'closedAt'>

/** What a cycle’s talks are held against, in the focus of whoever asks. */
export async function against(
  context: Context,
  cycle: Asked,
  focus: Focus,
  { templates, flows }: Shelves,
): Promise<{ against: Against; seen: Deviation[] }> {
  const { db, actor } = context
  const standard = standardOf(cycle.kind, context.org.settings, { templates, flows })
  const used = await designsIn(context, focus)
  const differing = used.map((design) => ({
    ...design,
    differs: designDiffers(standard.design, {
      template: templates.get(design.templateVersionId)!,
      flow: flows.get(design.flowVersionId)!,
    }),
  }))
  const apart = [actor.personId, ...(await lineAbove(db, context, actor.personId))]
  return { against: { differing, apart }, seen: seenBy(knowsOfHr(actor, focus), deviations) }
}

/** The shelf as it was while a cycle ran. */
export const shelvesOf = (context: Context, { closedAt }: Asked) =>
  shelves(context, closedAt ?? context.now)

/** How many talks are in focus, and how many of them differ in anything. */
export async function talksAgainst(
  context: Context,
  cycle: Asked,
  focus: Focus,
  shelf: Shelves,
): Promise<{ people: number; deviating: number }> {
  const asked = await against(context, cycle, focus, shelf)
  const cells = await countDeviations(context, focus, asked.against, asked.seen)
  const sum = (of: 'people' | 'deviating') => cells.reduce((to, cell) => to + cell[of], 0)
  return { people: sum('people'), deviating: sum('deviating') }
}

/** How many talks of a whole cycle differ in anything. */
export const deviatingIn = async (
  context: Context,
  cycle: Asked & Pick<CycleTable, 'id'>,
): Promise<number> => {
  const everybody = { cycleId: cycle.id, scope: null, departmentIds: null, leavers: true }
  const shelf = await shelvesOf(context, cycle)
  return (await talksAgainst(context, cycle, everybody, shelf)).deviating
}
