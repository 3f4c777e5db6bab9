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
  table: 'goals',
  best: 'problems',
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
  field: Pick<Field, 'key' | 'type'>,
): RecordGroup => byKey[field.key] ?? byType[field.type] ?? byPart[section.part]
