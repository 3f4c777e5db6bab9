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

/** Something this program brings along, by its key. */
interface Shipped<Body> {
  key: string
  body: Body
}

/** What ships with the program stays as it is while the program runs. */
const hashes = new WeakMap<object, string>()

function hashOfShipped(body: object): string {
  const hash = hashes.get(body) ?? hashOf(body)
  hashes.set(body, hash)
  return hash
}

/**
 * Things published in versions, each kept as it was: a table `<noun>` of things with their keys, and
 * a table `<noun>_version` of bodies.
 */
export function versionsOf<Body extends object>(noun: string) {
  const things = sql.table(noun)
  const versions = sql.table(`${noun}_version`)
  const thingId = sql.ref(`${noun}_id`)
  // A version never changes, so it is read from the database once per process.
  const known = new Map<string, Body>()

  return {
    /** Publishes each body as the newest version of the thing with its key, unless it is that already. */
    async publish(db: Db, orgId: string, shipped: Shipped<Body>[], now: Date): Promise<void> {
      // Locked in one order, so that two nodes starting at once do not both publish version 2.
      const { rows } = await sql<{ id: string; key: string }>`
        select id, key from ${things} where org_id = ${orgId}
          and key = any(${shipped.map(({ key }) => key)}) order by id for update`.execute(db)
      const newest = await sql<{ thingId: string; number: number; hash: string }>`
        select distinct on (${thingId}) ${thingId} as "thingId", number, hash from ${versions}
         where org_id = ${orgId} and ${thingId} = any(${rows.map(({ id }) => id)})
         order by ${thingId}, number desc`.execute(db)
      const idOf = new Map(rows.map(({ key, id }) => [key, id]))
      const lastOf = new Map(newest.rows.map((row) => [row.thingId, row]))
      const newer = shipped.flatMap(({ key, body }) => {
        const thing = idOf.get(key)
        if (!thing) throw new Error(`there is no ${noun} ${key} to publish`)
        const last = lastOf.get(thing)
        const hash = hashOfShipped(body)
        if (last?.hash === hash) return []
        const number = (last?.number ?? 0) + 1
        return sql`(${orgId}, ${newId()}, ${thing}, ${number}, ${json(body)}, ${hash}, ${now})`
      })
      if (newer.length > 0)
        await sql`
          insert into ${versions} (org_id, id, ${thingId}, number, body, hash, published_at)
          values ${sql.join(newer)}`.execute(db)
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
