import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Database, Db } from '../../../../platform/database.ts'
import { equalBytes } from '../../bytes/rules.ts'
import { checkNote, readCheckpoint, readKey, readNote } from '../../note/rules.ts'
import { heldBy, hold } from '../../signer/held/queries.ts'
import { lastSigned } from '../../signer/handlers.ts'
import { lockLog, readLog, rootOfLog, type Log } from '../handlers.ts'

/**
 * Why sealing has stopped in an organization: the database is older than what was signed (`behind`), differs from it,
 * a witness was shown another history (`disputed`), or the signer's memory is gone. `known` and `found` count leaves.
 */
export type Trouble = {
  orgId: string
  kind: 'behind' | 'differs' | 'disputed' | 'forgot'
  known: number
  found: number
  witness?: string
}

/** Compares an organization's log with what lies outside the database. Changes nothing. */
export async function troubleOf(db: Db, orgId: string): Promise<Trouble | null> {
  const log = await readLog(db, orgId)
  if (!log || !compare(log)) return null
  // Seals that end between the two looks leave the signer ahead of what was read: with the log's lock
  // held nobody is between signing and committing.
  await lockLog(db, orgId)
  const still = await readLog(db, orgId)
  return still && compare(still)
}

function compare(log: Log): Trouble | null {
  const { orgId } = log
  const found = log.size
  const held = heldBy(orgId, log.epoch)
  if (held?.witness)
    return { orgId, kind: 'disputed', known: held.size, found, witness: held.witness }
  if (held) return { orgId, kind: 'behind', known: held.size, found }
  const signed = lastSigned(orgId, log.epoch)
  if (!signed) return found > 0 ? { orgId, kind: 'forgot', known: 0, found } : null
  // One ahead is a seal whose transaction did not commit: the next one puts its leaf back.
  if (signed.size > found + 1) return { orgId, kind: 'behind', known: signed.size, found }
  if (signed.size !== found) return null
  return equalBytes(rootOfLog(log), signed.root)
    ? null
    : { orgId, kind: 'differs', known: signed.size, found }
}

const refusals = {
  behind: 'sealing.logBehind',
  differs: 'sealing.logDiffers',
  disputed: 'sealing.logDisputed',
  forgot: 'sealing.signerForgot',
} satisfies Record<Trouble['kind'], string>

/** What who wants to seal would be told at present; null: nothing stands in the way. */
export async function refusalIn(
  db: Db,
  orgId: string,
): Promise<{ reason: string; params: Record<string, string | number> } | null> {
  const trouble = await troubleOf(db, orgId)
  if (!trouble) return null
  const { kind, known, found, witness } = trouble
  const params: Record<Trouble['kind'], Record<string, string | number>> = {
    behind: { known, found },
    differs: {},
    disputed: { witness: witness ?? '', known },
    forgot: {},
  }
  return { reason: refusals[kind], params: params[kind] }
}

/** The troubles of every organization. */
export async function troublesOf(database: Database): Promise<Trouble[]> {
  const organizations = await database.inOrg(null, (db) =>
    db.selectFrom('organization').select('id').execute(),
  )
  const troubles: Trouble[] = []
  for (const { id } of organizations) {
    const trouble = await database.inOrg(id, (db) => troubleOf(db, id))
    if (trouble) troubles.push(trouble)
  }
  return troubles
}

/** What to do, in both languages, on one line: for the log, `healthz` and the command line. */
export const adviceOn = ({ orgId, kind, known, found, witness }: Trouble): string =>
  ({
    behind:
      `封存已暂停（组织 ${orgId}）：本地日志 ${found} 条，早于已签检查点 ${known} 条。若恢复的是旧备份而无更新的备份，请运行 npx cuxi epoch new --org ${orgId} --because restored；阅读照常` +
      ` · sealing is paused: the log has ${found} leaves, older than a signed checkpoint of ${known}. If an old backup was restored and there is no newer one, run that command; reading goes on`,
    differs:
      `封存已暂停（组织 ${orgId}）：日志与已签检查点不一致，有人改过数据库。请保留现场，运行 npx cuxi doctor；阅读照常` +
      ` · sealing is paused: the log differs from what was signed; keep everything as it is and run npx cuxi doctor; reading goes on`,
    disputed:
      `封存已暂停（组织 ${orgId}）：见证方 ${witness} 见过同一把密钥签的另一本日志（${known} 条；这里 ${found} 条），说明有两台服务器从同一份备份跑着，或有人拿走了密钥。请找出并永久停掉另一台，再在留下的这台运行 npx cuxi epoch new --org ${orgId} --because restored（密钥可能外泄时用 keyCompromised）；阅读照常` +
      ` · sealing is paused: the witness ${witness} was shown another history under the same key (${known} leaves; here are ${found}): two servers run from one copy, or somebody has the key. Find the other one and stop it for good, then run that command on the one that stays (keyCompromised if others may know the key); reading goes on`,
    forgot:
      `封存已暂停（组织 ${orgId}）：签名程序的状态文件不在。请从备份恢复 keys 文件夹；没有备份时运行 npx cuxi epoch new --org ${orgId} --because keyLost；阅读照常` +
      ` · sealing is paused: the signer's state file is gone; bring the keys folder back from a backup, or, without one, run that command; reading goes on`,
  })[kind]

/**
 * Compares a log with the checkpoints that were handed out into a folder: after database and keys have both been
 * restored from an old backup, they are what still knows better. A newer one, signed by the log's own key, stops
 * sealing until a new epoch begins.
 */
export async function holdIfOutsideKnowsMore(log: Log, folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => [] as string[])
  const key = readKey(log.key)
  const signed = lastSigned(log.orgId, log.epoch)?.size ?? 0
  for (const name of names
    .filter((each) => each.endsWith('.checkpoint'))
    .sort()
    .slice(-40)) {
    const text = await readFile(join(folder, name), 'utf8').catch(() => '')
    const note = readNote(text)
    const checkpoint = note && readCheckpoint(note.text)
    if (!key || !checkpoint || checkpoint.origin !== key.name) continue
    if (checkpoint.size <= Math.max(log.size, signed)) continue
    if ((await checkNote(note, key)) !== 'valid') continue
    await hold(log.orgId, log.epoch, { size: checkpoint.size, note: text })
    return
  }
}
