import { wordsIn } from '../../record/words/rules.ts'

/**
 * Calendar days after the last day for signing in which a second person may still countersign a refusal
 * that only the manager noted. Then the record is sealed as 已送达未答: nobody but the manager has seen it.
 */
export const witnessGraceDays = 7

/** Somebody who was asked to witness and said no. */
export interface Declined {
  name: string
  /** As the record's language writes it. */
  on: string
  reason: string
}

/**
 * What a second person attests: how the manager saw it and, in their own words, who was asked before
 * and would not. It is sealed with the acknowledgement, so that no words of a witness are lost.
 */
export const accountOf = (locale: string, reason: string, declined: readonly Declined[]): string =>
  [reason, ...declinedWords(locale, declined)].join('\n\n')

/**
 * A refusal that nobody else saw, in a record that is sealed as 已送达未答: that the manager noted one,
 * and the words of those who were asked to witness it. What the manager wrote alone is not in it.
 */
export const unseenRefusal = (
  locale: string,
  notedOn: string,
  declined: readonly Declined[],
): string[] => [
  wordsIn(locale)('refusalUnseen', { on: notedOn }),
  ...declinedWords(locale, declined),
]

const declinedWords = (locale: string, declined: readonly Declined[]): string[] =>
  declined.map((each) => wordsIn(locale)('witnessDeclined', { ...each }))
