import type { Db } from '../../../../platform/database.ts'
import { toBase64 } from '../../bytes/rules.ts'
import { canonicalText } from '../../canonical/rules.ts'
import { logKey, nextLogKey, takeOver } from '../../keys/handlers.ts'
import { readCheckpoint, readNote, writeKey } from '../../note/rules.ts'
import { lastSigned } from '../../signer/handlers.ts'
import { heldBy } from '../../signer/held/queries.ts'
import {
  append,
  emptyLog,
  lockLog,
  openLog,
  readLog,
  ready,
  rootOfLog,
  type Entry,
} from '../handlers.ts'

/** Why a log cannot go on: the database came back older than what was signed, or the key is no longer ours alone. */
export type Loss = 'restored' | 'keyLost' | 'keyCompromised'

const ROTATION_DAYS = 30

/**
 * Enters the log's next key under the present one. Call `finishRotation` once this has committed; asked again in
 * between, it changes nothing.
 * @returns the written new key, and until when both sign
 * @throws Error when there is no log yet; FORBIDDEN when log and signer disagree
 */
export async function enterNextKey(
  db: Db,
  orgId: string,
  now: Date,
): Promise<{ epoch: number; publicKey: string; until: Date }> {
  if (!(await readLog(db, orgId))) throw new Error(`organization ${orgId} has no log`)
  const log = await openLog(db, orgId)
  const { epoch } = log
  const publicKey = writeKey(await nextLogKey(orgId, epoch))
  const entered = await db
    .selectFrom('logRotation')
    .select(['number', 'publicKey', 'until'])
    .where('orgId', '=', orgId)
    .where('epoch', '=', epoch)
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (entered?.publicKey === publicKey) return { epoch, publicKey, until: entered.until }
  const until = new Date(now.getTime() + ROTATION_DAYS * 86_400_000)
  const leaf = canonicalText({
    v: 1,
    kind: 'log-key',
    epoch,
    key: publicKey,
    until: until.toISOString(),
    t: now.toISOString(),
  })
  const { index } = await append(db, log, leaf, { now })
  const number = (entered?.number ?? 0) + 1
  await db
    .insertInto('logRotation')
    .values({ orgId, epoch, number, leafIndex: index, publicKey, until })
    .execute()
  return { epoch, publicKey, until }
}

/** From here on the new key signs, and the old one beside it until the period ends. */
export const finishRotation = (orgId: string, epoch: number, until: Date): Promise<void> =>
  takeOver(orgId, epoch, until)

/**
 * Begins a new epoch: a new key and an empty tree whose first leaf says, for everybody who will ever verify, what the
 * last known checkpoint was and what was found instead. Records of the old epoch keep verifying under the old key.
 * @throws Error when there is no log yet: nothing can be lost
 */
export async function startEpoch(db: Db, orgId: string, loss: Loss, now: Date): Promise<Entry> {
  await lockLog(db, orgId)
  const old = await readLog(db, orgId)
  if (!old) throw new Error(`organization ${orgId} has no log`)
  const signed = lastSigned(orgId, old.epoch)
  const held = heldBy(orgId, old.epoch)
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
    known: knownOf(held?.note ?? signed?.note),
    found: { size: old.size, root: toBase64(rootOfLog(old)) },
    t: now.toISOString(),
  })
  return append(db, ready(emptyLog(orgId, epoch, writeKey(key)), now), leaf)
}

/** The last checkpoint anybody is known to have been handed, as the statement names it. */
function knownOf(note: string | undefined) {
  const checkpoint = note === undefined ? null : readCheckpoint(readNote(note)?.text ?? '')
  return checkpoint && { size: checkpoint.size, root: toBase64(checkpoint.root), checkpoint: note }
}
