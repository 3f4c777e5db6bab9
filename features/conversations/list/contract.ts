import { oc } from '@orpc/contract'
import { z } from 'zod'
import { phases as flowPhases, stageShape } from '../../flows/contract.ts'
import { personShape, relations } from '../people/contract.ts'
import { outcomes } from '../signing/contract.ts'

export const kinds = [
  'result',
  'goalSetting',
  'midReview',
  'checkIn',
  'development',
  'pip',
  'preDecision',
  'followUp',
  'return',
  'instant',
] as const
export type Kind = (typeof kinds)[number]

export const phases = [...flowPhases, 'closed'] as const
export type Phase = (typeof phases)[number]

const waitingStage = stageShape.pick({
  key: true,
  kind: true,
  label: true,
  actor: true,
  dueOn: true,
})

/** A conversation in a list. */
export const summaryShape = z.object({
  id: z.uuid(),
  kind: z.enum(kinds),
  title: z.string(),
  cycle: z.object({ id: z.uuid(), name: z.string() }).nullable(),
  employee: personShape,
  manager: personShape.nullable(),
  relation: z.enum(relations),
  phase: z.enum(phases),
  /** The stages that are open now, with their days. */
  waiting: z.array(waitingStage),
  /** Whether one of them waits for whoever asks. */
  yourTurn: z.boolean(),
  createdAt: z.date(),
  sealedAt: z.date().nullable(),
  outcome: z.enum(outcomes).nullable(),
  closedAt: z.date().nullable(),
  /** `left`: 已离职关闭. */
  closedReason: z.string().nullable(),
})
export type Summary = z.infer<typeof summaryShape>

/** A talk that was held so many days ago should have its record. */
export const daysToRecord = 3

const id = z.uuid()

export const listContract = {
  list: oc
    .input(
      z.object({
        /** `right`: what one's role lets one see, without one's own and one's reports'. */
        view: z.enum(['all', 'employee', 'manager', 'right']).default('all'),
        cycleId: id.optional(),
        phase: z.enum(phases).optional(),
        /** Only where something waits for this person. */
        yourTurn: z.boolean().default(false),
        /** Only talks that were held `daysToRecord` days ago or longer and have no sealed record yet. */
        unrecorded: z.boolean().default(false),
        personId: id.optional(),
        /** Name, pinyin, initials or number of the employee. */
        text: z.string().max(100).optional(),
        after: id.optional(),
        limit: z.int().min(1).max(100).default(30),
      }),
    )
    .output(z.object({ items: z.array(summaryShape), next: z.string().nullable() })),
}
