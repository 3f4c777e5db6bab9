import { oc } from '@orpc/contract'
import { z } from 'zod'
import { stageActors } from '../../flows/contract.ts'
import { textShape } from '../../templates/contract.ts'
import { countedDepartment, paged, personRefShape, share } from '../lists/contract.ts'

const day = z.iso.date()
const id = z.uuid()

/** Where in the process somebody stands: the phases before a seal, then how it ended. */
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
  departments: z.array(z.object({ ...countedDepartment, people: z.int(), ...counts })),
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

/** By what the people of a cycle are picked out. */
export const participantStates = ['open', 'late', 'handOver', 'sealed', 'left', 'unrated'] as const

export const participantShape = z.object({
  id,
  conversationId: id,
  /** False while the talk is still being opened after the launch: until then there is none to go to. */
  isOpened: z.boolean(),
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

const viewed = {
  id,
  departmentId: id.optional(),
  stage: z.string().max(40).optional(),
  leavers: z.boolean().default(false),
}

/** Who has done what in a cycle that runs: in numbers, whose turn it is, person by person. */
export const monitorContract = {
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
        ...paged,
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
