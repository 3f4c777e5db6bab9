/** What a talk is for, in the order of a year. Light enough for the pages; the bodies stay on the server. */
export const purposes = ['goals', 'rhythm', 'result', 'growth', 'improvement', 'decision'] as const
export type Purpose = (typeof purposes)[number]

const known: Record<string, Purpose> = {
  goalSetting: 'goals',
  monthly: 'rhythm',
  midReview: 'rhythm',
  followUp: 'rhythm',
  returnTalk: 'rhythm',
  annualResult: 'result',
  annualFull: 'result',
  annualLean: 'result',
  whatHowNext: 'result',
  threeCores: 'result',
  development: 'growth',
  pip: 'improvement',
  preDecision: 'decision',
}

/** What a template of the library is for, or one built upon it; null for one an organization made itself. */
export const purposeOf = ({
  key,
  variantOf,
}: {
  key: string
  variantOf: string | null
}): Purpose | null => known[key] ?? (variantOf === null ? null : (known[variantOf] ?? null))
