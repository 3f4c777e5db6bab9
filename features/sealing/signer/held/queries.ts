import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createOnce, keyFolder } from '../../keys/handlers.ts'

/**
 * What others know that a log does not hold: a checkpoint its own key signed and it does not reach, or the word of a
 * `witness` that was shown another history. `size` is how far they know it to go, `note` the newest checkpoint of both.
 */
export type Held = { size: number; note: string; witness?: string }

const pathOf = (orgId: string, epoch: number) => join(keyFolder(orgId), `held-${epoch}.json`)

/** What stops an epoch's log for good; null when nothing does. */
export function heldBy(orgId: string, epoch: number): Held | null {
  try {
    return JSON.parse(readFileSync(pathOf(orgId, epoch), 'utf8')) as Held
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

/** Stops an epoch's log: only a new epoch goes on. What stopped it first stays. */
export const hold = (orgId: string, epoch: number, held: Held): Promise<void> =>
  createOnce(pathOf(orgId, epoch), () => JSON.stringify(held))
