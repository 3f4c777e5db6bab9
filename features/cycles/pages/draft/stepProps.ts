import type { Cycle, Draft } from '../../contract.ts'

/** What every step gets: the draft as it is being written, and how to change it. */
export interface StepProps {
  cycle: Cycle
  draft: Draft
  change: (part: Partial<Draft>) => void
  /** Everything typed has arrived: resolves to whether it has. */
  flush: () => Promise<boolean>
}
