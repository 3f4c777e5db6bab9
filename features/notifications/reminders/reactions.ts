import { dayIn } from '../../../platform/clock.ts'
import {
  type Database,
  type Db,
  openOrg,
  type OrganizationTable,
} from '../../../platform/database.ts'
import type { Jobs, JobHandlers } from '../../../platform/jobs.ts'
import { calendarOf } from '../../org/calendar/queries.ts'
import { isWorkday } from '../../org/calendar/rules.ts'
import type { Day } from '../../org/rules.ts'
import { openFor } from '../queries.ts'
import { talkSoon } from '../soon/queries.ts'
import { rhythmOf } from '../summaries/queries.ts'
import { seasonOf } from '../summaries/rules.ts'
import { toldTo } from '../telling/queries.ts'
import { enqueue, enqueueForGroups, forgetSettled } from '../delivery/queries.ts'
import { awayAmong, type Due, dueIn, isAnyDue, maybeReminded } from './due/queries.ts'
import { preferencesOf } from './preferences/queries.ts'
import { outOfQuiet, type Rhythm } from './preferences/rules.ts'
import { isIn, isWeeklyDue, reminderHour, type Window, windowOn } from './rules.ts'
import { contextFor, type Making } from './waiting/queries.ts'
import './table.ts'

/** The queue of one organization's reminders of one day. */
export const remindersQueue = 'notifications.reminders'

type Reminding = Making & { database: Database }

/** Asks for the reminders of every organization where it is time; asked again, they stay the same. */
export async function askForReminders(db: Db, jobs: Jobs, now: Date): Promise<void> {
  const organizations = await db.selectFrom('organization').select(['id', 'timezone']).execute()
  for (const { id, timezone } of organizations)
    if (hourIn(timezone, now) >= reminderHour)
      await jobs.enqueue(db, remindersQueue, { orgId: id }, id)
}

const hourIn = (timeZone: string, at: Date) =>
  Number(
    new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', hourCycle: 'h23' }).format(at),
  )

/** Each organization's hour of reminders. */
export const remindersJobs = (services: Reminding): JobHandlers => ({
  [remindersQueue]: async ({ orgId }) => void (await remindAll(services, orgId!, new Date())),
})

/** People in one transaction: after a kill no more of them than these are thought of twice. */
const pageSize = 50
const aDay = 86_400_000
/** How long what was sent or given up stays visible. */
const keptDays = 90

/**
 * Puts today's reminders of one organization into the outbox: for whoever has something open, from
 * the very list they see. Interrupted and run again, nobody is reminded twice: what is there already
 * stays the only one. @returns how many words are new
 */
export async function remindAll(services: Reminding, orgId: string, now: Date): Promise<number> {
  const { database } = services
  const plan = await database.inOrg(orgId, (db) => planFor(db, orgId, now))
  if (!plan) return 0
  await database.inOrg(orgId, (db) =>
    forgetSettled(db, orgId, new Date(now.getTime() - keptDays * aDay)),
  )
  const { ids, sum } = await database.inOrg(orgId, (db) => whatIsLeft(db, plan))
  for (let at = 0; at < ids.length; at += pageSize) {
    const page = ids.slice(at, at + pageSize)
    await database.inOrg(orgId, (db) => remindPage(db, services, plan, now, page, sum))
  }
  await database.inOrg(orgId, (db) => closeDay(db, plan, now, sum))
  return sum.told
}

/** Who is still to be thought of on this day, and what has come of it before a kill. */
async function whatIsLeft(db: Db, plan: Plan): Promise<{ ids: string[]; sum: Sum }> {
  const orgId = plan.org.id
  const ids = await maybeReminded(db, { orgId, ...plan })
  const before = await db
    .selectFrom('reminderProgress')
    .selectAll()
    .where('orgId', '=', orgId)
    .where('day', '=', plan.today)
    .executeTakeFirst()
  return {
    ids: before ? ids.filter((id) => id > before.afterId) : ids,
    sum: { told: 0, people: before?.people ?? 0, things: before?.things ?? 0 },
  }
}

/** New words, the people they are for, and how much waits for these. */
interface Sum {
  told: number
  people: number
  things: number
}

