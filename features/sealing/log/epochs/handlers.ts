import type { Db } from '../../../../platform/database.ts'
import { toBase64 } from '../../bytes/rules.ts'
import { canonicalText } from '../../canonical/rules.ts'
import { logKey } from '../../keys/handlers.ts'
import { writeKey } from '../../note/rules.ts'
import { lastSigned } from '../../signer/handlers.ts'
import { append, lockLog, readLog, readNodes, type Entry } from '../handlers.ts'
import { rootOf } from '../rules.ts'

/** Why a log cannot go on: the database came back older than what was signed, or the key is no longer ours alone. */
export type Loss = 'restored' | 'keyLost' | 'keyCompromised'

/**
 * Begins a new epoch: a new key and an empty tree whose first leaf says, for everybody who will ever verify, what the
 * last known checkpoint was and what was found instead. Records of the old epoch keep verifying under the old key.
 * @throws Error when there is no log yet: nothing can be lost
 */
export async function startEpoch(db: Db, orgId: string, loss: Loss, now: Date): Promise<Entry> {
  await lockLog(db, orgId)
  const old = await readLog(db, orgId)
  if (!old) throw new Error(`organization ${orgId} has no log`)
  const signed = await lastSigned(orgId, old.epoch)
  const read = await readNodes(db, old, [{ from: 0, to: old.size }])
  const epoch = old.epoch + 1
  const key = await logKey(orgId, epoch, true)
  await db
    .insertInto('logKey')
    .values({ orgId, epoch, origin: key.name, publicKey: writeKey(key), createdAt: now })
    .execute()
  const leaf = canonicalText({
    v: 1,
    kind: 'checkpoint-loss',
    reason: loss,
    epoch,
    known: signed && { size: signed.size, root: toBase64(signed.root), checkpoint: signed.note },
    found: { size: old.size, root: toBase64(rootOf(old.size, read)) },
    t: now.toISOString(),
  })
  return append(db, { orgId, epoch, key: writeKey(key), size: 0, lastLeaf: null }, leaf, now)
}
