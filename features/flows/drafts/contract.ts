import { oc } from '@orpc/contract'
import { z } from 'zod'
import { flowBodyShape, flowStageShape, type FlowBody } from '../contract.ts'
import { changeKinds } from '../changes/rules.ts'

const words = (max: number) => z.object({ zh: z.string().max(max), en: z.string().max(max) })
const name = z.string().max(40)

/** A flow of which nothing needs to be finished: what is missing is listed as faults, never thrown. */
export const flowDraftShape: z.ZodType<FlowBody> = z.object({
  title: words(80),
  purpose: words(400),
  stages: z
    .array(
      flowStageShape.extend({
        key: name,
        label: words(80),
        after: z.array(name).max(60),
        sendBackTo: z.array(name).max(60).optional(),
      }),
    )
    .max(120),
})

export const flowFaultShape = z.object({
  path: z.string(),
  /** Key under `flows.fault`. */
  reasonKey: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
})

const id = z.uuid()

export const flowDraftSummaryShape = z.object({
  id,
  /** Null until the first version is published. */
  flowId: id.nullable(),
  title: words(80),
  faults: z.int(),
  updatedAt: z.date(),
  /** The name of whoever wrote last. */
  updatedBy: z.string(),
})

export const flowDraftViewShape = z.object({
  id,
  flowId: id.nullable(),
  key: z.string(),
  body: flowDraftShape,
  revision: z.int(),
  faults: z.array(flowFaultShape),
  /** The newest version of the same flow, to compare with. */
  before: z.object({ versionId: id, version: z.int(), body: flowBodyShape }).nullable(),
  /** Names of the people the flow calls by name. */
  people: z.array(z.object({ id, name: z.string(), employeeNo: z.string() })),
  updatedAt: z.date(),
  updatedBy: z.string(),
  publishedAt: z.date().nullable(),
  discardedAt: z.date().nullable(),
})
export type FlowDraftView = z.infer<typeof flowDraftViewShape>

/** A flow as one file. */
export const flowFileFormat = 'cuxi.flow/1'

export const flowDraftsContract = {
  /** Versions still being written, the one touched last first. */
  drafts: oc.output(z.array(flowDraftSummaryShape)),
  draft: oc.input(z.object({ id })).output(flowDraftViewShape),
  /** Opens a draft: the next version of a flow of one's own, a copy of any, an empty one, or a file's. */
  start: oc
    .input(
      z.object({
        from: z.union([
          z.object({ versionId: id, as: z.enum(['next', 'copy']) }),
          z.object({ blank: z.literal(true) }),
          z.object({ file: z.unknown() }),
        ]),
      }),
    )
    .output(z.object({ id })),
  /** Saves the whole draft as it stands. CONFLICT with `theirs` and `yours`. */
  save: oc
    .input(z.object({ id, revision: z.int(), body: flowDraftShape }))
    .output(z.object({ version: z.int(), savedAt: z.date(), faults: z.array(flowFaultShape) })),
  /** Makes the draft a version, which never changes again; talks under way keep theirs. */
  publish: oc
    .input(z.object({ id, revision: z.int(), note: z.string().trim().max(500) }))
    .output(z.object({ flowId: id, versionId: id, version: z.int() })),
  discard: oc.input(z.object({ id })).output(z.void()),
  /** Undoes `discard`. */
  takeBack: oc.input(z.object({ id })).output(z.void()),
  /** Offers a flow no longer for new talks; those under way go on with it. */
  retire: oc.input(z.object({ id })).output(z.void()),
  restore: oc.input(z.object({ id })).output(z.void()),
  /** What changed from one version of a flow to another. */
  diff: oc.input(z.object({ id, from: id, to: id })).output(
    z.array(
      z.object({
        kind: z.enum(changeKinds),
        from: flowStageShape.nullable(),
        to: flowStageShape.nullable(),
      }),
    ),
  ),
  exportFile: oc.input(z.object({ id, versionId: id })).output(
    z.object({
      name: z.string(),
      file: z.object({ format: z.literal(flowFileFormat), key: z.string(), body: flowBodyShape }),
    }),
  ),
  /** How many talks go by each version, and how many of them are not over. */
  usage: oc
    .input(z.object({ id }))
    .output(z.array(z.object({ versionId: id, talks: z.int(), open: z.int() }))),
}
