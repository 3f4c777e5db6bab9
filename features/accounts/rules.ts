/** How long after entering the password again one may sign: trust.md §1.2, S1. */
export const stepUpMinutes = 5

export const stepUpUntil = (steppedUpAt: Date | null): Date | null =>
  steppedUpAt && new Date(steppedUpAt.getTime() + stepUpMinutes * 60_000)

export const isSteppedUp = (steppedUpAt: Date | null, now: Date): boolean =>
  steppedUpAt !== null && now <= stepUpUntil(steppedUpAt)!

/** A session ends a week after sign-in, or after a day without a sign of life. */
export const sessionLimits = { absoluteDays: 7, idleHours: 24 }

/**
 * Seconds to wait before the next try after failed ones: free up to the fifth, then doubling up to
 * five minutes. A delay, not a lock: nobody can keep somebody else out for good (ASVS 6.1.1).
 */
export function secondsToWait(failures: number, lastAt: Date, now: Date): number {
  if (failures < 5) return 0
  const delay = Math.min(2 ** (failures - 4), 300)
  return Math.max(0, Math.ceil((lastAt.getTime() + delay * 1000 - now.getTime()) / 1000))
}

/** The one way a sign-in name is compared: without blanks, in lower case. */
export const signInName = (typed: string): string => typed.normalize('NFKC').trim().toLowerCase()
