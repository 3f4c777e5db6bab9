import { sql } from 'kysely'
import { sealNotAnswered } from '../../features/conversations/signing/silence/handlers.ts'
import type { MappingRule } from '../../features/cycles/contract.ts'
import { launch } from '../../features/cycles/launch/reactions.ts'
import type { TemplateBody } from '../../features/templates/contract.ts'
import { notificationsReactions } from '../../features/notifications/reactions.ts'
import { dayIn } from '../../platform/clock.ts'
import { json } from '../../platform/database.ts'
import type { Reactions } from '../../platform/events.ts'
import type { Services } from '../services.ts'
import { company as invented, demoCycles, type DemoCycle } from './company.ts'
import { composed } from './compose.ts'
import { addDays, toldAll } from './dates.ts'
import { actsOf, type Held } from './enact.ts'
import { foundCompany, handOutRoles, hireLate } from './found.ts'
import {
  type Act,
  at,
  type Company,
  follow,
  type Hand,
  hangClock,
  live,
  takeClockDown,
} from './hand.ts'
import { demoPeople, type DemoPerson } from './people.ts'
import { demoPicks } from './picks.ts'
import { randomFrom } from './pieces/fill.ts'
import { written } from './records/index.ts'
import type { Written } from './records/shape.ts'
import { paperScan } from './scan.ts'
import { stageOf } from './standing.ts'

const hr = 'YX0004'

/** How far the making of the demo is, 0 to 1. */
export type Progress = (share: number) => void

/**
 * Makes the demo company: founded and staffed, two finished cycles and a running one, every word
 * written, signed and sealed by the product's own handlers, each at its moment of the past.
 * @returns the organization's id; where a demo is ready already, that one's.
 */
export async function seedDemo(
  services: Services,
  {
    reactions,
    now = new Date(),
    onProgress = () => {},
  }: { reactions: Reactions[]; now?: Date; onProgress?: Progress },
): Promise<string> {
  const { database } = services
  const earlier = await database.kysely
    .selectFrom('organization')
    .select(['id', 'settings'])
    .where('demoSince', 'is not', null)
    .execute()
  const ready = earlier.find(({ settings }) => settings.ready)
  if (ready) return ready.id
  const today = dayIn(invented.timezone, now)
  const cycles = demoCycles(today)
  // One that was torn off in the middle stays behind, younger than this one: the oldest demo counts.
  const foundedOn = addDays(cycles.lastYear.launchedOn, -20 - earlier.length)
  await database.inOrg(null, hangClock)
  try {
    const company = await foundCompany(services, reactions, today, foundedOn)
    await settled(company)
    const tell = progressOf(company, onProgress)
    for (const cycle of Object.values(cycles)) {
      // Nobody needs to be told today what happened a year ago.
      company.reactions = reactions.filter(
        (set) => cycle.key === 'thisYear' || set !== notificationsReactions,
      )
      if (cycle.key === 'thisYear') await hireLate(company, today, foundedOn)
      await holdCycle(company, cycle, { today, now, tell })
    }
    await handOutRoles(company, today)
    await letLeave(company, today)
    await open(company)
    onProgress(1)
    return company.org.id
  } finally {
    await database.inOrg(null, takeClockDown)
  }
}

interface Running {
  today: string
  now: Date
  tell: Progress
}

/** One cycle from its launch to wherever it stands today. */
async function holdCycle(company: Company, cycle: DemoCycle, { today, now, tell }: Running) {
  const cycleId = await launched(company, cycle)
  await settled(company)
  const held = await conversationsOf(company, cycle, cycleId, today, now)
  const lives = held
    .map((each) => [...actsOf(each), ...silenceOf(company, cycle, each)])
    .filter((acts) => acts.length > 0)
    // Seals lie in the log in the order in which they were made.
    .sort((a, b) => lastOf(a) - lastOf(b))
  const start = { lastYear: 0.06, midYear: 0.4, thisYear: 0.72 }[cycle.key]
  await lanes(lives, async (acts, index) => {
    await live(company, acts)
    tell(start + (0.25 * index) / lives.length)
  })
  await lanes(
    held
      .map((each) => fatesOf(company, today, each).filter((act) => act.at < now))
      .filter((acts) => acts.length > 0),
    (acts) => live(company, acts),
  )
  if (cycle.key !== 'thisYear')
    await at(company, new Date(`${addDays(cycle.due.sign, 6)}T09:30:00+08:00`), ({ as }) =>
      as(hr).cycles.close({ id: cycleId }),
    )
}

