import { oc } from '@orpc/contract'
import { z } from 'zod'
import { wordsShape } from '../../accounts/words/rules.ts'
import { cycleKinds } from '../../cycles/contract.ts'
import { scenarios } from '../../cycles/year/contract.ts'
import { packKeys } from '../../templates/library/packs/keys.ts'

const text = z.object({ zh: z.string(), en: z.string() })
const pack = z.enum(packKeys)

export const packShape = z.object({
  pack,
  /** `isThere`: on the shelf and on offer already. */
  templates: z.array(
    z.object({
      key: z.string(),
      title: text,
      purpose: text,
      minutes: z.number(),
      isThere: z.boolean(),
    }),
  ),
  figures: z.object({ label: text, lines: z.array(text) }),
  words: wordsShape,
  /** With which talk and flow a cycle of each kind begins, as far as it is not as usual. */
  design: z.array(z.object({ kind: z.enum(cycleKinds), template: text, flow: text })),
  plan: z.array(
    z.object({
      name: z.string(),
      scenario: z.enum(scenarios),
      startsOn: z.iso.date(),
      endsOn: z.iso.date(),
      isThere: z.boolean(),
    }),
  ),
})
export type Pack = z.infer<typeof packShape>

export const packsContract = {
  /** The beginnings that are ready, exactly as they would come, and the one that was taken. */
  all: oc.output(
    z.object({
      packs: z.array(packShape),
      /** The year of the plans. */
      year: z.int(),
      /** What the organization calls things now. */
      words: wordsShape,
      chosen: z
        .object({
          pack,
          by: z.string(),
          at: z.date(),
          templates: z.int(),
          talks: z.int(),
          /** Null: it can be taken back. */
          undo: z.string().nullable(),
        })
        .nullable(),
    }),
  ),
  /** Takes a whole beginning: what is there already stays as it is, and nothing comes twice. */
  choose: oc.input(z.object({ pack, words: wordsShape, withPlan: z.boolean() })).output(z.void()),
  /** Takes the newest choice back. FORBIDDEN `packs.inUse` once anything of it is used. */
  undo: oc.output(z.void()),
  /** What the organization calls things; a word that is not named is the usual one. */
  setWords: oc.input(z.object({ words: wordsShape })).output(z.void()),
}
