import { addDays } from '../../../platform/clock.ts'
import type { FlowBody, FlowStage, Test } from '../../flows/contract.ts'
import { holds } from '../../flows/conditions/rules.ts'
import { dueDates } from '../../flows/due/rules.ts'
import { faultsIn } from '../../flows/faults/rules.ts'
import { behind } from '../../flows/order/rules.ts'
import { actorKey } from '../../flows/owners/rules.ts'
import { workdaysBetween, type WorkCalendar } from '../../org/calendar/rules.ts'
import type { TemplateBody } from '../../templates/contract.ts'
import { minutesOf } from '../../templates/rules.ts'
import type { Candidate } from '../dryrun/rules.ts'
import { daysBetween } from '../rules.ts'
import { segmentsOf, type Post } from '../segments/rules.ts'
import { usualTransfers } from '../transfers/rules.ts'
import type { Trial } from './contract.ts'

export interface Question {
  template: TemplateBody
  flow: FlowBody
  startsOn: string
  periodTo: string
  calendar: WorkCalendar
  /** Everybody who works here. */
  employed: readonly Candidate[]
  /** Those it would be for. */
  people: readonly Candidate[]
  /** A department's ids from the root down to itself. */
  chainOf: (departmentId: string) => readonly string[]
  /** The posts of those who moved, by person. */
  posts: ReadonlyMap<string, readonly Post[]>
  today: string
  /** Of whom somebody stands there, by `actorKey`; an actor not named is found by the line of managers. */
  standing: Readonly<Record<string, ReadonlySet<string>>>
}

const refOf = ({ id, name, employeeNo, department }: Candidate) => ({
  id,
  name,
  employeeNo,
  department,
})
const round = (hours: number) => Math.round(hours * 10) / 10

/** What a template and a flow would mean for these people. Pure; nobody is told. */
export function trialOf(question: Question): Trial {
  const { template, flow, startsOn, periodTo, calendar, employed, people } = question
  const byId = new Map(employed.map((person) => [person.id, person]))
  const minutes = minutesOf(template)
  const due = dueDates(flow, startsOn, {}, { calendar, periodTo })
  const window = windowOf(flow, due, startsOn, calendar)
  const leads = new Map<string, number>()
  const alone: Candidate[] = []
  for (const person of people) {
    const manager = person.managerId === person.id ? undefined : byId.get(person.managerId ?? '')
    if (manager) leads.set(manager.id, (leads.get(manager.id) ?? 0) + 1)
    else alone.push(person)
  }
  const moved = people.filter((person) => {
    const managerId = byId.has(person.managerId ?? '') ? person.managerId : null
    const period = { from: addDays(periodTo, -364), to: periodTo }
    const { mergedBelow } = usualTransfers
    const own = { period, today: question.today, managerId, mergedBelow, templateOf: () => '' }
    return segmentsOf(question.posts.get(person.id) ?? [], own).length > 0
  })
  const managers = [...leads]
    .map(([id, talks]) => ({
      manager: refOf(byId.get(id)!),
      talks,
      hours: round((talks * minutes) / 60),
      hoursPerWeek: round((talks * minutes) / 60 / window.weeks),
      isCrowded: talks > window.workdays,
    }))
    .sort((a, b) => b.talks - a.talks || a.manager.employeeNo.localeCompare(b.manager.employeeNo))
  const keys = new Set(flow.stages.map(({ key }) => key))
  const asked = template.sections.filter(({ stage }) => stage)
  return {
    people: people.length,
    minutes,
    window,
    withoutManager: { count: alone.length, some: alone.slice(0, 20).map(refOf) },
    moved: { count: moved.length, some: moved.slice(0, 20).map(refOf) },
    managers: managers.slice(0, 20),
    leading: managers.length,
    crowded: managers.filter(({ isCrowded }) => isCrowded).length,
    stages: flow.stages.map((stage) => ({
      key: stage.key,
      label: stage.label,
      ...reachOf(stage, question, byId),
      dueOn: due[stage.key]!,
    })),
    unasked: asked.filter(({ stage }) => !keys.has(stage!)).map(({ label }) => label),
    empty: flow.stages
      .filter(({ kind, key }) => kind === 'form' && !asked.some(({ stage }) => stage === key))
      .map(({ label }) => label),
    faults: faultsIn(flow),
    flow,
  }
}

function windowOf(
  flow: FlowBody,
  due: Record<string, string>,
  startsOn: string,
  calendar: WorkCalendar,
): Trial['window'] {
  const talk = flow.stages.find(({ kind }) => kind === 'talk')
  const before = talk ? [...behind(flow.stages, talk.key)].map((key) => due[key] ?? startsOn) : []
  const from = before.sort().at(-1) ?? startsOn
  const to = talk && due[talk.key]! > from ? due[talk.key]! : addDays(from, 1)
  return {
    from,
    to,
    weeks: Math.max(1, Math.ceil(daysBetween(from, to) / 7)),
    workdays: Math.max(1, workdaysBetween(calendar, from, to)),
  }
}

const isOfPerson = (test: Test) =>
  'levels' in test || 'jobFamilies' in test || 'departmentIds' in test

/** Of how many a stage is asked, and for how many of them nobody stands there. */
function reachOf(
  stage: FlowStage,
  { people, chainOf, standing }: Question,
  byId: ReadonlyMap<string, Candidate>,
): Pick<Trial['stages'][number], 'people' | 'depends' | 'nobody'> {
  const { condition, actor } = stage
  const tests =
    typeof condition === 'object' ? ('all' in condition ? condition.all : condition.any) : []
  const own = tests.filter(isOfPerson)
  const depends = typeof condition === 'string' || own.length < tests.length
  // Where any one thing is enough and a rating is among them, everybody may come to it.
  const mayBeAnybody = typeof condition === 'object' && 'any' in condition && depends
  const asked =
    own.length === 0 || mayBeAnybody
      ? people
      : people.filter(({ level, jobFamily, departmentId }) =>
          holds(
            typeof condition === 'object' && 'any' in condition ? { any: own } : { all: own },
            {},
            { person: { level, jobFamily, departmentIds: chainOf(departmentId) } },
          ),
        )
  if (typeof actor === 'string') return { people: asked.length, depends, nobody: 0 }
  const there = standing[actorKey(actor)]
  const stands = ({ id, managerId }: Candidate): boolean => {
    if (there) return there.has(id)
    const manager = byId.get(managerId ?? '')
    if ('relation' in actor && actor.relation === 'secondManager')
      return manager !== undefined && byId.has(manager.managerId ?? '') && manager.managerId !== id
    return manager !== undefined && manager.id !== id
  }
  return {
    people: asked.length,
    depends,
    nobody: asked.filter((person) => !stands(person)).length,
  }
}
