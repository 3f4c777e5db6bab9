import { z } from 'zod'
import { cycleKinds } from '../kinds/contract.ts'
import { expectedShape } from '../spread/contract.ts'

const day = z.iso.date()
const id = z.uuid()
const words = z.array(z.string().max(100)).max(50)

/** What becomes of a change of posts inside the period (E03). */
export const transfersShape = z.object({
  /** Whether former managers are asked for a summary of their part; the split is shown either way. */
  ask: z.enum(['formerManagers', 'nobody']),
  /** A stretch of fewer days counts with the one after it. */
  mergedBelow: z.int().min(0).max(366),
  /** Whose period is one piece all the same. */
  asOne: z.array(id).max(20_000),
})
export type Transfers = z.infer<typeof transfersShape>

export const populationShape = z.object({
  /** `rules`: whoever stands in one of the departments and has one of the levels and job families. */
  who: z.enum(['rules', 'list']),
  /** Each with everything below it; empty is the whole organization. */
  departmentIds: z.array(id).max(500),
  /** Empty is every level; `''` is a person without one. */
  levels: words,
  jobFamilies: words,
  /** `list`: exactly these. `rules`: these as well. */
  personIds: z.array(id).max(20_000),
  excludedIds: z.array(id).max(20_000),
  /** Hired after this day is too late to be rated; null asks nobody. */
  joinedAfter: day.nullable(),
  /** Talks without a rating (未评级), or does not take part at all. */
  joinedTooLate: z.enum(['unrated', 'excluded']),
  /** A person whose manager is missing or cannot act: whoever stands in, or null for no manager part. */
  substitutes: z.record(id, id.nullable()),
  /** What holds for people without a manager whom `substitutes` does not name. */
  withoutManager: z.enum(['decide', 'noManagerPart']),
  /** Not in the cycles of earlier programs. */
  transfers: transfersShape.optional(),
})
export type Population = z.infer<typeof populationShape>

export const mappingRuleShape = z.object({
  /** Each with everything below it; absent or empty is the whole organization. */
  departmentIds: z.array(id).max(500).optional(),
  levels: words,
  jobFamilies: words,
  templateVersionId: id,
  flowVersionId: id,
})
/**
 * Which template and flow for whom. Of department, level and family, the rule that names more of them
 * beats one that names fewer; between equals the one with the department nearest to the person.
 */
export type MappingRule = z.infer<typeof mappingRuleShape>

const stageKey = z.string().max(40)
export const deadlinesShape = z.record(stageKey, day)
/** Stage key → day, where it differs from the flow's own. */
export type Deadlines = z.infer<typeof deadlinesShape>

/** The teams that begin, each with everything below it; everybody else follows with the roll-out. */
export const pilotShape = z.object({ departmentIds: z.array(id).max(500) })
export type Pilot = z.infer<typeof pilotShape>

/** What HR writes while a cycle is a draft; saved as a whole. */
export const draftShape = z.object({
  name: z.string().max(100),
  kind: z.enum(cycleKinds),
  periodFrom: day,
  periodTo: day,
  /** The first day of the process; stages are due so many days after it. */
  startsOn: day,
  population: populationShape,
  mapping: z.array(mappingRuleShape).max(30),
  deadlines: deadlinesShape,
  /** null: everybody begins at once. Fixed once the pilot has been launched. */
  pilot: pilotShape.nullable().default(null),
  /** How ratings are expected to be spread, one entry for each scale; null: nothing is. Fixed at the launch. */
  expected: z.array(expectedShape).max(10).nullable().default(null),
})
export type Draft = z.infer<typeof draftShape>