interface Plan {
  org: OrganizationTable
  today: Day
  window: Window
  due: Due
  /** Rhythms whose digest goes out today. */
  digests: Rhythm[]
  /** Whether the word on promises that a month or quarter begins with is spoken of. */
  asksForSummaries: boolean
}

async function planFor(db: Db, orgId: string, now: Date): Promise<Plan | null> {
  const org = await db
    .selectFrom('organization')
    .selectAll()
    .where('id', '=', orgId)
    .executeTakeFirstOrThrow()
  const today = dayIn(org.timezone, now)
  const calendar = await calendarOf(db, orgId)
  if (!isWorkday(calendar, today)) return null
  const last = await db
    .selectFrom('reminderRun')
    .select('day')
    .where('orgId', '=', orgId)
    .executeTakeFirst()
  const window = windowOn(today, last?.day ?? null)
  if (!window) return null
  const due = await dueIn(db, orgId, calendar, window)
  const digests: Rhythm[] = isWeeklyDue(calendar, window) ? ['daily', 'weekly'] : ['daily']
  const rhythm = rhythmOf({ org })
  const asksForSummaries =
    rhythm !== 'never' && due.days.has(seasonOf(calendar, rhythm, today).dueOn)
  return { org, today, window, due, digests, asksForSummaries }
}

async function remindPage(
  db: Db,
  services: Reminding,
  plan: Plan,
  now: Date,
  ids: string[],
  sum: Sum,
): Promise<void> {
  const { org, today, digests } = plan
  const orgId = org.id
  const preferenceOf = await preferencesOf(db, orgId, ids)
  const away = await awayAmong(db, orgId, today, ids)
  for (const id of ids) {
    const { rhythm, channels, quiet, timezone } = preferenceOf(id)
    if (away.has(id) || rhythm === 'never' || channels.length === 0) continue
    const isDigest = rhythm !== 'immediate'
    if (isDigest && !digests.includes(rhythm)) continue
    const things = await thingsFor(db, services, plan, id, isDigest, now)
    await openOrg(db, orgId)
    if (things === 0) continue
    sum.people += 1
    sum.things += things
    sum.told += await enqueue(db, { orgId, now }, [
      {
        personId: id,
        kind: isDigest ? 'digest' : 'reminder',
        dedupe: `day:${today}`,
        notBefore: outOfQuiet(quiet, timezone ?? org.timezone, now),
        channels,
      },
    ])
  }
  const progress = { day: today, afterId: ids.at(-1)!, people: sum.people, things: sum.things }
  await db
    .insertInto('reminderProgress')
    .values({ orgId, ...progress })
    .onConflict((row) => row.column('orgId').doUpdateSet(progress))
    .execute()
}

/** How many things to speak of: all that is open, for a reminder only if something falls due. */
async function thingsFor(
  db: Db,
  services: Making,
  { org, window, due }: Plan,
  id: string,
  isDigest: boolean,
  now: Date,
): Promise<number> {
  const context = await contextFor(db, services, org, id, now)
  if (!context) return 0
  const todos = await openFor(context)
  const talk = await talkSoon(context)
  const isNow = ({ days }: { days: Day[] }) => days.some((day) => isIn(window, day))
  const isTime =
    isDigest ||
    (talk !== null && isNow(talk)) ||
    (await isAnyDue(db, org.id, due, todos, new Date(now.getTime() - aDay))) ||
    (todos.some(({ kind }) => kind === 'told') && (await toldTo(context)).some(isNow))
  return isTime ? todos.length + (talk ? 1 : 0) : 0
}

/** Everybody has been thought of; groups that name nobody are told how many that were. */
async function closeDay(db: Db, { org, today }: Plan, now: Date, { people, things }: Sum) {
  if (people > 0)
    await enqueueForGroups(
      db,
      { orgId: org.id, now },
      { topic: `${people}/${things}`, dedupe: `day:${today}` },
    )
  await db
    .insertInto('reminderRun')
    .values({ orgId: org.id, day: today, finishedAt: now, people })
    .onConflict((row) => row.column('orgId').doUpdateSet({ day: today, finishedAt: now, people }))
    .execute()
  await db.deleteFrom('reminderProgress').where('orgId', '=', org.id).execute()
}
