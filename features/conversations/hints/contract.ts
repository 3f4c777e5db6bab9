import { oc } from '@orpc/contract'
import { z } from 'zod'
import { parts } from '../../templates/contract.ts'

/** What an empty sentence pretends to be; each is answered with another question. */
export const families = ['verdict', 'cheer', 'wish', 'promise', 'ditto'] as const
export type Family = (typeof families)[number]

/** Where a text like the one at hand stands already. */
export const copyKinds = ['other', 'earlier', 'self'] as const
export type CopyKind = (typeof copyKinds)[number]

/** What an author may want to look at again. Keys below `conversations.hints`. */
export const hintKinds = [
  ...families.map((family) => `formula.${family}` as const),
  ...copyKinds.map((kind) => `copy.${kind}` as const),
  'wall',
  'resultOnly',
] as const
export type HintKind = (typeof hintKinds)[number]

const params = z.object({ text: z.string(), n: z.int().optional() })
export type HintParams = z.infer<typeof params>

export const hintShape = z.object({
  part: z.enum(parts),
  fieldKey: z.string(),
  kind: z.enum(hintKinds),
  /** The beginning of the author's own words, and which entry of a list it is. */
  params,
  /** What the author puts away; another text has another one. */
  mark: z.string(),
})
export type Hint = z.infer<typeof hintShape>

const id = z.uuid()

export const hintsContract = {
  /** What I may want to look at again in what I am writing here. For its author alone. */
  mine: oc.input(z.object({ id })).output(z.array(hintShape)),
  /** I leave it as it is: this text is not spoken of again. */
  putAway: oc.input(z.object({ id, mark: z.string().regex(/^[0-9a-f]{32}$/) })).output(z.void()),
  /**
   * How many texts of a closed cycle were handed in with a hint still standing, per department of at
   * least `k` people; null while the cycle runs and where they are fewer.
   */
  counted: oc.input(z.object({ cycleId: id })).output(
    z
      .object({
        texts: z.int(),
        hinted: z.int(),
        k: z.int(),
        /** Without a name: several small ones together. */
        departments: z.array(
          z.object({ name: z.string().nullable(), texts: z.int(), hinted: z.int() }),
        ),
      })
      .nullable(),
  ),
}
