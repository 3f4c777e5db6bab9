import { adviceOn, troubleOf } from '../../features/sealing/log/health/queries.ts'
import {
  enterNextKey,
  finishRotation,
  startEpoch,
  type Loss,
} from '../../features/sealing/log/epochs/handlers.ts'
import { readLog } from '../../features/sealing/log/handlers.ts'
import { newestCheckpoint } from '../../features/sealing/log/proofs/queries.ts'
import { logKeysOf } from '../../features/sealing/queries.ts'
import { config } from '../../platform/config.ts'
import { openDatabase, type Database } from '../../platform/database.ts'
import { readLine, type Command } from './commands.ts'
import { Complaint } from './complaint.ts'
import { withDatabase } from './source.ts'

const losses: readonly Loss[] = ['restored', 'keyLost', 'keyCompromised']
type Say = (line: string) => void

/** `epoch [status|rotate|new] [--org ID] [--because restored|keyLost|keyCompromised]` */
export const epochCommand: Command = async (argv) => {
  const { values, positionals } = readLine(argv, {
    org: { type: 'string' },
    because: { type: 'string' },
  })
  const [act = 'status'] = positionals
  const say: Say = (line) => void process.stdout.write(`${line}\n`)
  return withDatabase(
    config(),
    () => {},
    async (url) => {
      const database = openDatabase(url, { connections: 2 })
      try {
        return await epoch(database, { act, org: values.org, because: values.because }, say)
      } catch (error) {
        if ((error as { code?: string }).code !== '42P01') throw error
        throw new Complaint(
          '数据库里还没有表：先运行一次 npm start。',
          'The database has no tables yet: run npm start once.',
        )
      } finally {
        await database.close()
      }
    },
  )
}

/**
 * Tells how the logs stand, enters a new key, or begins a new epoch with a signed statement of what was lost.
 * @returns 0 all is well or was done, 1 sealing is paused somewhere
 * @throws Complaint when it is not clear what is asked, or nothing was lost
 */
export async function epoch(
  database: Database,
  { act, org, because }: { act: string; org?: string; because?: string },
  say: Say,
): Promise<number> {
  if (act === 'status') return status(database, say)
  const orgId = await organizationIn(database, org)
  if (act === 'rotate') return rotate(database, orgId, say)
  if (act === 'new') return begin(database, orgId, because, say)
  throw new Complaint(
    `“${act}” 不是纪元的操作。用法：cuxi epoch [status|rotate|new] [--org 编号] [--because restored|keyLost|keyCompromised]`,
    `“${act}” is nothing to do with epochs. Usage: cuxi epoch [status|rotate|new] [--org ID] [--because restored|keyLost|keyCompromised]`,
  )
}

const organizations = (database: Database) =>
  database.inOrg(null, (db) =>
    db.selectFrom('organization').select(['id', 'name']).orderBy('id').execute(),
  )

async function status(database: Database, say: Say): Promise<number> {
  let isPaused = false
  for (const { id, name } of await organizations(database)) {
    const { log, trouble } = await database.inOrg(id, async (db) => ({
      log: await readLog(db, id),
      trouble: await troubleOf(db, id),
    }))
    if (!log) say(`· ${name} ${id}：还没有封存过记录 · nothing sealed yet`)
    else if (trouble) say(`✖ ${name} ${adviceOn(trouble)}`)
    else
      say(
        `✔ ${name} ${id}：第 ${log.epoch} 纪元，${log.size} 条 · epoch ${log.epoch}, ${log.size} leaves`,
      )
    isPaused ||= trouble !== null
  }
  return isPaused ? 1 : 0
}

async function organizationIn(database: Database, asked: string | undefined): Promise<string> {
  const all = await organizations(database)
  const [only] = all
  const found =
    asked === undefined ? (all.length === 1 ? only : undefined) : all.find(({ id }) => id === asked)
  if (found) return found.id
  const names = all.map(({ id, name }) => `  ${id}  ${name}`).join('\n')
  throw new Complaint(
    `请用 --org 指明组织：\n${names}`,
    `Say which organization with --org, from the list above.`,
  )
}

async function rotate(database: Database, orgId: string, say: Say): Promise<number> {
  const { epoch, publicKey, until } = await database.inOrg(orgId, async (db) => {
    demandLog(await readLog(db, orgId))
    return enterNextKey(db, orgId, new Date())
  })
  await finishRotation(orgId, epoch, until)
  say(`✔ 新的日志密钥 · new log key: ${publicKey}`)
  say(
    `  到 ${until.toISOString().slice(0, 10)} 为止，检查点由新旧两把密钥同时签名。请把新密钥公布给持有回执的人 · until then both keys sign; publish the new one to people who hold receipts`,
  )
  return 0
}

async function begin(
  database: Database,
  orgId: string,
  because: string | undefined,
  say: Say,
): Promise<number> {
  const loss = losses.find((each) => each === because)
  if (!loss)
    throw new Complaint(
      '请用 --because 说明原因：restored（恢复了旧备份）、keyLost（密钥或签名状态丢失）、keyCompromised（密钥可能外泄）。它会写进新纪元的第一条，所有验真的人都看得到。',
      'Say why with --because: restored (an old backup came back), keyLost (key or signer state is gone), keyCompromised (the key may be known to others). It stands in the first leaf of the new epoch, for everybody who verifies.',
    )
  const { entry, checkpoint, keys } = await database.inOrg(orgId, async (db) => {
    demandLog(await readLog(db, orgId))
    if (loss === 'restored' && (await troubleOf(db, orgId)) === null)
      throw new Complaint(
        '日志没有落后于已签的检查点，不需要新纪元。',
        'The log is not behind any signed checkpoint: no new epoch is needed.',
      )
    const entry = await startEpoch(db, orgId, loss, new Date())
    return {
      entry,
      checkpoint: await newestCheckpoint(db, { orgId, epoch: entry.epoch }),
      keys: await logKeysOf(db, orgId),
    }
  })
  say(`✔ 第 ${entry.epoch} 纪元开始 · epoch ${entry.epoch} has begun: ${keys.at(-1)}`)
  say(
    '  旧的记录和回执仍按旧密钥验证。请把下面的检查点交给内审、工会等人 · old records and receipts verify under the old key; hand this checkpoint to auditors and the works council:',
  )
  say('')
  say(checkpoint!.note)
  return 0
}

function demandLog(log: unknown) {
  if (!log)
    throw new Complaint(
      '这个组织还没有封存过记录，没有日志可言。',
      'This organization has sealed nothing yet: there is no log.',
    )
}
