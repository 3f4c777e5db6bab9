import { sql } from 'kysely'
import { postsOn } from '../../org/queries.ts'
import type {} from '../../org/table.ts'

/** `hasLineChanged` of the policy as SQL over the alias `c`: HR has yet to say who goes on (E01). */
export const lineHasChanged = (today: string) => sql<boolean>`exists (
  select from ${postsOn(today)} line where line.org_id = c.org_id and line.person_id = c.employee_id
     and line.manager_id is not null and line.manager_id is distinct from c.line_manager_id
     and line.manager_id is distinct from c.manager_id)`
