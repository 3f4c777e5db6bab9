import { newId } from '../../platform/ids.ts'
import { todayOf } from './days.ts'
import type { Someone, Story } from './scenario.ts'

/** Somebody has another manager from a day on, and whatever else of the post changes with it. */
export async function moved(
  { services, orgId, clock }: Story,
  person: Someone,
  manager: Someone,
  {
    on = todayOf({ clock }),
    ...post
  }: {
    on?: string
    departmentId?: string
    position?: string
    jobFamily?: string
    level?: string
  } = {},
): Promise<void> {
  await services.database.inOrg(orgId, async (db) => {
    const before = await db
      .selectFrom('assignment')
      .selectAll()
      .where('personId', '=', person.personId)
      .where('toOn', 'is', null)
      .executeTakeFirstOrThrow()
    await db
      .updateTable('assignment')
      .set({ toOn: on })
      .where('orgId', '=', orgId)
      .where('id', '=', before.id)
      .execute()
    await db
      .insertInto('assignment')
      .values({
        ...before,
        ...post,
        id: newId(),
        managerId: manager.personId,
        fromOn: on,
        toOn: null,
      })
      .execute()
  })
}
