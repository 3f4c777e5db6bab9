import { remindAll } from '../../features/notifications/reminders/reactions.ts'
import type { Story } from './scenario.ts'

/** Lets the reminders of these mornings go out. @returns who was reminded on each of them, by name. */
export async function remindedOn(story: Story, days: string[]): Promise<string[][]> {
  const told: string[][] = []
  for (const day of days) {
    await remindAll(story.services, story.orgId, new Date(`${day}T10:00:00+08:00`))
    const rows = await story.services.database.inOrg(story.orgId, (db) =>
      db
        .selectFrom('delivery')
        .innerJoin('person', 'person.id', 'delivery.personId')
        .select('person.name')
        .where('delivery.dedupe', '=', `day:${day}`)
        .execute(),
    )
    told.push(rows.map(({ name }) => name).sort())
  }
  return told
}
