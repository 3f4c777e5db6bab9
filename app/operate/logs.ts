import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type pg from 'pg'
import { toBase64 } from '../../features/sealing/bytes/rules.ts'
import { growingTree } from '../../features/sealing/log/audit/queries.ts'
import {
  checkNote,
  readCheckpoint,
  readKey,
  readNote,
  type Key,
  type Note,
} from '../../features/sealing/note/rules.ts'
import type { LogState } from './manifest.ts'
import { openFor } from './tables.ts'

const page = 5000

/** A signer's memory, as far as a log is compared with it: the root is base64. */
export interface Signed {
  size: number
  root: string
}

/** What the signer of a log remembers; null when its state is missing. */
export async function signedIn(
  dataDir: string,
  orgId: string,
  epoch: number,
): Promise<Signed | null> {
  const text = await readFile(join(dataDir, 'keys', orgId, `signer-${epoch}.json`), 'utf8').catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return null
      throw error
    },
  )
  return text === null ? null : (JSON.parse(text) as Signed)
}

/**
 * Reads every leaf of every log, hashes each tree anew and holds it against every checkpoint that was
 * signed for it and against its signer's memory; in the caller's transaction.
 */
export async function logStates(
  client: pg.Client,
  orgIds: string[],
  signedOf: (orgId: string, epoch: number) => Promise<Signed | null>,
): Promise<LogState[]> {
  const states: LogState[] = []
  for (const orgId of orgIds) {
    await openFor(client, orgId)
    const { rows: epochs } = await client.query<{ epoch: number; keys: string[] }>(
      `select epoch, array_agg(public_key order by number) as keys from (
         select epoch, 0 as number, public_key from log_key where org_id = $1
         ${(await hasRotations(client)) ? 'union all select epoch, number, public_key from log_rotation where org_id = $1' : ''}
       ) as known group by epoch order by epoch`,
      [orgId],
    )
    for (const { epoch, keys } of epochs)
      states.push(
        await logState(client, { orgId, epoch, keys, signed: await signedOf(orgId, epoch) }),
      )
  }
  return states
}

/** Databases of an older program have no keys after the first. */
const hasRotations = async (client: pg.Client): Promise<boolean> =>
  (await client.query(`select to_regclass('public.log_rotation') as found`)).rows[0].found !== null

async function isSignedBy(note: Note, keys: Key[]): Promise<boolean> {
  for (const key of keys) if ((await checkNote(note, key)) === 'valid') return true
  return false
}

async function logState(
  client: pg.Client,
  given: { orgId: string; epoch: number; keys: string[]; signed: Signed | null },
): Promise<LogState> {
  const { orgId, epoch, signed } = given
  const keys = given.keys.map(readKey).filter((key) => key !== null)
  const tree = growingTree()
  let flaw: number | null = null
  for (let more = true; more;) {
    const from = tree.size()
    const { rows } = await client.query<{ leaf: string; note: string | null }>(
      `select l.leaf, c.note from log_leaf l
         left join log_checkpoint c on c.org_id = l.org_id and c.epoch = l.epoch and c.size = l.leaf_index + 1
        where l.org_id = $1 and l.epoch = $2 and l.leaf_index >= $3 order by l.leaf_index limit ${page}`,
      [orgId, epoch, from],
    )
    for (const { leaf, note } of rows) {
      tree.add(leaf)
      if (flaw !== null) continue
      const said = note === null ? null : readNote(note)
      const checkpoint = said && readCheckpoint(said.text)
      const root = note !== null || signed?.size === tree.size() ? toBase64(tree.root()) : null
      const isSigned =
        note === null ||
        (said !== null &&
          checkpoint?.origin === keys[0]?.name &&
          checkpoint?.size === tree.size() &&
          toBase64(checkpoint.root) === root &&
          (await isSignedBy(said, keys)))
      const isRemembered = signed?.size !== tree.size() || signed.root === root
      if (!isSigned || !isRemembered) flaw = tree.size()
    }
    more = rows.length === page
  }
  const root = toBase64(tree.root())
  return { orgId, epoch, size: tree.size(), root, signed: signed?.size ?? null, flaw }
}

/** `behind`: the signer has signed more than the log holds; sealing will refuse until a new epoch begins. */
export interface LogVerdict {
  log: LogState
  verdict: 'whole' | 'behind' | 'forgotten' | 'differs'
}

/** Hashes every leaf anew, and compares with what was expected and with what the signers remember. */
export async function judgeLogs(
  client: pg.Client,
  expected: LogState[],
  dataDir: string,
): Promise<LogVerdict[]> {
  await client.query('begin transaction read only')
  const orgIds = [...new Set(expected.map(({ orgId }) => orgId))]
  const found = await logStates(client, orgIds, (orgId, epoch) => signedIn(dataDir, orgId, epoch))
  await client.query('rollback')
  return expected.map((known) => {
    const log = found.find((each) => each.orgId === known.orgId && each.epoch === known.epoch)
    return verdictOn(log ?? { ...known, size: 0, root: '' }, known)
  })
}

/** @param known the log as it should be; itself, when nothing older is at hand to compare with */
export function verdictOn(log: LogState, known: LogState = log): LogVerdict {
  const isSameTree = known.size === log.size && known.root === log.root
  const verdict =
    !isSameTree || log.flaw !== null
      ? 'differs'
      : log.signed === null && log.size > 0
        ? 'forgotten'
        : (log.signed ?? 0) > log.size + 1
          ? 'behind'
          : 'whole'
  return { log, verdict }
}
