import { implement } from '@orpc/server'
import { missing } from '../../../platform/refusal.ts'
import type { Context } from '../../accounts/policy.ts'
import type { Text } from '../../templates/contract.ts'
import { actorKind } from '../../flows/owners/rules.ts'
import { calendarOf } from '../../org/calendar/queries.ts'
import type { WorkCalendar } from '../../org/calendar/rules.ts'
import { namesOf } from '../../org/queries.ts'
import { templateVersion } from '../../templates/queries.ts'
import { minutesOf } from '../../templates/rules.ts'
import {
  cyclesContract,
  dryRunFindings,
  type DryRun,
  type DryRunRow,
  type PersonRef,
} from '../contract.ts'
import { mayWrite } from '../policy.ts'
import { cycleFor, deadlinesIn, flowsOf, stagesOf } from '../queries.ts'
import type { CycleTable } from '../table.ts'
import { resolution } from './queries.ts'
import { monthsOf, sharesOf } from '../segments/rules.ts'
import { transfersOf } from '../transfers/rules.ts'
import { loadOf, obstacles, type Candidate, type Resolved } from './rules.ts'

const os = implement(cyclesContract).$context<Context>()

const refOf = ({ id, name, employeeNo, department }: Candidate): PersonRef => ({
  id,
  name,
  employeeNo,
  department,
})

/** The mapping in words and days. */
async function designOf({ db, orgId }: Context, cycle: CycleTable) {
  const flows = await flowsOf(db, cycle)
  const calendar = await calendarOf(db, orgId)
  const templates = new Map<string, { title: Text; minutes: number }>()
  for (const { templateVersionId } of cycle.mapping) {
    const body = await templateVersion(db, orgId, templateVersionId)
    templates.set(templateVersionId, { title: body.title, minutes: minutesOf(body) })
  }
  const days = new Map(
    [...flows].map(([id, flow]) => {
      const due = deadlinesIn(cycle, flow, calendar)
      const own = flow.stages
        .filter(({ phase }) => phase !== 'follow')
        .map(({ key }) => due[key]!)
        .sort()
      return [id, { first: own[0] ?? null, last: own.at(-1) ?? null }]
    }),
  )
  return { flows, templates, days, calendar }
}

async function forWriters(context: Context, id: string): Promise<CycleTable> {
  if (!mayWrite(context.actor)) throw missing()
  return cycleFor(context, id)
}

export const dryRun = os.dryRun.handler(async ({ input, context }): Promise<DryRun> => {
  const cycle = await forWriters(context, input.id)
  const { db, today, now } = context
  const outcome = await resolution(db, cycle, today)
  const { flows, templates, calendar } = await designOf(context, cycle)
  const minutes = (id: string) => templates.get(id)?.minutes ?? 0
  const load = loadOf(outcome.people, minutes)
  const byRule = Map.groupBy(
    outcome.people.filter(({ rule }) => rule),
    ({ rule }) => `${rule!.templateVersionId} ${rule!.flowVersionId}`,
  )
  const byFlow = Map.groupBy(
    outcome.people.filter(({ rule }) => rule),
    ({ rule }) => rule!.flowVersionId,
  )
  const hours = (of: number) => Math.round((of / 60) * 10) / 10
  return {
    people: outcome.people.length,
    launching: outcome.people.filter((each) => each.now).length,
    piloted: outcome.already,
    employed: outcome.employed.length,
    excluded: outcome.excluded,
    tooLateExcluded: outcome.tooLate,
    findings: Object.fromEntries(
      dryRunFindings.map((finding) => [
        finding,
        outcome.people.filter(({ findings }) => findings.includes(finding)).length,
      ]),
    ) as DryRun['findings'],
    byMapping: [...byRule.values()].map((people) => {
      const { templateVersionId, flowVersionId } = people[0]!.rule!
      const template = templates.get(templateVersionId)!
      return {
        template: template.title,
        flow: flows.get(flowVersionId)!.title,
        people: people.length,
        minutes: template.minutes,
      }
    }),
    stages: [...byFlow].flatMap(([id, people]) => {
      const flow = flows.get(id)!
      const due = deadlinesIn(cycle, flow, calendar)
      return flow.stages
        .filter(({ actor }) => actor !== 'system')
        .map(({ key, label, actor }) => ({
          flow: flow.title,
          key,
          label,
          actor: actorKind(actor),
          dueOn: due[key]!,
          people: people.length,
        }))
    }),
    summaries: outcome.people.reduce(
      (sum, { segments }) => sum + segments.filter(({ isAsked }) => isAsked).length,
      0,
    ),
    managers: load.slice(0, 20).map(({ manager, talks, minutes }) => ({
      manager: refOf(manager),
      talks,
      hours: hours(minutes),
    })),
    managersInAll: load.length,
    hoursInAll: hours(load.reduce((sum, { minutes }) => sum + minutes, 0)),
    obstacles: obstaclesOf(cycle, flows, calendar, outcome),
    asOf: now,
  }
})