const lastOf = (acts: Act[]) => acts.at(-1)?.at.getTime() ?? 0

/** A few at a time, begun in order: while one waits for the database another one thinks. */
async function lanes<T>(items: T[], work: (item: T, index: number) => Promise<void>, count = 3) {
  const queue = items.entries()
  await Promise.all(
    Array.from({ length: count }, async () => {
      for (const [index, item] of queue) await work(item, index)
    }),
  )
}

async function launched(company: Company, cycle: DemoCycle): Promise<string> {
  const asked = new Date(`${addDays(cycle.launchedOn, -1)}T16:00:00+08:00`)
  const began = new Date(`${cycle.launchedOn}T08:30:00+08:00`)
  const draft = await at(company, asked, async ({ as }) => {
    const { cycles } = as(hr)
    const made = await cycles.create({
      name: cycle.name,
      kind: cycle.key === 'midYear' ? 'midReview' : 'result',
    })
    return cycles.save({
      id: made.id,
      version: made.version,
      draft: {
        name: cycle.name,
        kind: made.kind,
        periodFrom: cycle.periodFrom,
        periodTo: cycle.periodTo,
        startsOn: cycle.launchedOn,
        // The head of the company has nobody above: the talk is prepared without a manager's part.
        population: {
          ...made.population,
          joinedAfter: addDays(cycle.periodTo, -90),
          withoutManager: 'noManagerPart',
          excludedIds: cycle.key === 'thisYear' ? [] : [idOf(company, 'YX0001')],
          departmentIds: cycle.key === 'midYear' ? await departmentsOf(company, pilots) : [],
        },
        mapping: await mappingOf(cycle, as),
        deadlines: deadlinesOf(cycle),
      },
    })
  })
  await at(company, began, async ({ as }) => {
    const { cycles } = as(hr)
    const { people } = await cycles.dryRun({ id: draft.id })
    await cycles.launch({ id: draft.id, people })
  })
  await launch(company.services.database, company.org.id, draft.id, () => began)
  return draft.id
}

/** Half-yearly talks are still being tried out: these departments have asked for them. */
const pilots = [
  '甲班',
  '质量部',
  '装配一班',
  '结构设计组',
  '华东区',
  '北方区',
  '售后服务部',
  '财务部',
]

const departmentsOf = ({ services, org }: Company, names: string[]) =>
  services.database.inOrg(org.id, async (db) => {
    const rows = await db
      .selectFrom('department')
      .select('id')
      .where('orgId', '=', org.id)
      .where('name', 'in', names)
      .execute()
    return rows.map(({ id }) => id)
  })

const management = ['主管', '中层', '高层']

/** Which template and flow for whom, by their keys in the library. */
const designs: Record<
  DemoCycle['key'],
  { levels: string[]; jobFamilies: string[]; template: string; flow: string }[]
