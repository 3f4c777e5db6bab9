/** How long after entering the password again one may sign: trust.md §1.2, S1. */
export const stepUpMinutes = 5

export const stepUpUntil = (steppedUpAt: Date | null): Date | null =>
  steppedUpAt && new Date(steppedUpAt.getTime() + stepUpMinutes * 60_000)

export const isSteppedUp = (steppedUpAt: Date | null, now: Date): boolean =>
  steppedUpAt !== null && now <= stepUpUntil(steppedUpAt)!

/** A session ends a week after sign-in, or after a day without a sign of life. */
export const sessionLimits = { absoluteDays: 7, idleHours: 24 }

/** The one way a sign-in name is compared: without blanks, in lower case. */
export const signInName = (typed: string): string => typed.normalize('NFKC').trim().toLowerCase()
