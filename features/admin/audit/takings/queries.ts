import { newId } from '../../../../platform/ids.ts'
import type { Context } from '../../../accounts/policy.ts'
import type { Taking } from './rules.ts'

/** Notes that an export, or one archive of it, begins to be taken. */
export async function beginTaking(
  { db, orgId, now }: Context,
  exportId: string,
  archive = 1,
): Promise<string> {
  const id = newId()
  await db
    .insertInto('exportTaking')
    .values({
      orgId,
      id,
      exportId,
      archive,
      begunAt: now,
      movedAt: now,
      handedOverAt: null,
      brokenOffAt: null,
    })
    .execute()
  return id
}

/** Notes that a piece of it was written. */
export const noteMoved = (context: Context, id: string) =>
  note(context, id, { movedAt: context.now })

/** Notes how it ended: with its last byte, or before. */
export const endTaking = (context: Context, id: string, isWhole: boolean) =>
  note(context, id, isWhole ? { handedOverAt: context.now } : { brokenOffAt: context.now })

const note = ({ db, orgId }: Context, id: string, what: Partial<Taking>) =>
  db.updateTable('exportTaking').set(what).where('orgId', '=', orgId).where('id', '=', id).execute()

/** Every time these exports were taken, and which archive of them. */
export async function takingsOf(
  { db, orgId }: Context,
  exportIds: string[],
): Promise<(Taking & { exportId: string; archive: number })[]> {
  if (exportIds.length === 0) return []
  return db
    .selectFrom('exportTaking')
    .select(['exportId', 'archive', 'begunAt', 'movedAt', 'handedOverAt', 'brokenOffAt'])
    .where('orgId', '=', orgId)
    .where('exportId', 'in', exportIds)
    .execute()
}
