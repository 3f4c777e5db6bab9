import { oc } from '@orpc/contract'
import { z } from 'zod'
import { stageActors } from '../../flows/contract.ts'
import { textShape } from '../../templates/contract.ts'
import { paged, personRefShape } from '../lists/contract.ts'
import { segmentShape } from '../segments/contract.ts'

const day = z.iso.date()

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

/** One person as a launch would take them in. */
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

/** What a launch would do to everybody it takes in. */
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

/** What a launch would do, in numbers and person by person. */
export const dryRunContract = {
  /** What a launch would do, today. Reads only. */
  dryRun: oc.input(z.object({ id: z.uuid() })).output(dryRunShape),
  dryRunPeople: oc
    .input(
      z.object({
        id: z.uuid(),
        finding: z.enum(dryRunFindings).optional(),
        q: z.string().trim().max(60).optional(),
        ...paged,
      }),
    )
    .output(
      z.object({ items: z.array(dryRunRowShape), total: z.int(), next: z.string().nullable() }),
    ),
}
