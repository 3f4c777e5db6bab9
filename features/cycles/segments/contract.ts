import { z } from 'zod'
import { textShape } from '../../templates/contract.ts'

/** A stretch of the period under one manager (E03). */
export const segmentShape = z.object({
  fromOn: z.iso.date(),
  /** The last day. */
  untilOn: z.iso.date(),
  months: z.number(),
  /** Hundredths of the whole. */
  share: z.int(),
  department: z.string(),
  position: z.string(),
  manager: z.string().nullable(),
  template: textShape,
  /** Whether the manager of that time is asked for a summary. */
  isAsked: z.boolean(),
})
