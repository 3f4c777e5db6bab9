/** Kinds of conversation a cycle brings to many people at once. */
export const cycleKinds = [
  'result',
  'goalSetting',
  'midReview',
  'checkIn',
  'development',
  'preDecision',
  'followUp',
  'return',
] as const
export type CycleKind = (typeof cycleKinds)[number]

export const cycleStates = ['draft', 'launching', 'piloting', 'running', 'closed'] as const

/** How grown a company is, and so how much of a mechanism it can carry. */
export const companyStages = ['young', 'growing', 'settled'] as const
export type CompanyStage = (typeof companyStages)[number]
