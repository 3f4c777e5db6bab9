import type { Facts, Flag, FlowStage, StageCondition, Test } from '../contract.ts'

/** What tests look at besides flags; what is not known does not hold. */
export interface Circumstances {
  person?: {
    level: string | null
    jobFamily: string | null
    /** The department and everything above it. */
    departmentIds: readonly string[]
  }
  /** Rank by dimension and `overall`, 1 being the lowest point of the scale. */
  ratings?: Readonly<Record<string, number>>
}

const compare = {
  lt: (a: number, b: number) => a < b,
  lte: (a: number, b: number) => a <= b,
  eq: (a: number, b: number) => a === b,
  gte: (a: number, b: number) => a >= b,
  gt: (a: number, b: number) => a > b,
}

const passes = (test: Test, facts: Facts, { person, ratings }: Circumstances): boolean => {
  if ('levels' in test) return !!person?.level && test.levels.includes(person.level)
  if ('jobFamilies' in test)
    return !!person?.jobFamily && test.jobFamilies.includes(person.jobFamily)
  if ('departmentIds' in test)
    return test.departmentIds.some((id) => person?.departmentIds.includes(id))
  if ('flag' in test) return (facts[test.flag] ?? false) === (test.is ?? true)
  const rank = ratings?.[test.rating]
  return rank !== undefined && compare[test.is](rank, test.rank)
}

/** Whether a stage is asked for, as far as is known now. */
export const holds = (
  condition: StageCondition | undefined,
  facts: Facts,
  around: Circumstances,
): boolean => {
  if (condition === undefined) return true
  if (typeof condition === 'string') return facts[condition] === true
  const each = (test: Test) => passes(test, facts, around)
  return 'all' in condition ? condition.all.every(each) : condition.any.some(each)
}

/** The single questions a condition asks, however they are tied together. */
export const testsOf = (condition: StageCondition | undefined): Test[] =>
  condition === undefined
    ? []
    : typeof condition === 'string'
      ? [{ flag: condition }]
      : 'all' in condition
        ? condition.all
        : condition.any

/** Whether any stage asks about the person, a rating or a flag of HR: then a run has to be looked at one by one. */
export const asksMore = (stages: readonly Pick<FlowStage, 'condition'>[]): boolean =>
  stages.some(({ condition }) => condition !== undefined && typeof condition !== 'string')

const impossible = (test: Test): boolean => {
  if ('levels' in test) return test.levels.length === 0
  if ('jobFamilies' in test) return test.jobFamilies.length === 0
  if ('departmentIds' in test) return test.departmentIds.length === 0
  return 'rating' in test && test.is === 'lt' && test.rank === 1
}

const listed = (tests: Test[], name: 'levels' | 'jobFamilies'): string[][] =>
  tests.flatMap((test) => (name in test ? [(test as Record<string, string[]>)[name]!] : []))

const haveNothingInCommon = (lists: string[][]): boolean =>
  lists.length > 1 && !lists[0]!.some((one) => lists.every((list) => list.includes(one)))

const ranks = Array.from({ length: 20 }, (_, n) => n + 1)

/** Whether a condition contradicts itself, whoever and whatever it is asked about. */
export function neverHolds(condition: StageCondition | undefined): boolean {
  if (condition === undefined || typeof condition === 'string') return false
  if ('any' in condition) return condition.any.every(impossible)
  const tests = condition.all
  if (tests.some(impossible)) return true
  if (haveNothingInCommon(listed(tests, 'levels'))) return true
  if (haveNothingInCommon(listed(tests, 'jobFamilies'))) return true
  const asked = new Map<Flag, boolean>()
  for (const test of tests)
    if ('flag' in test) {
      const is = test.is ?? true
      if ((asked.get(test.flag) ?? is) !== is) return true
      asked.set(test.flag, is)
    }
  const rated = Map.groupBy(
    tests.filter((test) => 'rating' in test),
    ({ rating }) => rating,
  )
  return [...rated.values()].some(
    (own) => !ranks.some((rank) => own.every((test) => compare[test.is](rank, test.rank))),
  )
}
