import { oc } from '@orpc/contract'
import { z } from 'zod'
import { stageActors } from '../flows/contract.ts'
import { textShape } from '../templates/contract.ts'
import { cycleKinds, cycleStates } from './kinds/contract.ts'
import { mechanismContract } from './mechanism/contract.ts'
import { sandboxContract } from './sandbox/contract.ts'
import { expectedShape, knownScaleShape, spreadContract } from './spread/contract.ts'
import { standardContract } from './standard/contract.ts'
import { yearContract } from './year/contract.ts'

export * from './kinds/contract.ts'

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

/** A person as he stood on the day of the launch; never read anew. */
export interface ParticipationSnapshot {
  name: string
  employeeNo: string
  /** Department names from the root, joined by '/'. */
  department: string
  position: string
  level: string | null
  jobFamily: string | null
  managerName: string | null
  managerEmployeeNo: string | null
  /** 'YYYY-MM-DD' */
  hiredOn: string | null
  /** Joined too late to be rated: the talk is held without a rating. */
  unrated: boolean
}

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

const refusals = z.record(z.string(), z.string().nullable())

const cycleFields = {
  id,
  name: z.string(),
  kind: z.enum(cycleKinds),
  periodFrom: day,
  periodTo: day,
  /** The first day of the process; stages are due so many days after it. */
  startsOn: day,
  state: z.enum(cycleStates),
  createdAt: z.date(),
  launchAskedAt: z.date().nullable(),
  launchedAt: z.date().nullable(),
  closedAt: z.date().nullable(),
  /** The last day on which anything of the process is due; null while nothing is chosen. */
  lastDueOn: day.nullable(),
}

/** `of` people, `done` of them; `asOf` says how old the count is. */
const share = z.object({ done: z.int(), of: z.int() })

export const cycleSummaryShape = z.object({
  ...cycleFields,
  /** Sealed records of those that take part. */
  sealed: share,
})
export type CycleSummary = z.infer<typeof cycleSummaryShape>

export const cycleShape = z.object({
  ...cycleFields,
  /** Counts the saves of the draft. */
  version: z.int(),
  ...draftShape.shape,
  /** The stages of the flows in the mapping, in order, with the day each is due. */
  stages: z.array(
    z.object({
      key: z.string(),
      label: textShape,
      actor: z.enum(stageActors),
      /** As HR has set it, or each flow's own day; two flows may differ. */
      dueOn: z.array(day),
      flows: z.array(z.object({ title: textShape, usualDueOn: day })),
    }),
  ),
  /** The scales of the templates in the mapping, each once. */
  scales: z.array(knownScaleShape),
  launch: z
    .object({ askedAt: z.date(), total: z.int(), done: z.int(), finishedAt: z.date().nullable() })
    .nullable(),
  refusals,
})
export type Cycle = z.infer<typeof cycleShape>

export const personRefShape = z.object({
  id,
  name: z.string(),
  employeeNo: z.string(),
  department: z.string(),
})
export type PersonRef = z.infer<typeof personRefShape>

/** What keeps a person from being launched, or wants to be known before. */
export const dryRunFindings = [
  'noTemplate',
  'severalTemplates',
  'noManager',
  'ownManager',
  'managerLeft',
  'joinedTooLate',
  'noAccount',
  'moved',
] as const
export type Finding = (typeof dryRunFindings)[number]

export const segmentShape = z.object({
  fromOn: day,
  /** The last day. */
  untilOn: day,
  months: z.number(),
  /** Hundredths of the whole. */
  share: z.int(),
  department: z.string(),
  position: z.string(),
  manager: z.string().nullable(),
  template: textShape,
  /** The manager of that time is asked for a summary. */
  isAsked: z.boolean(),
})

export const dryRunRowShape = z.object({
  person: personRefShape,
  position: z.string(),
  level: z.string().nullable(),
  jobFamily: z.string().nullable(),
  hiredOn: day.nullable(),
  /** Who writes the manager's part; null: nobody, or not decided yet. */
  manager: personRefShape.nullable(),
  /** `line` the manager of today, `substitute` named here, `none` no manager part, `undecided`. */
  managerFrom: z.enum(['line', 'substitute', 'none', 'undecided']),
  template: textShape.nullable(),
  flow: textShape.nullable(),
  /** First and last day on which something is due. */
  firstDueOn: day.nullable(),
  lastDueOn: day.nullable(),
  /** The posts of the period, oldest first; empty where it is one piece. */
  segments: z.array(segmentShape),
  /** HR has said that it is one piece although the person has moved. */
  asOne: z.boolean(),
  findings: z.array(z.enum(dryRunFindings)),
})
export type DryRunRow = z.infer<typeof dryRunRowShape>

