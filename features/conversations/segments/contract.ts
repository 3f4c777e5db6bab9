import { z } from 'zod'
import { segmentShape } from '../../cycles/segments/contract.ts'

/** A stretch as it was kept, and when the summary of its manager was handed in. */
export const talkSegmentShape = segmentShape.extend({ submittedAt: z.date().nullable() })
export type TalkSegment = z.infer<typeof talkSegmentShape>

/** E01, for whoever decides: what both managers would have of the period, and why they cannot share it. */
export const bothManagersShape = z.object({
  refusal: z.string().nullable(),
  stretches: z.array(
    segmentShape.pick({ fromOn: true, untilOn: true, months: true, share: true, manager: true }),
  ),
})
export type BothManagers = z.infer<typeof bothManagersShape>