> = {
  lastYear: [
    { levels: management, jobFamilies: [], template: 'annualResult', flow: 'management' },
    { levels: ['基层'], jobFamilies: ['销售'], template: 'annualResultSales', flow: 'base' },
    { levels: ['基层'], jobFamilies: ['财务'], template: 'annualResultFinance', flow: 'base' },
    { levels: [], jobFamilies: [], template: 'annualResult', flow: 'base' },
  ],
  midYear: [
    { levels: [], jobFamilies: ['生产'], template: 'monthly', flow: 'monthly' },
    { levels: [], jobFamilies: [], template: 'whatHowNext', flow: 'base' },
  ],
  thisYear: [
    { levels: management, jobFamilies: [], template: 'annualResult', flow: 'management' },
    { levels: ['基层'], jobFamilies: ['销售'], template: 'annualResultSales', flow: 'base' },
    { levels: ['基层'], jobFamilies: ['财务'], template: 'annualResultFinance', flow: 'base' },
    { levels: ['基层'], jobFamilies: ['职能'], template: 'threeCores', flow: 'base' },
    { levels: [], jobFamilies: [], template: 'annualResult', flow: 'base' },
  ],
}

async function mappingOf(cycle: DemoCycle, as: Hand['as']): Promise<MappingRule[]> {
  const templates = new Map(
    (await as(hr).templates.list()).map(({ key, versionId }) => [key, versionId]),
  )
  const flows = new Map((await as(hr).flows.list()).map(({ key, versionId }) => [key, versionId]))
  return designs[cycle.key].map(({ levels, jobFamilies, template, flow }) => {
    const [templateVersionId, flowVersionId] = [templates.get(template), flows.get(flow)]
    if (!templateVersionId || !flowVersionId)
      throw new Error(`the library has no ${template} or no ${flow}`)
    return { levels, jobFamilies, templateVersionId, flowVersionId }
  })
}

const deadlinesOf = ({ launchedOn, due }: DemoCycle) => ({
  strategyBrief: addDays(launchedOn, 4),
  goalAlignment: addDays(launchedOn, 6),
  selfAssessment: due.self,
  managerAssessment: due.manager,
  reveal: due.manager,
  differenceNote: addDays(due.manager, 2),
  meeting: addDays(due.manager, 3),
  talk: due.talk,
  agreement: addDays(due.talk, 3),
  signature: due.sign,
  archive: due.sign,
  follow: addDays(due.sign, 90),
})

/** Every conversation the launch has made, with the words for it. */
async function conversationsOf(
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
        talkOn: addDays(day, words.met?.day ?? 7),
        now: until,
        companyOwner: (text) => idOf(company, ownerOf(text)),
        personId: (number) => idOf(company, number),
        scan: paperScan,
      } satisfies Held,
    ]
  })
}

