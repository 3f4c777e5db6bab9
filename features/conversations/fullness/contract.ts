import { oc } from '@orpc/contract'
import { z } from 'zod'
import { parts, textShape } from '../../templates/contract.ts'

/** Of `asked` questions `empty` stayed without an answer. */
const counts = { asked: z.int(), empty: z.int() }

export const fullnessShape = z.object({
  asOf: z.date(),
  /** Talks of which at least one part is handed in. */
  talks: z.int(),
  ...counts,
  /** Questions that were left empty, the most often first; the same one of several templates once. */
  fields: z.array(z.object({ part: z.enum(parts), key: z.string(), label: textShape, ...counts })),
  /** How many questions were always answered. */
  full: z.int(),
  /** By the managers who led the talks; null for those who may count only. */
  managers: z
    .array(
      z.object({
        id: z.uuid(),
        name: z.string(),
        employeeNo: z.string(),
        talks: z.int(),
        ...counts,
        /** What this manager leaves empty most often, at most three. */
        often: z.array(z.object({ label: textShape, ...counts })),
      }),
    )
    .nullable(),
})
export type Fullness = z.infer<typeof fullnessShape>

export const fullnessContract = {
  /** Which questions are left empty, and by whom. NOT_FOUND for whom the cycle does not exist. */
  fullness: oc
    .input(z.object({ cycleId: z.uuid(), departmentId: z.uuid().optional() }))
    .output(fullnessShape),
}
