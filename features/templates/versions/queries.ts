import { createHash } from 'node:crypto'
import canonicalize from 'canonicalize'
import { sql } from 'kysely'
import { json, type Db } from '../../../platform/database.ts'
import { newId } from '../../../platform/ids.ts'
import { missing } from '../../../platform/refusal.ts'

/** SHA-256 over RFC 8785, in hex: the name of a body wherever it is stored. */
export const hashOf = (body: unknown): string =>
  createHash('sha256')
    .update(canonicalize(body) as string)
    .digest('hex')

/**
 * Things published in versions, each kept as it was: a table `<noun>` of things with their keys, and
 * a table `<noun>_version` of bodies.
 */
export function versionsOf<Body>(noun: string) {
  const things = sql.table(noun)
  const versions = sql.table(`${noun}_version`)
  const thingId = sql.ref(`${noun}_id`)
  // A version never changes, so it is read from the database once per process.
  const known = new Map<string, Body>()

  return {
    /** Publishes `body` as the newest version of the thing with this key, unless it is that already. */
    async publish(db: Db, orgId: string, key: string, body: Body, now: Date): Promise<void> {
      // Locked, so that two nodes starting at once do not both publish version 2.
      const locked = await sql<{ id: string }>`
        select id from ${things} where org_id = ${orgId} and key = ${key} for update`.execute(db)
      const thing = locked.rows[0]
      if (!thing) throw new Error(`there is no ${noun} ${key} to publish`)
      const newest = await sql<{ number: number; hash: string }>`
        select number, hash from ${versions} where org_id = ${orgId} and ${thingId} = ${thing.id}
        order by number desc limit 1`.execute(db)
      const last = newest.rows[0]
      const hash = hashOf(body)
      if (last?.hash === hash) return
      await sql`
        insert into ${versions} (org_id, id, ${thingId}, number, body, hash, published_at)
        values (${orgId}, ${newId()}, ${thing.id}, ${(last?.number ?? 0) + 1}, ${json(body)},
          ${hash}, ${now})`.execute(db)
    },

    /** The body of a version. @throws NOT_FOUND when the organization has no such version. */
    async body(db: Db, orgId: string, id: string): Promise<Body> {
      const cached = known.get(`${orgId}/${id}`)
      if (cached) return cached
      const { rows } = await sql<{ body: Body }>`
        select body from ${versions} where org_id = ${orgId} and id = ${id}`.execute(db)
      if (!rows[0]) throw missing()
      if (known.size > 500) known.clear()
      known.set(`${orgId}/${id}`, rows[0].body)
      return rows[0].body
    },
  }
}