export const dryRunShape = z.object({
  /** Who takes part. */
  people: z.int(),
  /** Of these, whom a launch takes in now: in a pilot its teams, else everybody. */
  launching: z.int(),
  /** Whom the pilot took in already; they are in no other count. */
  piloted: z.int(),
  /** Of everybody who works here today. */
  employed: z.int(),
  excluded: z.int(),
  tooLateExcluded: z.int(),
  findings: z.record(z.enum(dryRunFindings), z.int()),
  byMapping: z.array(
    z.object({ template: textShape, flow: textShape, people: z.int(), minutes: z.int() }),
  ),
  stages: z.array(
    z.object({
      flow: textShape,
      key: z.string(),
      label: textShape,
      actor: z.enum(stageActors),
      dueOn: day,
      people: z.int(),
    }),
  ),
  /** Summaries that former managers are asked for. */
  summaries: z.int(),
  /** The busiest first; `hours` is the talking time of the templates alone. */
  managers: z.array(z.object({ manager: personRefShape, talks: z.int(), hours: z.number() })),
  managersInAll: z.int(),
  hoursInAll: z.number(),
  /** Why it cannot be launched yet; message keys. */
  obstacles: z.array(z.object({ reason: z.string(), count: z.int() })),
  asOf: z.date(),
})
export type DryRun = z.infer<typeof dryRunShape>

export const standings = ['prepare', 'talk', 'agree', 'sealed', 'closed'] as const

/** People × stages that are due or done, counted. */
const counts = {
  /** All, without those that were not needed. */
  of: z.int(),
  onTime: z.int(),
  late: z.int(),
  /** Due and not done. */
  missing: z.int(),
  notDue: z.int(),
}
export const countsShape = z.object(counts)
export type Counts = z.infer<typeof countsShape>

export const monitorShape = z.object({
  asOf: z.date(),
  people: z.int(),
  /** Of them, whose talk is still being opened after a launch: their stages are in no count yet. */
  opening: z.int(),
  /** Left the company before the seal; counted or not as asked. */
  left: z.int(),
  unrated: z.int(),
  sealed: share,
  /** Of everything due by today. */
  items: countsShape,
  outcomes: z.object({
    agreed: z.int(),
    readWithReservation: z.int(),
    refused: z.int(),
    notAnswered: z.int(),
  }),
  /** Disputes and appeals; null where so few people are counted that it would point at somebody. */
  cases: z.object({ opened: z.int(), decided: z.int() }).nullable(),
  stages: z.array(z.object({ key: z.string(), label: textShape, ...counts })),
  departments: z.array(
    z.object({
      /** Both null: several small ones together, so that nobody can be counted out. */
      id: id.nullable(),
      name: z.string().nullable(),
      /** There is a level below to look into. */
      hasBelow: z.boolean(),
      people: z.int(),
      ...counts,
    }),
  ),
  /** From the top down to the department that is shown. */
  path: z.array(z.object({ id, name: z.string() })),
  /** Where in the process people stand now; `closed`: ended without a seal. */
  standing: z.array(z.object({ at: z.enum(standings), people: z.int() })),
  templates: z.int(),
  flows: z.int(),
  /** Names may be seen, or counts only. */
  mayName: z.boolean(),
  /** Ratings may be counted, in groups. */
  mayRate: z.boolean(),
})
export type Monitor = z.infer<typeof monitorShape>

export const waitShape = z.object({
  conversationId: id,
  stageKey: z.string(),
  label: textShape,
  /** Whose turn it is. */
  actor: z.enum(stageActors),
  employee: personRefShape,
  manager: z.object({ id, name: z.string() }).nullable(),
  /** Whose turn it is by relation or by name, where it is neither of the two. */
  owner: z.object({ id, name: z.string() }).nullable(),
  openedAt: z.date(),
  dueOn: day.nullable(),
  /** Whole days since it is somebody's turn, and since it was due. */
  days: z.int(),
  lateDays: z.int(),
})
export type Wait = z.infer<typeof waitShape>

export const participantStates = ['open', 'late', 'handOver', 'sealed', 'left', 'unrated'] as const

