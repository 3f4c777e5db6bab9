import { newId } from '../../platform/ids.ts'
import type { Story } from './scenario.ts'

/** Adds a department right below the whole company. @returns its id. */
export async function addDepartment(story: Story, name: string): Promise<string> {
  const id = newId()
  await story.services.database.inOrg(story.orgId, (db) =>
    db
      .insertInto('department')
      .values({
        orgId: story.orgId,
        id,
        parentId: story.departmentId,
        name,
        path: `试验工厂/${name}`,
        createdAt: story.clock.now,
        closedAt: null,
      })
      .execute(),
  )
  return id
}