function wordsFor(
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

/** Who stands for a promise of the company. */
function ownerOf(text: string): string {
  const owners: [RegExp, string][] = [
    [/净化器|小吊|数显表|扳手/, 'YX0019'],
    [/津贴|医疗|成本课|电工证|外训|听声课/, 'YX0004'],
    [/业绩库/, 'YX0113'],
    [/铭牌|扫码|清单|三坐标数据/, 'YX0007'],
    [/木模厂/, 'YX0006'],
    [/样机|北屏/, 'YX0025'],
    [/驻厂费/, 'YX0030'],
    [/前置仓/, 'YX0020'],
  ]
  return owners.find(([words]) => words.test(text))?.[1] ?? 'YX0010'
}

/** After the day for signing, silence is sealed as what it is. */
function silenceOf(
  { org }: Company,
  cycle: DemoCycle,
  { written: words, conversationId }: Held,
): Act[] {
  if (words.ending?.outcome !== 'notAnswered') return []
  const day = new Date(`${addDays(cycle.due.sign, 1)}T00:40:00+08:00`)
  return [{ at: day, do: ({ db, now }) => sealNotAnswered(db, org, now, conversationId) }]
}

const onTheWay = [
  '做了第一次，记在本子上。',
  '问过了，还在等回音，周五再问。',
  '一半了，另一半下周。',
  '排上日子了，没有变。',
  '比想的慢，日子还守得住。',
]

/** What became of the promises, told by whoever made them. */
function fatesOf(
  company: Company,
  today: string,
  { written: words, conversationId, talkOn, managerNo }: Held,
): Act[] {
  if (words.stage !== 'sealed') return []
  const promiseAt =
    (position: number) =>
    async ({ db }: Hand) => {
      const promise = await db
        .selectFrom('commitment')
        .innerJoin('planLine', (join) =>
          join
            .onRef('planLine.orgId', '=', 'commitment.orgId')
            .onRef('planLine.id', '=', 'commitment.planLineId'),
        )
        .select('commitment.id')
        .where('commitment.orgId', '=', company.org.id)
        .where('commitment.conversationId', '=', conversationId)
        .where('planLine.position', '=', position)
        .executeTakeFirst()
      if (!promise) throw new Error(`line ${position} of ${conversationId} has become no promise`)
      return promise.id
    }
  return (words.plan ?? []).flatMap(([, owner, what, , , fate], position): Act[] => {
    const keeper =
      owner === 'employee' ? words.employee : owner === 'manager' ? managerNo : ownerOf(what)
    const promiseOf = promiseAt(position)
    const random = randomFrom(`${words.employee}/${words.cycle}/${position}`)
    if (!fate || addDays(talkOn, fate[1]) > today) {
      const day = new Date(`${addDays(today, -random.between(1, 3))}T16:20:00+08:00`)
      return random.chance(0.4)
        ? [
            {
              at: day,
              do: async (hand) =>
                hand
                  .as(keeper)
                  .commitments.checkIn({ id: await promiseOf(hand), note: random.pick(onTheWay) }),
            },
          ]
        : []
    }
    const [outcome, days, reason] = fate
    const day = new Date(
      `${addDays(talkOn, days)}T17:${String(10 + (days % 48)).padStart(2, '0')}:00+08:00`,
    )
    return [
      {
        at: day,
        do: async (hand) =>
          hand.as(keeper).commitments.settle({
            id: await promiseOf(hand),
            outcome: outcome === 'kept' ? 'done' : 'notDone',
            reason,
          }),
      },
    ]
  })
}

async function letLeave(company: Company, today: string) {
  for (const { number, leftOn } of demoPeople(today))
    if (leftOn)
      await at(company, new Date(`${leftOn}T10:30:00+08:00`), ({ as }) =>
        as(hr).org.leave({ id: idOf(company, number), on: leftOn }),
      )
}

const idOf = ({ people }: Company, number: string): string => {
  const known = people.get(number)
  if (!known) throw new Error(`nobody has the number ${number}`)
  return known.personId
}

/** Opens the doors: from now on the picker shows these people. */
async function open(company: Company) {
  const picks = demoPicks.map(({ role, employeeNo, who }) => ({
    personId: idOf(company, employeeNo),
    role,
    sees: who,
  }))
  await company.services.database.inOrg(company.org.id, (db) =>
    db
      .updateTable('organization')
      .set({ settings: sql`settings - 'progress' || ${json({ picks, ready: true })}` as never })
      .where('id', '=', company.org.id)
      .execute(),
  )
}

/** Everything that follows from what has happened has happened, whoever delivers it. */
async function settled(company: Company) {
  const { services, org } = company
  for (;;) {
    const waiting = await services.database.inOrg(org.id, async (db) => {
      await follow(company, db)
      const row = await db
        .selectFrom('outbox')
        .select((each) => each.fn.countAll<number>().as('waiting'))
        .where('orgId', '=', org.id)
        .executeTakeFirstOrThrow()
      return row.waiting
    })
    if (waiting === 0) return
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

/** Tells how far it is, at most once per hundredth, here and in the organization's settings. */
function progressOf({ services, org }: Company, onProgress: Progress): Progress {
  let told = 0
  return (share) => {
    const hundredths = Math.floor(share * 100)
    if (hundredths <= told) return
    told = hundredths
    onProgress(share)
    void services.database.inOrg(org.id, (db) =>
      db
        .updateTable('organization')
        .set({ settings: sql`settings || ${json({ progress: hundredths })}` as never })
        .where('id', '=', org.id)
        .execute(),
    )
  }
}
