import type { Db } from '../../../platform/database.ts'
import { usualRestDays, type WorkCalendar } from './rules.ts'
import './table.ts'

/** When this organization works, as it is written today. */
export async function calendarOf(db: Db, orgId: string): Promise<WorkCalendar> {
  const [{ settings }, days] = await Promise.all([
    db
      .selectFrom('organization')
      .select('settings')
      .where('id', '=', orgId)
      .executeTakeFirstOrThrow(),
    db.selectFrom('calendarDay').select(['day', 'kind']).where('orgId', '=', orgId).execute(),
  ])
  return {
    restDays: (settings.restDays as number[] | undefined) ?? usualRestDays,
    days: Object.fromEntries(days.map(({ day, kind }) => [day, kind])),
  }
}
