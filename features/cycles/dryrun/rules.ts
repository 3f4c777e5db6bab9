import type { Finding, MappingRule, Population } from '../contract.ts'
import { isAsked, segmentsOf, type Post, type Segment } from '../segments/rules.ts'
import type { Expected } from '../spread/contract.ts'
import { isWhole } from '../spread/rules.ts'
import { transfersOf } from '../transfers/rules.ts'

/** Somebody who works here today, with the primary assignment in force. */
export interface Candidate {
  id: string
  employeeNo: string
  name: string
  departmentId: string
  /** Department names from the root, joined by '/'. */
  department: string
  position: string
  level: string | null
  jobFamily: string | null
  managerId: string | null
  hiredOn: string | null
  hasAccount: boolean
}

export interface Question {
  population: Population
  mapping: readonly MappingRule[]
  /** The departments of the population with everything below them; null is the whole organization. */
  departmentIds: ReadonlySet<string> | null
  /** The departments of a pilot with everything below them; null: everybody begins at once. */
  pilotIds: ReadonlySet<string> | null
  /** A department's ids from the root down to itself. */
  chainOf: (departmentId: string) => readonly string[]
  /** Who is in already. */
  taken: ReadonlySet<string>
  /** Everybody who works here today. */
  candidates: readonly Candidate[]
  /** The posts of those who moved inside the period, and what both are measured by. */
  posts: ReadonlyMap<string, readonly Post[]>
  period: { from: string; to: string }
  today: string
}

/** What one person would get. */
export interface Resolved {
  person: Candidate
  manager: Candidate | null
  managerFrom: 'line' | 'substitute' | 'none' | 'undecided'
  rule: MappingRule | null
  unrated: boolean
  /** Taken in by the next launch; false: follows with the roll-out. */
  now: boolean
  /** The posts of the period, oldest first; empty where it is one piece (E03). */
  segments: (Segment & { isAsked: boolean })[]
  findings: Finding[]
}

export interface Resolution {
  /** Everybody who takes part and is not in yet. */
  people: Resolved[]
  /** Who is in already. */
  already: number
  /** Left out by name. */
  excluded: number
  /** Left out because they joined too late. */
  tooLate: number
}

const fits = (allowed: readonly string[], value: string | null) =>
  allowed.length === 0 || allowed.includes(value ?? '')

const isMeant = (
  { population, departmentIds }: Question,
  listed: ReadonlySet<string>,
  person: Candidate,
) =>
  listed.has(person.id) ||
  (population.who === 'rules' &&
    (departmentIds === null || departmentIds.has(person.departmentId)) &&
    fits(population.levels, person.level) &&
    fits(population.jobFamilies, person.jobFamily))

// How near a rule's departments are to somebody: 0 names none, 1 the root, more further down; -1 is elsewhere.
const nearness = ({ departmentIds = [] }: MappingRule, chain: readonly string[]) =>
  departmentIds.length === 0
    ? 0
    : Math.max(...departmentIds.map((id) => chain.indexOf(id) + 1)) || -1

// What a rule names counts first, how near its department is second: no tree is a thousand deep.
const weight = (rule: MappingRule, chain: readonly string[]) => {
  const near = nearness(rule, chain)
  const named = [near > 0, rule.levels.length > 0, rule.jobFamilies.length > 0].filter(Boolean)
  return named.length * 1000 + near
}

/**
 * The rules that fit a person best. One is what it should be; none leaves the person without a
 * template; several that say different things are a contradiction HR has to settle.
 */
export function rulesFor(
  mapping: readonly MappingRule[],
  person: Pick<Candidate, 'level' | 'jobFamily'>,
  chain: readonly string[],
): MappingRule[] {
  const fitting = mapping.filter(
    (rule) =>
      nearness(rule, chain) >= 0 &&
      fits(rule.levels, person.level) &&
      fits(rule.jobFamilies, person.jobFamily),
  )
  const best = Math.max(...fitting.map((rule) => weight(rule, chain)))
  const closest = fitting.filter((rule) => weight(rule, chain) === best)
  return closest.filter(
    (rule, index) =>
      closest.findIndex(
        (other) =>
          other.templateVersionId === rule.templateVersionId &&
          other.flowVersionId === rule.flowVersionId,
      ) === index,
  )
}

type ManagerPart = Pick<Resolved, 'manager' | 'managerFrom'> & { finding: Finding | null }

/** Who writes the manager's part. Nobody ever reviews himself, and nobody who has left reviews anybody. */
export function managerFor(
  population: Population,
  person: Candidate,
  employed: ReadonlyMap<string, Candidate>,
): ManagerPart {
  const lineFinding: Finding | null =
    person.managerId === null
      ? 'noManager'
      : person.managerId === person.id
        ? 'ownManager'
        : !employed.has(person.managerId)
          ? 'managerLeft'
          : null
  const substitute = population.substitutes[person.id]
  if (substitute === null) return { manager: null, managerFrom: 'none', finding: lineFinding }
  if (substitute !== undefined) {
    const stand = employed.get(substitute)
    if (substitute === person.id)
      return { manager: null, managerFrom: 'undecided', finding: 'ownManager' }
    if (!stand) return { manager: null, managerFrom: 'undecided', finding: 'managerLeft' }
    return { manager: stand, managerFrom: 'substitute', finding: lineFinding }
  }
  if (!lineFinding)
    return { manager: employed.get(person.managerId!)!, managerFrom: 'line', finding: null }
  const none = lineFinding === 'noManager' && population.withoutManager === 'noManagerPart'
  return { manager: null, managerFrom: none ? 'none' : 'undecided', finding: lineFinding }
}

