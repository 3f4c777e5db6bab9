import type { Context } from '../../../accounts/policy.ts'
import { templateVersion } from '../../../templates/queries.ts'
import { departmentsById } from '../../monitor/focus/queries.ts'
import { chainTo } from '../../monitor/rules.ts'
import { ratingScope, smallestGroup } from '../../policy.ts'
import type { Curve } from '../contract.ts'
import { resultCells } from '../queries.ts'
import { curveOf, knownScale, spreadAt } from '../rules.ts'

/** A talk as far as the group around it depends on it. */
interface Around {
  cycleId: string | null
  departmentId: string
  templateVersionId: string
}

/**
 * The nearest group around a talk that is large enough for a distribution, beside what is expected of it.
 * Null where nothing is expected, nobody is near enough, or whoever asks may not count ratings.
 */
export async function groupAround(
  context: Context,
  { cycleId, departmentId, templateVersionId }: Around,
): Promise<{
  scale: string
  department: { id: string; name: string } | null
  curve: Curve
} | null> {
  const { db, orgId, actor } = context
  const { scale: own } = await templateVersion(db, orgId, templateVersionId)
  if (!own || cycleId === null) return null
  const cycle = await db
    .selectFrom('cycle')
    .selectAll()
    .where('orgId', '=', orgId)
    .where('id', '=', cycleId)
    .executeTakeFirstOrThrow()
  const scale = knownScale(own)
  const expected = cycle.expected?.find((each) => each.scale === scale.scale)
  const scope = ratingScope(actor, cycle)
  if (!expected || scope === undefined) return null
  const departments = await departmentsById(context)
  const { cells } = await resultCells(context, cycleId, scope)
  const ofScale = cells.filter((cell) => cell.scale === scale.scale)
  const values = scale.points.map(({ value }) => value)
  for (const asked of [...chainTo(departments, departmentId).reverse(), null]) {
    const shown = spreadAt(departments, ofScale, values, asked, smallestGroup)
    const curve = shown && curveOf(scale, expected, shown.whole.manager)
    if (curve && !curve.tooFew) {
      const department = asked === null ? null : departments.get(asked)!
      return {
        scale: scale.scale,
        department: department && { id: department.id, name: department.name },
        curve,
      }
    }
  }
  return null
}
