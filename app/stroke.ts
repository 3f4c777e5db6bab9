import { setImmediate as turn, setTimeout as pause } from 'node:timers/promises'

const strokeMs = 25

/**
 * Waits for the next stroke of a clock that began with the request. What is not there and what somebody may not see are
 * refused on the same stroke: reading a row and deciding about it takes a fraction of a millisecond that nobody can
 * then tell with a stopwatch.
 */
export async function onStroke(began: number): Promise<void> {
  const at = began + Math.ceil((performance.now() - began) / strokeMs) * strokeMs
  // Timers count whole milliseconds, and what is left over would tell what they hide.
  const rest = Math.floor(at - performance.now()) - 2
  if (rest > 0) await pause(rest)
  while (performance.now() < at) await turn()
}