export const participantShape = z.object({
  id,
  conversationId: id,
  person: personRefShape,
  position: z.string(),
  manager: z.object({ id, name: z.string() }).nullable(),
  unrated: z.boolean(),
  leftOn: day.nullable(),
  sealedAt: z.date().nullable(),
  outcome: z.string().nullable(),
  /** The line above has changed since, and HR has not said who goes on (E01). */
  handOver: z.boolean(),
  /** The stages that are open now. */
  open: z.array(
    z.object({
      key: z.string(),
      label: textShape,
      phase: z.string(),
      dueOn: day.nullable(),
      lateDays: z.int(),
    }),
  ),
  stagesDone: z.int(),
  stagesOf: z.int(),
})
export type Participant = z.infer<typeof participantShape>

const page = { after: z.string().max(60).optional(), limit: z.int().min(1).max(200).default(50) }
const viewed = {
  id,
  departmentId: id.optional(),
  stage: stageKey.optional(),
  leavers: z.boolean().default(false),
}

export const cyclesContract = {
  sandbox: sandboxContract,
  year: yearContract,
  standard: standardContract,
  mechanism: mechanismContract,
  ...spreadContract,
  /** Newest first. Drafts only for those who write them. */
  list: oc.output(z.array(cycleSummaryShape)),
  /** Levels, families and departments there are, with the people of today. */
  choices: oc.output(
    z.object({
      employed: z.int(),
      levels: z.array(z.object({ name: z.string(), people: z.int() })),
      jobFamilies: z.array(z.object({ name: z.string(), people: z.int() })),
      departments: z.array(
        z.object({
          id,
          parentId: id.nullable(),
          name: z.string(),
          path: z.string(),
          people: z.int(),
        }),
      ),
    }),
  ),
  /** Opens a draft with sensible dates, everybody in it, and the usual templates by level. */
  create: oc
    .input(z.object({ name: z.string().trim().max(100), kind: z.enum(cycleKinds) }))
    .output(cycleShape),
  get: oc.input(z.object({ id })).output(cycleShape),
  /** Saves a draft while somebody types. CONFLICT `cycles.changedElsewhere` (`theirs`: value, version) when it was saved elsewhere since. */
  save: oc.input(z.object({ id, version: z.int(), draft: draftShape })).output(cycleShape),
  /** Takes a draft out of the list. */
  discard: oc.input(z.object({ id })).output(z.void()),
  /** People by number, as pasted from a list, or by a piece of a name. */
  peopleByNumbers: oc
    .input(z.object({ numbers: z.array(z.string().trim().max(60)).max(20_000) }))
    .output(z.object({ found: z.array(personRefShape), unknown: z.array(z.string()) })),
  findPeople: oc
    .input(z.object({ q: z.string().trim().min(1).max(60) }))
    .output(z.array(personRefShape)),
  peopleByIds: oc.input(z.object({ ids: z.array(id).max(500) })).output(z.array(personRefShape)),
  /** What a launch would do, today. Reads only. */
  dryRun: oc.input(z.object({ id })).output(dryRunShape),
  dryRunPeople: oc
    .input(
      z.object({
        id,
        finding: z.enum(dryRunFindings).optional(),
        q: z.string().trim().max(60).optional(),
        ...page,
      }),
    )
    .output(
      z.object({ items: z.array(dryRunRowShape), total: z.int(), next: z.string().nullable() }),
    ),
  /**
   * Asks for the launch, of the pilot's teams where there is a pilot; asking again changes nothing.
   * `people` is the number the dry run would launch: CONFLICT `cycles.peopleChanged` when it is
   * another by now.
   */
  launch: oc.input(z.object({ id, people: z.int() })).output(cycleShape),
  /** After a pilot: asks for the launch of everybody else, with the draft as it is by now. */
  rollOut: oc.input(z.object({ id, people: z.int() })).output(cycleShape),
  /** No new work is asked for; drafts stay open and nothing is deleted. */
  close: oc.input(z.object({ id })).output(cycleShape),
  monitor: oc.input(z.object(viewed)).output(monitorShape),
  waits: oc
    .input(z.object({ id, departmentId: id.optional(), limit: z.int().min(1).max(200).default(6) }))
    .output(z.object({ items: z.array(waitShape), total: z.int(), asOf: z.date() })),
  participants: oc
    .input(
      z.object({
        ...viewed,
        state: z.enum(participantStates).optional(),
        q: z.string().trim().max(60).optional(),
        ...page,
        after: id.optional(),
      }),
    )
    .output(
      z.object({
        items: z.array(participantShape),
        total: z.int(),
        next: z.string().nullable(),
        asOf: z.date(),
      }),
    ),
}
