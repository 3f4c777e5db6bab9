import { oc } from '@orpc/contract'
import { z } from 'zod'
import { fieldTypes, parts, readerClasses, writers } from '../../templates/contract.ts'

/** Through whose eyes a form is looked at; `hr` is the HR partner responsible for the department. */
export const previewEyes = ['employee', 'manager', 'hr'] as const
export type PreviewEyes = (typeof previewEyes)[number]

/** How far the talk has come: each writes alone, both parts are open, the talk, the agreement, sealed. */
export const previewPhases = ['prepare', 'opened', 'talk', 'agree', 'sealed'] as const
export type PreviewPhase = (typeof previewPhases)[number]

/** What rights depend on in a template: no words. */
export const previewSectionShape = z.object({
  part: z.enum(parts),
  stage: z.string().max(40).optional(),
  fields: z
    .array(
      z.object({
        key: z.string().max(100),
        type: z.enum(fieldTypes),
        writer: z.enum(writers),
        readers: z.enum(readerClasses),
      }),
    )
    .max(600),
})
export type PreviewSection = z.infer<typeof previewSectionShape>

export const previewRights = ['write', 'read', 'none'] as const
export type PreviewRight = (typeof previewRights)[number]

export const previewingContract = {
  /** Who could write and read each field of such a template, by the same rules as in a real talk. */
  previewRights: oc.input(z.object({ sections: z.array(previewSectionShape).max(600) })).output(
    z.array(
      z.object({
        eyes: z.enum(previewEyes),
        phase: z.enum(previewPhases),
        /** Of every field, in the order given. */
        rights: z.array(z.enum(previewRights)),
      }),
    ),
  ),
}
