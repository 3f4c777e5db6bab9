import { oc } from '@orpc/contract'
import { z } from 'zod'
import { stageActors } from '../flows/contract.ts'
import { textShape } from '../templates/contract.ts'
import { draftShape } from './drafts/contract.ts'
import { dryRunContract } from './dryrun/contract.ts'
import { cycleKinds, cycleStates } from './kinds/contract.ts'
import { personRefShape, share } from './lists/contract.ts'
import { mechanismContract } from './mechanism/contract.ts'
import { monitorContract } from './monitor/contract.ts'
import { sandboxContract } from './sandbox/contract.ts'
import { knownScaleShape, spreadContract } from './spread/contract.ts'
import { standardContract } from './standard/contract.ts'
import { yearContract } from './year/contract.ts'

export * from './drafts/contract.ts'
export * from './dryrun/contract.ts'
export * from './kinds/contract.ts'
export type { PersonRef } from './lists/contract.ts'
export * from './monitor/contract.ts'

const day = z.iso.date()
const id = z.uuid()

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

export const cyclesContract = {
  sandbox: sandboxContract,
  year: yearContract,
  standard: standardContract,
  mechanism: mechanismContract,
  ...spreadContract,
  ...dryRunContract,
  ...monitorContract,
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
}
