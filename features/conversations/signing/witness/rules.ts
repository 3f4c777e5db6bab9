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
  [
    reason,
    ...declined.map(({ name, on, reason: words }) =>
      wordsIn(locale)('witnessDeclined', { name, on, reason: words }),
    ),
  ].join('\n\n')
