/** A code on the phone changes every half minute (RFC 6238). */
export const stepOf = (at: Date): number => Math.floor(at.getTime() / 30_000)

/**
 * The half minutes whose code is good: this one and its neighbours, because clocks differ and people
 * type slowly, but none that has been used or lies before it: a code read over a shoulder is worth nothing.
 */
export const stepsToTry = (at: Date, lastStep: number): number[] =>
  [-1, 0, 1].map((by) => stepOf(at) + by).filter((step) => step > lastStep)

/** What was typed, without the blanks and dashes that help to read it. */
export const plainCode = (typed: string): string =>
  typed.normalize('NFKC').replace(/[\s-]/g, '').toUpperCase()

/** Letters and digits in fours, as one reads them aloud. */
export const inFours = (text: string): string => text.match(/.{1,4}/g)?.join(' ') ?? ''

export const recoveryCodeCount = 10

/** Letters and digits nobody confuses; 24 of 32 are 120 bits, enough for a plain hash to keep (ASVS 6.5). */
export const recoveryAlphabet = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789'
export const recoveryCodeLength = 24
