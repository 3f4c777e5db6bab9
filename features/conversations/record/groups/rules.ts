import type { Field, FieldType, Section } from '../../../templates/contract.ts'
import type { RecordGroup } from '../contract.ts'

/** Fields whose place in the record their type does not tell. */
const byKey: Record<string, RecordGroup> = {
  mode: 'basics',
  alsoPresent: 'basics',
  gaps: 'problems',
  selfGaps: 'problems',
  selfRegret: 'problems',
  selfBlocked: 'problems',
  selfObstacle: 'problems',
  selfDifficulties: 'problems',
  differenceNote: 'problems',
  supports: 'next',
  growth: 'next',
  selfGrowth: 'next',
  selfIdeas: 'next',
  selfExpectations: 'next',
  expectations: 'next',
  standard: 'problems',
  impact: 'problems',
  tried: 'problems',
  selfAccount: 'problems',
  factsAgreed: 'problems',
  factsOpen: 'problems',
  selfWorry: 'problems',
  selfUnacceptable: 'problems',
  selfUnderstanding: 'goals',
  direction: 'goals',
  notThisYear: 'goals',
  changed: 'goals',
  selfDone: 'goals',
  seen: 'goals',
  about: 'goals',
  criteria: 'goals',
  facts: 'goals',
  selfStrategy: 'goals',
  myDebt: 'next',
  owed: 'next',
  selfOwed: 'next',
  selfDirection: 'next',
  selfLead: 'next',
  stretch: 'next',
  skills: 'next',
  selfWish: 'next',
  company: 'next',
  selfStay: 'next',
  readiness: 'next',
  missing: 'next',
  lastTalk: 'remarks',
  takenAlong: 'remarks',
  forManager: 'remarks',
  strategyBrief: 'goals',
  goalAlignment: 'goals',
  calibrated: 'goals',
  summary: 'remarks',
  employeeRemark: 'remarks',
  managerRemark: 'remarks',
}

const byType: Partial<Record<FieldType, RecordGroup>> = {
  goalReview: 'goals',
  keyMatters: 'goals',
  rating: 'goals',
  number: 'goals',
  statements: 'highlights',
  causes: 'problems',
  supportNeeds: 'next',
  nextGoals: 'next',
  attachment: 'remarks',
  scale: 'goals',
  person: 'next',
  planLines: 'consensus',
}

const byPart: Record<Section['part'], RecordGroup> = {
  self: 'highlights',
  manager: 'highlights',
  talk: 'goals',
  agreement: 'consensus',
}

/** In which of the eight groups a field stands: by its name, else its type, else its part. */
export const groupOf = (
  section: Pick<Section, 'part'>,
  field: Pick<Field, 'key' | 'type' | 'variant'>,
): RecordGroup => byKey[field.key] ?? typeOf(section, field) ?? byPart[section.part]

const typeOf = (
  { part }: Pick<Section, 'part'>,
  { type, variant }: Pick<Field, 'type' | 'variant'>,
): RecordGroup | undefined => {
  // One variant thanks, the other asks for something else; figures agreed upon are no look back.
  if (type === 'best') return variant === 'B' ? 'problems' : 'highlights'
  if (type === 'table') return part === 'agreement' ? 'consensus' : 'goals'
  return byType[type]
}
