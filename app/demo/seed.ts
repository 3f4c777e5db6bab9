import { sql } from 'kysely'
import { notificationsReactions } from '../../features/notifications/reactions.ts'
import { dayIn } from '../../platform/clock.ts'
import { json } from '../../platform/database.ts'
import type { Reactions } from '../../platform/events.ts'
import type { Services } from '../services.ts'
import { askThreeQuestions } from './asking.ts'
import { askHrIn } from './beside.ts'
import { company as invented, demoCycles, type DemoCycle } from './company.ts'
import { addDays } from './dates.ts'
import { actsOf } from './enact.ts'
import { foundCompany, handOutRoles, hireLate, hr } from './found.ts'
import { type Act, at, type Company, follow, hangClock, idOf, live, takeClockDown } from './hand.ts'
import { launched } from './launch.ts'
import { demoPeople } from './people.ts'
import { demoPicks } from './picks.ts'
import { fatesOf, silenceOf } from './promises.ts'
import { furnish } from './rooms.ts'
import { setTargets } from './targets.ts'
import { conversationsOf } from './words.ts'

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
    only = () => true,
  }: {
    reactions: Reactions[]
    now?: Date
    onProgress?: Progress
    /** Whose conversations are held, by employee number; those of the others stay unopened. */
    only?: (employeeNo: string) => boolean
  },
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
      await holdCycle(company, cycle, { today, now, tell, only })
    }
    await handOutRoles(company, today)
    await askThreeQuestions(company, today)
    await askHrIn(company, now)
    await setTargets(company, today)
    await furnish(company, today)
    await letLeave(company, today)
    await open(company)
    onProgress(1)
    return company.org.id
  } finally {
    await database.inOrg(null, takeClockDown)
  }
}

interface Running {
  only: (employeeNo: string) => boolean
  today: string
  now: Date
  tell: Progress
}

/** One cycle from its launch to wherever it stands today. */
async function holdCycle(company: Company, cycle: DemoCycle, { today, now, tell, only }: Running) {
  const cycleId = await launched(company, cycle)
  await settled(company)
  const all = await conversationsOf(company, cycle, cycleId, today, now)
  const held = all.filter(({ written }) => only(written.employee))
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

async function letLeave(company: Company, today: string) {
  for (const { number, leftOn } of demoPeople(today))
    if (leftOn)
      await at(company, new Date(`${leftOn}T10:30:00+08:00`), ({ as }) =>
        as(hr).org.leave({ id: idOf(company, number), on: leftOn }),
      )
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
    const note = services.database.inOrg(org.id, (db) =>
      db
        .updateTable('organization')
        .set({ settings: sql`settings || ${json({ progress: hundredths })}` as never })
        .where('id', '=', org.id)
        .where(sql<boolean>`not settings ? 'ready'`)
        .execute(),
    )
    // A number that was not noted is followed by the next one.
    note.catch(() => {})
  }
}
