/**
 * How long after entering the password again one may sign: long enough to read the page once more, too
 * short for whoever finds the desk empty.
 */
export const stepUpMinutes = 5

/** Until when somebody who showed again who they are need not do so once more. */
export const stepUpUntil = (steppedUpAt: Date | null): Date | null =>
  steppedUpAt && new Date(steppedUpAt.getTime() + stepUpMinutes * 60_000)

export const isSteppedUp = (steppedUpAt: Date | null, now: Date): boolean =>
  steppedUpAt !== null && now <= stepUpUntil(steppedUpAt)!

/** What is done only by whoever has just shown again who they are: not by whoever finds a screen open. */
export const stepUpFirst = (
  { steppedUpAt }: { steppedUpAt: Date | null },
  now: Date,
): string | null => (isSteppedUp(steppedUpAt, now) ? null : 'accounts.stepUpFirst')

/** What an installation asks of whoever signs in. */
export interface SignInRules {
  /** A session ends after so many minutes in which its person did nothing. */
  idleMinutes: number
  /** It ends so many hours after signing in, whatever its person does. */
  absoluteHours: number
  /** One more ends the one that has been silent longest. */
  sessionsAtOnce: number
  passwordLength: number
  /** Of lower case, upper case, digits and other characters, how many kinds there must be. */
  passwordKinds: number
  /** A password is replaced after so many days; null: only when its person wants to. */
  passwordDays: number | null
  /** So many earlier passwords are not taken again. */
  passwordsRemembered: number
  /** Roles that are in force only in a session opened with a second factor. */
  secondFactorFor: readonly string[]
}

/**
 * `asvs`: OWASP ASVS 5.0, whose times are those of NIST SP 800-63B level 2; long passwords, no
 * forced changes. `djcp3`: GB/T 22239-2019 level 3 (等保三级), 8.1.4.1, as assessors commonly read it.
 */
export const profiles = {
  asvs: {
    idleMinutes: 60,
    absoluteHours: 24,
    sessionsAtOnce: 10,
    passwordLength: 10,
    passwordKinds: 1,
    passwordDays: null,
    passwordsRemembered: 0,
    secondFactorFor: [],
  },
  djcp3: {
    idleMinutes: 15,
    absoluteHours: 12,
    sessionsAtOnce: 2,
    passwordLength: 10,
    passwordKinds: 3,
    passwordDays: 90,
    passwordsRemembered: 5,
    secondFactorFor: ['hrAdmin', 'securityAdmin', 'itAdmin', 'auditor'],
  },
} satisfies Record<string, SignInRules>

/** Whether a password has had its time and is replaced at the next sign-in. */
export const isPasswordOld = (setAt: Date | null, { passwordDays }: SignInRules, now: Date) =>
  passwordDays !== null &&
  (setAt === null || now.getTime() - setAt.getTime() > passwordDays * 86_400_000)

/** The one way a sign-in name is compared: without blanks, in lower case. */
export const signInName = (typed: string): string => typed.normalize('NFKC').trim().toLowerCase()

/** Everybody in the demo company has this password; one enters it by a click, and is told where it is asked again. */
export const demoPassword = 'cuxi-demo-2026'
