import { z } from 'zod'
import { segmentShape } from '../../cycles/segments/contract.ts'

/** A stretch as it stood when the cycle began, and when the summary of its manager was handed in. */
export const talkSegmentShape = segmentShape.extend({ submittedAt: z.date().nullable() })
export type TalkSegment = z.infer<typeof talkSegmentShape>
