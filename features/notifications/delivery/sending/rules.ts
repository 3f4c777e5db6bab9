/** Why a word did not leave. */
export const faults = [
  'unreachable',
  'timeout',
  'tls',
  'login',
  'sender',
  'protocol',
  'busy',
  'address',
  'unreadable',
  'later',
  'refused',
  'failed',
] as const
export type Fault = (typeof faults)[number]

/** These are about one word; all others are about the way, and the next word would fare the same. */
const ofTheWord: Fault[] = ['later', 'refused', 'failed']

/** Whether the next word would fare the same. */
export const isOfTheWay = (fault: Fault): boolean => !ofTheWord.includes(fault)

/** How often and how long it is tried. */
export interface Patience {
  /** The first wait; each further one is twice as long, up to `longestMs`. */
  firstMs: number
  longestMs: number
  attempts: number
}

/** A minute, two, four … six hours: about three days until a word counts as undeliverable. */
export const usualPatience: Patience = { firstMs: 60_000, longestMs: 6 * 3_600_000, attempts: 20 }

/** How a way rests after its own failures: a quarter of a minute at first, a quarter of an hour at most. */
export const wayPatience: Patience = { firstMs: 15_000, longestMs: 15 * 60_000, attempts: Infinity }

/**
 * How long to wait after so many failures, a quarter more or less by chance, so that what failed
 * together does not come back together.
 * @param chance from 0 to 1
 */
export function waitAfter(
  failures: number,
  { firstMs, longestMs }: Patience,
  chance: number,
): number {
  const wait = Math.min(firstMs * 2 ** Math.min(failures - 1, 30), longestMs)
  return Math.round(wait * (0.75 + chance / 2))
}

/** Whether a word that failed so often, the last time in this way, is given up. */
export const isHopeless = (fault: Fault, attempts: number, patience: Patience): boolean =>
  fault === 'refused' || attempts >= patience.attempts
