import { oc } from '@orpc/contract'
import { z } from 'zod'
import { adoptionScopes, templateBodyShape, textShape, type TemplateBody } from '../contract.ts'

/** Entries a list in a draft may hold, and characters one of its texts: enough to list what is too much. */
const most = 600
const longest = 5_000

/**
 * The same shape as a published body, of which nothing needs to be finished: texts may be empty, lists
 * short, keys not well formed. What is missing is listed as faults when somebody looks, never thrown
 * while somebody writes. Keys that the shape does not know are dropped.
 */
export function loosened<Shape extends z.ZodType>(shape: Shape): z.ZodType<z.output<Shape>> {
  return loose(shape) as z.ZodType<z.output<Shape>>
}

function loose(shape: z.ZodType): z.ZodType {
  if (shape instanceof z.ZodObject)
    return z.object(
      Object.fromEntries(
        Object.entries(shape.shape).map(([key, child]) => [key, loose(child as z.ZodType)]),
      ),
    )
  if (shape instanceof z.ZodArray) return z.array(loose(shape.element as z.ZodType)).max(most)
  if (shape instanceof z.ZodOptional) return loose(shape.unwrap() as z.ZodType).optional()
  if (shape instanceof z.ZodNullable) return loose(shape.unwrap() as z.ZodType).nullable()
  if (shape instanceof z.ZodUnion)
    return z.union(shape.options.map((option) => loose(option as z.ZodType)))
  if (shape instanceof z.ZodRecord)
    return z.record(shape.keyType, loose(shape.valueType as z.ZodType))
  if (shape instanceof z.ZodString) return z.string().max(longest)
  if (shape instanceof z.ZodNumber) return z.number()
  return shape
}

export const draftBodyShape: z.ZodType<TemplateBody> = loosened(templateBodyShape)

/** Characters a draft takes as JSON; some 500 fields with all their texts. */
export const draftLimit = 1_000_000

/** Something that keeps a draft from being published. */
export const faultShape = z.object({
  /** Where in the body, such as `sections.2.fields.0.label.en`. */
  path: z.string(),
  /** Key under `drafts.fault`. */
  reasonKey: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
})
export type Fault = z.infer<typeof faultShape>

/** What a change says about before and after: words, a number, or a value that has a name of its own. */
const changedValue = z.union([
  z.object({ zh: z.string(), en: z.string() }),
  z.object({ code: z.string() }),
  z.number(),
  z.null(),
])
export type ChangedValue = z.infer<typeof changedValue>

/**
 * `wording`: the same is asked in other words. `shape`: more, less or elsewhere. `asks`: whoever has
 * begun would have to do something again. `breaks`: what has been written would no longer fit, or
 * would be read by others than it was written for (E19).
 */
export const changeEffects = ['wording', 'shape', 'asks', 'breaks'] as const

export const changeShape = z.object({
  /** Key under `drafts.change`. */
  kind: z.string(),
  effect: z.enum(changeEffects),
  /** What changed, in the words of the newer body, or of the older one when it is gone. */
  what: z.object({ zh: z.string(), en: z.string() }),
  /** The section or part it stands in. */
  where: z.object({ zh: z.string(), en: z.string() }).nullable(),
  from: changedValue,
  to: changedValue,
})
export type Change = z.infer<typeof changeShape>

const id = z.uuid()
const note = z.string().trim().max(500)

export const draftSummaryShape = z.object({
  id,
  /** Null until the first version is published. */
  templateId: id.nullable(),
  title: z.object({ zh: z.string(), en: z.string() }),
  faults: z.int(),
  createdAt: z.date(),
  updatedAt: z.date(),
  /** The name of whoever wrote last. */
  updatedBy: z.string(),
})
export type DraftSummary = z.infer<typeof draftSummaryShape>

export const draftShape = z.object({
  id,
  templateId: id.nullable(),
  key: z.string(),
  body: draftBodyShape,
  revision: z.int(),
  faults: z.array(faultShape),
  /** The newest version of the same template, to compare with. */
  before: z
    .object({ versionId: id, version: z.int(), body: templateBodyShape, publishedAt: z.date() })
    .nullable(),
  /** Where it was copied from, when it is a copy. */
  copyOf: z.object({ title: textShape, version: z.int() }).nullable(),
  updatedAt: z.date(),
  updatedBy: z.string(),
  publishedAt: z.date().nullable(),
  discardedAt: z.date().nullable(),
})
export type Draft = z.infer<typeof draftShape>

/** A template as one file. */
export const fileFormat = 'cuxi.template/1'
export const templateFileShape = z.object({
  format: z.literal(fileFormat),
  key: z.string(),
  body: templateBodyShape,
})

export const draftsContract = {
  /** Versions still being written, the one touched last first. */
  drafts: oc.output(z.array(draftSummaryShape)),
  draft: oc.input(z.object({ id })).output(draftShape),
  /**
   * Opens a draft. `next`: the next version of one's own template, of which there is one at a time.
   * `copy`: a template of one's own, from a version of any. `file`: what `exportFile` gave, here or elsewhere.
   */
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
  /** Saves the whole draft as it stands. CONFLICT `templates.draftChangedElsewhere` with `theirs` and `yours`. */
  save: oc
    .input(z.object({ id, revision: z.int(), body: draftBodyShape }))
    /** `version` is the draft's new revision, as every field that saves itself calls it. */
    .output(z.object({ version: z.int(), savedAt: z.date(), faults: z.array(faultShape) })),
  /**
   * Makes the draft a version, which never changes again. Talks under way keep theirs, unless
   * `underWay` says which of them the new one reaches, and why.
   */
  publish: oc
    .input(
      z.object({
        id,
        revision: z.int(),
        note,
        underWay: z.object({ scope: z.enum(adoptionScopes), reason: note.min(1) }).optional(),
      }),
    )
    .output(z.object({ templateId: id, key: z.string(), versionId: id, version: z.int() })),
  discard: oc.input(z.object({ id })).output(z.void()),
  /** Undoes `discard`. */
  takeBack: oc.input(z.object({ id })).output(z.void()),
  /** Offers a template no longer for new talks; those under way go on with it. */
  retire: oc.input(z.object({ id })).output(z.void()),
  restore: oc.input(z.object({ id })).output(z.void()),
  /** What changed from one version of a template to another, as a list to be read. */
  diff: oc
    .input(z.object({ id, from: id, to: id }))
    .output(z.object({ changes: z.array(changeShape) })),
  exportFile: oc
    .input(z.object({ id, versionId: id.optional() }))
    .output(z.object({ name: z.string(), file: templateFileShape })),
}