/** Who gets what from whom, in the order of the candidates. */
export function resolve(question: Question): Resolution {
  const { population, mapping, candidates, pilotIds, chainOf, taken } = question
  const employed = new Map(candidates.map((person) => [person.id, person]))
  const listed = new Set(population.personIds)
  const excludedIds = new Set(population.excludedIds)
  const resolution: Resolution = { people: [], already: taken.size, excluded: 0, tooLate: 0 }
  for (const person of candidates) {
    if (taken.has(person.id)) continue
    if (!isMeant(question, listed, person)) continue
    if (excludedIds.has(person.id)) {
      resolution.excluded++
      continue
    }
    const tooLate =
      population.joinedAfter !== null &&
      person.hiredOn !== null &&
      person.hiredOn > population.joinedAfter
    if (tooLate && population.joinedTooLate === 'excluded') {
      resolution.tooLate++
      continue
    }
    const rules = rulesFor(mapping, person, chainOf(person.departmentId))
    const { manager, managerFrom, finding } = managerFor(population, person, employed)
    const findings: Finding[] = []
    if (rules.length === 0) findings.push('noTemplate')
    if (rules.length > 1) findings.push('severalTemplates')
    if (finding) findings.push(finding)
    if (tooLate) findings.push('joinedTooLate')
    if (!person.hasAccount) findings.push('noAccount')
    const rule = rules.length === 1 ? rules[0]! : null
    const segments = rule ? splitOf(question, employed, person, manager, rule) : []
    if (segments.length > 0) findings.push('moved')
    resolution.people.push({
      person,
      manager,
      managerFrom,
      rule,
      segments: transfersOf(population).asOne.includes(person.id) ? [] : segments,
      unrated: tooLate,
      now: pilotIds === null || pilotIds.has(person.departmentId),
      findings,
    })
  }
  return resolution
}

// Each post has the template that fits it; the talk itself has one, that of the post of today.
function splitOf(
  { population, mapping, chainOf, posts, period, today }: Question,
  employed: ReadonlyMap<string, Candidate>,
  person: Candidate,
  leader: Candidate | null,
  rule: MappingRule,
): Resolved['segments'] {
  const own = posts.get(person.id)
  if (!own) return []
  const { ask, mergedBelow } = transfersOf(population)
  const templateOf = (post: Post) => {
    const fitting = rulesFor(mapping, post, chainOf(post.departmentId))
    return fitting.length === 1 ? fitting[0]!.templateVersionId : rule.templateVersionId
  }
  const leaderId = leader?.id ?? null
  const about = { personId: person.id, leaderId, ask, employed }
  return segmentsOf(own, { period, today, managerId: leaderId, mergedBelow, templateOf }).map(
    (segment) => ({ ...segment, isAsked: isAsked(segment, about) }),
  )
}

/** Why a cycle cannot be launched yet: message keys, with how many people each concerns. */
export function obstacles(
  cycle: {
    name: string
    periodFrom: string
    periodTo: string
    startsOn: string
    expected: Expected[] | null
  },
  days: readonly string[],
  { people }: Resolution,
): { reason: string; count: number }[] {
  const having = (test: (each: Resolved) => boolean) =>
    people.filter((each) => each.now && test(each)).length
  return [
    { reason: 'cycles.nameMissing', count: cycle.name.trim() ? 0 : 1 },
    { reason: 'cycles.periodReversed', count: cycle.periodTo < cycle.periodFrom ? 1 : 0 },
    { reason: 'cycles.dueBeforeStart', count: days.filter((day) => day < cycle.startsOn).length },
    {
      reason: 'cycles.expectedNotWhole',
      count: (cycle.expected ?? []).filter((each) => !isWhole(each)).length,
    },
    { reason: 'cycles.nobodyTakesPart', count: people.length ? 0 : 1 },
    {
      reason: 'cycles.nobodyInPilot',
      count: people.length && !people.some(({ now }) => now) ? 1 : 0,
    },
    {
      reason: 'cycles.withoutTemplate',
      count: having((each) => each.findings.includes('noTemplate')),
    },
    {
      reason: 'cycles.severalTemplates',
      count: having((each) => each.findings.includes('severalTemplates')),
    },
    {
      reason: 'cycles.managerUndecided',
      count: having((each) => each.managerFrom === 'undecided'),
    },
  ].filter(({ count }) => count > 0)
}

/** Talks and talking minutes per manager, the busiest first. */
export function loadOf(
  people: readonly Resolved[],
  minutesOf: (templateVersionId: string) => number,
): { manager: Candidate; talks: number; minutes: number }[] {
  const loads = new Map<string, { manager: Candidate; talks: number; minutes: number }>()
  for (const { manager, rule } of people) {
    if (!manager) continue
    const load = loads.get(manager.id) ?? { manager, talks: 0, minutes: 0 }
    load.talks++
    load.minutes += rule ? minutesOf(rule.templateVersionId) : 0
    loads.set(manager.id, load)
  }
  return [...loads.values()].sort((a, b) => b.minutes - a.minutes || b.talks - a.talks)
}
