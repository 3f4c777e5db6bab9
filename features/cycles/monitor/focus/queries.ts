import { missing, refuse } from '../../../../platform/refusal.ts'
import type { Context } from '../../../accounts/policy.ts'
import { lineAbove } from '../../../org/delegation/queries.ts'
import { hidesSmall, hrScope, smallestGroup, type Scope, type View } from '../../policy.ts'
import { countPeople, type Focus, type Question } from '../queries.ts'
import { chainTo, sizeOf, standsAlone, type Department } from '../rules.ts'

/** The organization's departments by id, closed ones too: a cycle may be older than a reorganization. */
export async function departmentsById({ db, orgId }: Question): Promise<Map<string, Department>> {
  const rows = await db
    .selectFrom('department')
    .select(['id', 'parentId', 'name'])
    .where('orgId', '=', orgId)
    .execute()
  return new Map(rows.map((row) => [row.id, row]))
}

/** A department and everything below it. */
const within = (departments: ReadonlyMap<string, Department>, id: string): string[] =>
  [...departments.keys()].filter((each) => chainTo(departments, each).includes(id))

/**
 * The participations a viewer asks about.
 * @param scope the departments of the viewer.
 * @throws NOT_FOUND for a department that is none of this organization's.
 */
export function focusOn(
  departments: ReadonlyMap<string, Department>,
  scope: Scope,
  input: { id: string; departmentId?: string | undefined; leavers?: boolean | undefined },
): Focus {
  if (input.departmentId && !departments.has(input.departmentId)) throw missing()
  const departmentIds = input.departmentId ? within(departments, input.departmentId) : null
  return { cycleId: input.id, scope, departmentIds, leavers: input.leavers ?? false }
}

/**
 * The same for whoever may only count. The people counted are then always the same, whoever has left since
 * and whatever is filtered: between two looks or two filters nobody can be subtracted. A department that does
 * not stand on its own is not counted, nor is a whole that is too small (E18).
 * @throws FORBIDDEN for what is too small to be counted.
 */
export async function countsFocus(
  context: Context,
  view: View,
  input: Parameters<typeof focusOn>[2],
): Promise<Focus> {
  const departments = await departmentsById(context)
  const focus = focusOn(departments, view.counts, input)
  if (!hidesSmall(view)) return focus
  const named = new Set(view.names ?? [])
  const everybody = focusOn(departments, view.counts, { id: input.id, leavers: true })
  // Whom one may name anyway hides nobody else.
  const sizes = new Map(
    (await countPeople(context, everybody))
      .filter(({ people, departmentId }) => people > 0 && !named.has(departmentId))
      .map(({ departmentId, people }) => [departmentId, people]),
  )
  const all = sizeOf(sizes.keys(), sizes)
  if (all > 0 && all < smallestGroup) {
    if (view.names) return focusOn(departments, view.names, input)
    throw refuse('cycles.tooFewToCount', { k: smallestGroup })
  }
  const { departmentId } = input
  if (
    departmentId &&
    !named.has(departmentId) &&
    all > 0 &&
    !standsAlone(departments, sizes, departmentId, smallestGroup)
  )
    throw refuse('cycles.tooFewToCount', { k: smallestGroup })
  return { ...focus, leavers: true }
}

/** The same where people are named: HR finds nobody above itself there, as at the talk’s own door (I5). */
export async function namesFocus(
  context: Context,
  names: Scope,
  input: Parameters<typeof focusOn>[2],
): Promise<Focus> {
  const { db, actor } = context
  const focus = focusOn(await departmentsById(context), names, input)
  if (hrScope(actor) === undefined) return focus
  return { ...focus, apart: await lineAbove(db, context, actor.personId) }
}
