import type { TemplateBody } from '../../features/templates/contract.ts'
import type { DemoCycle } from './company.ts'
import { composed } from './compose.ts'
import { addDays, toldAll, workday } from './dates.ts'
import type { Held } from './enact.ts'
import { type Company, idOf } from './hand.ts'
import { demoPeople, type DemoPerson } from './people.ts'
import { randomFrom } from './pieces/fill.ts'
import { ownerOf } from './promises.ts'
import { written } from './records/index.ts'
import type { Written } from './records/shape.ts'
import { paperScan } from './scan.ts'
import { stageOf } from './standing.ts'

/** Every conversation the launch has made, with the words for it. */
export async function conversationsOf(
  company: Company,
  cycle: DemoCycle,
  cycleId: string,
  today: string,
  now: Date,
): Promise<Held[]> {
  const { services, org } = company
  const rows = await services.database.inOrg(org.id, (db) =>
    db
      .selectFrom('participation')
      .innerJoin('templateVersion', (join) =>
        join
          .onRef('templateVersion.orgId', '=', 'participation.orgId')
          .onRef('templateVersion.id', '=', 'participation.templateVersionId'),
      )
      .select(['participation.conversationId', 'participation.snapshot', 'templateVersion.body'])
      .where('participation.orgId', '=', org.id)
      .where('participation.cycleId', '=', cycleId)
      .execute(),
  )
  const roster = new Map(demoPeople(today).map((person) => [person.number, person]))
  return rows.flatMap(({ conversationId, snapshot, body }) => {
    const person = roster.get(snapshot.employeeNo)
    const manager = roster.get(snapshot.managerEmployeeNo ?? '')
    const words = person && manager && wordsFor(person, manager, roster, cycle, body)
    if (!words) return []
    const day = cycle.key === 'thisYear' ? today : addDays(cycle.launchedOn, 20)
    const planned = addDays(day, words.met?.day ?? 7)
    const until =
      person.leftOn && cycle.key === 'thisYear' ? new Date(`${person.leftOn}T10:00:00+08:00`) : now
    return [
      {
        conversationId,
        written: toldAll(words, day),
        template: body,
        managerNo: manager.number,
        isManagement: person.level !== '基层' && cycle.key !== 'midYear',
        launchedOn: cycle.launchedOn,
        // Nobody books a chair for a Sunday; what has been, has been.
        talkOn: words.stage === 'booked' ? workday(planned) : planned,
        now: until,
        companyOwner: (text) => idOf(company, ownerOf(text)),
        personId: (number) => idOf(company, number),
        scan: paperScan,
      } satisfies Held,
    ]
  })
}

/** What two people say to each other in a cycle; null where they have not begun. */
export function wordsFor(
  person: DemoPerson,
  manager: DemoPerson,
  roster: Map<string, DemoPerson>,
  cycle: DemoCycle,
  body: TemplateBody,
): Written | null {
  const own = written.find((each) => each.employee === person.number && each.cycle === cycle.key)
  if (own) return own
  const stage = cycle.key === 'thisYear' ? stageOf(person) : 'sealed'
  if (stage === null) return null
  const mates = [...roster.values()].filter(
    ({ managerNo, number, hiredOn }) =>
      managerNo === person.managerNo && number !== person.number && hiredOn < cycle.periodFrom,
  )
  const words = composed(
    {
      person,
      manager,
      mates: mates.length > 0 ? mates.map(({ name }) => name) : ['叶蓁', '牧云'],
      dimensions: body.dimensions.map(({ key }) => key),
    },
    cycle.key,
    stage,
  )
  if (cycle.key !== 'thisYear' || !words.met) return words
  const random = randomFrom(`${person.number}/running`)
  const day = {
    sealed: () => random.between(-11, -4),
    sign: () => random.between(-4, -1),
    agree: () => random.between(-2, -1),
    talk: () => 0,
    booked: () => random.between(1, 8),
    self: () => 9,
    manager: () => 8,
    reveal: () => 7,
  }[stage]()
  const { missed: _, ...met } = words.met
  // Its day for signing still lies ahead: nobody has let it pass.
  return {
    ...words,
    met: { ...met, day, how: stage === 'booked' ? 'inPerson' : met.how },
    ...(words.ending?.outcome === 'notAnswered' && { ending: { outcome: 'agreed' } }),
  }
}
