import { oc } from '@orpc/contract'
import { z } from 'zod'
import { summaryRhythms } from './rules.ts'

const rhythm = z.enum(summaryRhythms)

export const summariesContract = {
  /** How often promises are asked about in this organization, and why one may not change it. */
  rhythm: oc.output(z.object({ rhythm, refusal: z.string().nullable() })),
  setRhythm: oc.input(z.object({ rhythm })).output(z.void()),
}
