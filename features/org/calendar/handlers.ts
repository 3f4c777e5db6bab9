import { implement } from '@orpc/server'
import { sql } from 'kysely'
import { addDays } from '../../../platform/clock.ts'
import { json } from '../../../platform/database.ts'
import { record } from '../../../platform/events.ts'
import { demand, invalid, missing } from '../../../platform/refusal.ts'
import type { Context } from '../../accounts/policy.ts'
import { changePeople } from '../policy.ts'
import { calendarContract, type CalendarDay } from './contract.ts'
import { offeredDays } from './library/2026.ts'
import { calendarOf } from './queries.ts'
import { readHolidays } from './reading/rules.ts'
import { isWorkday, workdaysBetween } from './rules.ts'
import './table.ts'

const os = implement(calendarContract).$context<Context>()

const year = os.year.handler(async ({ input, context: { db, orgId, actor } }) => {
  const [first, last] = [`${input.year}-01-01`, `${input.year}-12-31`]
  const calendar = await calendarOf(db, orgId)
  const days = await db
    .selectFrom('calendarDay')
    .select(['day', 'kind', 'name'])
    .where('orgId', '=', orgId)
    .where('day', '>=', first)
    .where('day', '<=', last)
    .orderBy('day')
    .execute()
  return {
    restDays: [...calendar.restDays],
    days,
    workdays: workdaysBetween(calendar, addDays(first, -1), last),
    offered: Object.entries(offeredDays).map(([of, list]) => ({
      year: Number(of),
      days: list.length,
      isTaken: list.every(({ day, kind }) => calendar.days[day] === kind),
    })),
    refusals: { change: changePeople(actor) },
  }
})

const setRestDays = os.setRestDays.handler(async ({ input, context }) => {
  demand(changePeople(context.actor))
  const restDays = [...new Set(input.restDays)].sort()
  await sql`update organization set settings = settings || ${json({ restDays })} where id = ${context.orgId}`.execute(
    context.db,
  )
  await noted(context, 0)
})

const setDay = os.setDay.handler(async ({ input: { day, kind, name }, context }) => {
  demand(changePeople(context.actor))
  if (kind === null) {
    const { db, orgId } = context
    await db.deleteFrom('calendarDay').where('orgId', '=', orgId).where('day', '=', day).execute()
    return noted(context, 1)
  }
  if (!name) throw invalid('org.dayNameFirst', {}, 'name')
  await keep(context, [{ day, kind, name }])
})

const preview = os.preview.handler(({ input: { text }, context: { actor } }) => {
  demand(changePeople(actor))
  const { days, problems } = readHolidays(text)
  return { days: days.slice(0, 1000), problems: problems.slice(0, 50) }
})

const take = os.take.handler(async ({ input: { days }, context }) => {
  demand(changePeople(context.actor))
  await keep(context, days)
})

const takeOffered = os.takeOffered.handler(async ({ input, context }) => {
  demand(changePeople(context.actor))
  const days = offeredDays[input.year]
  if (!days) throw missing()
  await keep(context, days)
})

async function keep(context: Context, days: CalendarDay[]) {
  const { db, orgId, actor, now } = context
  const rows = [...new Map(days.map((it) => [it.day, it])).values()]
  await db
    .insertInto('calendarDay')
    .values(
      rows.map(({ day, kind, name }) => ({
        orgId,
        day,
        kind,
        name,
        setBy: actor.personId,
        setAt: now,
      })),
    )
    .onConflict((row) =>
      row.columns(['orgId', 'day']).doUpdateSet((row) => ({
        kind: row.ref('excluded.kind'),
        name: row.ref('excluded.name'),
        setBy: row.ref('excluded.setBy'),
        setAt: row.ref('excluded.setAt'),
      })),
    )
    .execute()
  const { restDays, days: all } = await calendarOf(db, orgId)
  // Somewhere in any two months somebody works, or no deadline would ever come.
  const [first] = rows
  const isEmpty =
    first &&
    !Array.from({ length: 60 }, (_, n) => addDays(first.day, n)).some((day) =>
      isWorkday({ restDays, days: all }, day),
    )
  if (isEmpty) throw invalid('org.noWorkdayLeft')
  await noted(context, rows.length)
}

const noted = async (context: Context, days: number) =>
  void (await record(context.db, context, 'calendar.changed', {
    subjectId: context.orgId,
    data: { days },
  }))

export const calendarHandlers = os.router({
  year,
  setRestDays,
  setDay,
  preview,
  take,
  takeOffered,
})
