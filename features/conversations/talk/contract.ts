import { oc } from '@orpc/contract'
import { z } from 'zod'

export const channels = ['inPerson', 'phone', 'video', 'paper'] as const
/** The field of the talk that both write at once, letter by letter. */
export const minutesField = 'minutes'

/** Who is there now, on how many devices. */
export const presenceShape = z.array(
  z.object({ personId: z.uuid(), name: z.string(), devices: z.int() }),
)

const id = z.uuid()
const one = z.object({ id })

export const talkContract = {
  startTalk: oc
    .input(z.object({ id, channel: z.enum(['inPerson', 'phone', 'video']) }))
    .output(z.object({ startedAt: z.date() })),
  enterStep: oc
    .input(z.object({ id, stepKey: z.string().max(60) }))
    .output(z.object({ seconds: z.record(z.string(), z.int()) })),
  endTalk: oc.input(one).output(z.object({ endedAt: z.date() })),
  /** I am here, on this device; every 20 seconds while the page is open. */
  beat: oc.input(one).output(presenceShape),
  minutes: {
    /** What is missing at `stateVector` (Yjs, base64); everything without it. The text is `doc.getText('minutes')`. */
    get: oc
      .input(z.object({ id, stateVector: z.base64().max(100_000).optional() }))
      .output(z.object({ update: z.string(), stateVector: z.string(), text: z.string() })),
    /** A Yjs update, at most 64 kB; the same bytes twice change nothing. */
    push: oc
      .input(z.object({ id, update: z.base64().max(88_000) }))
      .output(z.object({ savedAt: z.date() })),
  },
}
