import { oc } from '@orpc/contract'
import { z } from 'zod'
import { partKinds, writableParts } from '../answers/contract.ts'
import { personShape } from '../people/contract.ts'

export const attachmentShape = z.object({
  id: z.uuid(),
  part: z.enum(partKinds).nullable(),
  fieldKey: z.string().nullable(),
  /** Download from `/api/files/conversations/<id>`; null for a link. */
  file: z.object({ name: z.string(), size: z.int(), mediaType: z.string() }).nullable(),
  /** `held`: waits for the virus scanner; `infected`: refused by it, the bytes are gone. */
  state: z.enum(['ready', 'held', 'infected']),
  link: z.string().nullable(),
  label: z.string(),
  purpose: z.enum(['evidence', 'paper']),
  addedBy: personShape,
  addedAt: z.date(),
  own: z.boolean(),
  /** Why whoever asks may not take it away now; null when they may. */
  removeRefusal: z.string().nullable(),
})
export type AttachmentView = z.infer<typeof attachmentShape>

const id = z.uuid()

export const attachmentsContract = {
  addLink: oc
    .input(
      z.object({
        id,
        part: writableParts,
        fieldKey: z.string().max(100),
        link: z.url({ protocol: /^https?$/ }).max(2000),
        label: z.string().trim().max(200),
      }),
    )
    .output(attachmentShape),
  removeAttachment: oc.input(z.object({ id, attachmentId: id })).output(z.void()),
  restoreAttachment: oc.input(z.object({ id, attachmentId: id })).output(attachmentShape),
}
