import { oc } from '@orpc/contract'
import { z } from 'zod'
import { personShape } from '../people/contract.ts'

/** One authored piece each. Talk and agreement lie between the two: there each field has its writer. */
export const partKinds = ['self', 'manager', 'talk', 'agreement', 'privateNote'] as const
export type PartKind = (typeof partKinds)[number]

/** The one field of a private note. */
export const noteField = 'note'

const answerShape = z.object({
  value: z.unknown(),
  version: z.int(),
  by: z.uuid(),
  at: z.date(),
  /** Earlier wordings kept since the other side could read it. */
  revisions: z.int(),
})

/** A part whoever asks may read. */
export const partShape = z.object({
  id: z.uuid(),
  kind: z.enum(partKinds),
  authorId: z.uuid().nullable(),
  /** Written by whoever asks. */
  own: z.boolean(),
  submittedAt: z.date().nullable(),
  submittedBy: z.uuid().nullable(),
  updatedAt: z.date(),
  answers: z.record(z.string(), answerShape),
  /** What still stands between it and its submission; keys under `templates.missing`. */
  missing: z.array(
    z.object({
      fieldKey: z.string(),
      sectionKey: z.string(),
      reasonKey: z.string(),
      params: z.record(z.string(), z.union([z.string(), z.number()])),
    }),
  ),
})
export type PartView = z.infer<typeof partShape>

/** A part that exists but may not be read: its state, never a word of it. */
export const closedPartShape = z.object({
  kind: z.enum(['self', 'manager']),
  state: z.enum(['notBegun', 'draft', 'submitted', 'skipped']),
  authorId: z.uuid().nullable(),
  submittedAt: z.date().nullable(),
})

const id = z.uuid()
const one = z.object({ id })
/** Made by the client per write: the same write twice, also after a reload, counts once. */
export const clientId = z.uuid()
const saved = z.object({ version: z.int(), savedAt: z.date() })
export const writableParts = z.enum(partKinds)

/** Writing one's part, handing it in, and what became of earlier words. */
export const answersContract = {
  /** Version 0: nothing was there. A stale write: CONFLICT with `theirs` and `yours`; yours is kept. */
  saveAnswer: oc
    .input(
      z.object({
        id,
        part: writableParts,
        fieldKey: z.string().max(100),
        value: z.unknown(),
        version: z.int().min(0),
        clientId,
      }),
    )
    .output(saved),
  /** Several at once, submitted in the same breath if asked; all or nothing. */
  saveAnswers: oc
    .input(
      z.object({
        id,
        part: writableParts,
        answers: z
          .array(
            z.object({
              fieldKey: z.string().max(100),
              value: z.unknown(),
              version: z.int().min(0),
            }),
          )
          .min(1)
          .max(100),
        submit: z.boolean().default(false),
        clientId,
      }),
    )
    .output(
      z.object({
        versions: z.record(z.string(), z.int()),
        savedAt: z.date(),
        submittedAt: z.date().nullable(),
      }),
    ),
  submitPart: oc
    .input(z.object({ id, part: z.enum(['self', 'manager']), clientId: clientId.optional() }))
    .output(z.object({ submittedAt: z.date(), revealedAt: z.date().nullable() })),
  /** Back to draft, until the other has submitted too. */
  withdrawPart: oc.input(z.object({ id, part: z.enum(['self', 'manager']) })).output(z.void()),
  /** After the deadline the manager goes on without a self-assessment; the record says so. */
  skipSelf: oc.input(one).output(z.void()),
  /** Finishes 差异说明, 目标对齐 or 战略解读; their fields are saved with `saveAnswer`. */
  completeStage: oc.input(z.object({ id, stageKey: z.string().max(60) })).output(z.void()),
  /** Earlier wordings of one's own or a readable field, and one's texts that came too late. */
  revisions: oc.input(z.object({ id, part: writableParts, fieldKey: z.string().max(100) })).output(
    z.array(
      z.object({
        value: z.unknown(),
        version: z.int(),
        by: personShape,
        at: z.date(),
        kind: z.enum(['replaced', 'undelivered']),
      }),
    ),
  ),
  /** Everything of mine that was refused because it came too late (未送达笔记). */
  undelivered: oc.input(one).output(
    z.array(
      z.object({
        part: z.enum(partKinds),
        fieldKey: z.string(),
        value: z.unknown(),
        at: z.date(),
      }),
    ),
  ),
}