/** Why a cycle cannot be launched as things stand. */
export const obstaclesOf = (
  cycle: CycleTable,
  flows: Awaited<ReturnType<typeof flowsOf>>,
  calendar: WorkCalendar,
  outcome: Awaited<ReturnType<typeof resolution>>,
) =>
  obstacles(
    cycle,
    stagesOf(cycle, flows.values(), calendar).flatMap(({ dueOn }) => dueOn),
    outcome,
  )

export const dryRunPeople = os.dryRunPeople.handler(async ({ input, context }) => {
  const cycle = await forWriters(context, input.id)
  const { people } = await resolution(context.db, cycle, context.today)
  const design = await designOf(context, cycle)
  const { finding, q = '', after, limit } = input
  const meant = people.filter(
    ({ person, findings }) =>
      (!finding || findings.includes(finding)) &&
      (!q || person.name.includes(q) || person.employeeNo.includes(q)),
  )
  // The candidates come in the order of their numbers, so the last number of a page is its cursor.
  const from = after === undefined ? 0 : meant.findIndex(({ person }) => person.employeeNo > after)
  const page = from === -1 ? [] : meant.slice(from, from + limit)
  const nameOf = await namesIn(context, page)
  return {
    items: page.map((each) => rowOf(each, { ...design, nameOf, cycle })),
    total: meant.length,
    next: from !== -1 && from + limit < meant.length ? page.at(-1)!.person.employeeNo : null,
  }
})

const rowOf = (
  { person, manager, managerFrom, rule, segments, findings }: Resolved,
  {
    flows,
    templates,
    days,
    nameOf,
    cycle,
  }: Awaited<ReturnType<typeof designOf>> & { nameOf: Map<string, string>; cycle: CycleTable },
): DryRunRow => ({
  person: refOf(person),
  position: person.position,
  level: person.level,
  jobFamily: person.jobFamily,
  hiredOn: person.hiredOn,
  manager: manager && refOf(manager),
  managerFrom,
  template: rule && templates.get(rule.templateVersionId)!.title,
  flow: rule && flows.get(rule.flowVersionId)!.title,
  firstDueOn: rule && days.get(rule.flowVersionId)!.first,
  lastDueOn: rule && days.get(rule.flowVersionId)!.last,
  segments: segments.map(({ fromOn, untilOn, department, position, ...segment }, at) => ({
    fromOn,
    untilOn,
    months: monthsOf({ fromOn, untilOn }),
    share: sharesOf(segments)[at]!,
    department,
    position,
    manager: segment.managerId === null ? null : (nameOf.get(segment.managerId) ?? null),
    template: templates.get(segment.templateVersionId)!.title,
    isAsked: segment.isAsked,
  })),
  asOne: transfersOf(cycle.population).asOne.includes(person.id),
  findings,
})

/** Names of the managers of earlier posts, also of those who have left. */
async function namesIn({ db, orgId }: Context, people: readonly Resolved[]) {
  const ids = people.flatMap(({ segments }) => segments.flatMap(({ managerId }) => managerId ?? []))
  return namesOf(db, orgId, ids)
}
