import type { Db } from '../../../platform/database.ts'
import { newId } from '../../../platform/ids.ts'
import type { TemplateBody } from '../contract.ts'
import '../table.ts'
import { versionsOf } from '../versions/queries.ts'

const versions = versionsOf<TemplateBody>('template')

interface Work {
  orgId: string
  by: string
  now: Date
}
interface Ready {
  key: string
  variantOf: string
  body: TemplateBody
}

/** Keys of all templates on offer. */
export async function offeredKeys(db: Db, orgId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('template')
    .select('key')
    .where('orgId', '=', orgId)
    .where('retiredAt', 'is', null)
    .execute()
  return rows.map(({ key }) => key)
}

/**
 * Puts templates on the shelf as the organization's own, to be used and changed. One that is there
 * keeps what HR has made of it; one taken off is on offer again.
 * @returns the ids of those that were not on offer before.
 */
export async function offerOwn(db: Db, { orgId, now }: Work, ready: readonly Ready[]) {
  const { last } = await db
    .selectFrom('template')
    .select((row) => row.fn.max('position').as('last'))
    .where('orgId', '=', orgId)
    .executeTakeFirstOrThrow()
  const offered: string[] = []
  for (const [at, { key, variantOf, body }] of ready.entries()) {
    const there = await db
      .selectFrom('template')
      .select(['id', 'retiredAt'])
      .where('orgId', '=', orgId)
      .where('key', '=', key)
      .executeTakeFirst()
    if (there && !there.retiredAt) continue
    const id = there?.id ?? newId()
    offered.push(id)
    if (there) {
      await offer(db, orgId, [id], { retiredAt: null, retiredBy: null })
      continue
    }
    const position = (last ?? -1) + 1 + at
    await db
      .insertInto('template')
      .values({ orgId, id, key, variantOf, builtIn: false, position, createdAt: now })
      .execute()
    await versions.publish(db, orgId, [{ key, body }], now)
  }
  return offered
}

/** Takes templates off offer; talks that use them go on. */
export const takeOff = (db: Db, { orgId, by, now }: Work, ids: readonly string[]) =>
  offer(db, orgId, ids, { retiredAt: now, retiredBy: by })

async function offer(
  db: Db,
  orgId: string,
  ids: readonly string[],
  retired: { retiredAt: Date | null; retiredBy: string | null },
) {
  if (ids.length === 0) return
  await db
    .updateTable('template')
    .set(retired)
    .where('orgId', '=', orgId)
    .where('id', 'in', ids)
    .execute()
}
