import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createOnce, keyFolder } from '../../keys/handlers.ts'

/** A checkpoint seen outside that a log does not reach, though its own key signed it. */
export type Held = { size: number; note: string }

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

/** Stops an epoch's log: only a new epoch goes on. */
export const hold = (orgId: string, epoch: number, held: Held): Promise<void> =>
  createOnce(pathOf(orgId, epoch), () => JSON.stringify(held))
