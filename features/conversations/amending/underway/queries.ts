import { sql } from 'kysely'

/** SQL over the alias `a`: approved, and neither sealed yet nor withdrawn. */
export const isUnderWay = sql<boolean>`(a.approved_at is not null and a.sealed_at is null and a.withdrawn_at is null)`

/** A version of `c` is being written after an earlier one was sealed, or after a dispute; SQL. */
export const isBeingAmended = sql<boolean>`exists (select from amendment a
  where a.org_id = c.org_id and a.conversation_id = c.id and ${isUnderWay})`
