import { resolve } from 'node:path'
import { parseArgs, type ParseArgsOptionsConfig } from 'node:util'
import { config } from '../../platform/config.ts'
import type { Log } from '../../platform/log.ts'
import { secretFor } from './ask.ts'
import { backup } from './backup.ts'
import { Complaint } from './complaint.ts'
import { examine } from './doctor.ts'
import type { LogVerdict } from './logs.ts'
import { move } from './move.ts'
import { restore } from './restore.ts'

/** A command of `npx cuxi`: what stands behind its name → an exit code. */
export type Command = (argv: string[]) => Promise<number>

const say = (line: string) => void process.stdout.write(`${line}\n`)
const tell = (zh: string, en: string) => say(`  ${zh} · ${en}`)
/** The embedded database's own chatter belongs into no answer of ours. */
const quiet: Log = () => {}

/** Reads options and words. @throws Complaint naming what is not understood */
export function readLine<T extends ParseArgsOptionsConfig>(argv: string[], options: T) {
  try {
    return parseArgs({ args: argv, options, allowPositionals: true })
  } catch (error) {
    throw new Complaint(
      `看不懂这条命令：${(error as Error).message}`,
      `This command line is not understood: ${(error as Error).message}`,
    )
  }
}

const isServer = (to: string) => /^postgres(ql)?:\/\//.test(to)

/** `backup [FILE] [--key FILE]` */
export const backupCommand: Command = async (argv) => {
  const { values, positionals } = readLine(argv, { key: { type: 'string' } })
  const name = `cuxi-${new Date().toISOString().slice(0, 16).replace(':', '')}.backup`
  const path = resolve(positionals[0] ?? name)
  const began = performance.now()
  const secret = await secretFor(values.key, { isNew: true })
  const manifest = await backup(config(), path, secret, { tell, log: quiet })
  const bytes = manifest.parts.reduce((sum, part) => sum + part.bytes, 0)
  say(`✔ ${path}`)
  tell(
    `${manifest.parts.length} 部分、${size(bytes)}，已读回核对，用时 ${seconds(began)} 秒`,
    `${manifest.parts.length} parts, ${size(bytes)}, read back and compared, in ${seconds(began)} s`,
  )
  const { missing, altered } = manifest.files
  for (const file of missing) say(`✖ 文件不在了 · file is gone: ${file}`)
  for (const file of altered) say(`✖ 文件被改过 · file was altered: ${file}`)
  const flawed = manifest.logs.filter(({ flaw }) => flaw !== null)
  for (const { orgId, epoch, flaw } of flawed)
    say(
      `✖ 日志 ${orgId}/${epoch} 与第 ${flaw} 号检查点不符 · log differs from its checkpoint ${flaw}`,
    )
  return missing.length + altered.length + flawed.length > 0 ? 3 : 0
}

/** `restore FILE --to FOLDER|postgres://… [--data FOLDER] [--key FILE]` */
export const restoreCommand: Command = async (argv) => {
  const { values, positionals } = readLine(argv, {
    key: { type: 'string' },
    to: { type: 'string' },
    data: { type: 'string' },
  })
  const [path] = positionals
  if (!path || !values.to)
    throw new Complaint(
      '用法：cuxi restore 备份文件 --to 空文件夹|postgres://…',
      'Usage: cuxi restore FILE --to EMPTY-FOLDER|postgres://…',
    )
  const server = isServer(values.to) ? values.to : null
  const dataDir = server === null ? resolve(values.to) : resolve(values.data ?? config().dataDir)
  const began = performance.now()
  const secret = await secretFor(values.key, { isNew: false })
  const { manifest, rows, logs } = await restore(
    resolve(path),
    secret,
    { dataDir, databaseUrl: server },
    { tell, log: quiet },
  )
  const names = manifest.organizations.map(({ name }) => name)
  say(`✔ ${names.join('、')}`)
  tell(
    `截至 ${manifest.asOf}：${rows} 行、${manifest.files.count} 个文件、${manifest.keys} 个密钥文件，都与备份一致，用时 ${seconds(began)} 秒`,
    `as of ${manifest.asOf}: ${rows} rows, ${manifest.files.count} files, ${manifest.keys} key files, all as in the backup, in ${seconds(began)} s`,
  )
  for (const verdict of logs) say(logLine(verdict))
  say('')
  say('启动 · Start it:')
  say(
    server === null
      ? `  CUXI_DATA=${quote(dataDir)} npm start`
      : `  CUXI_DATA=${quote(dataDir)} DATABASE_URL=${quote(server)} npm start`,
  )
  say(
    '如果备份之后旧系统还封存过记录，就有比这里的日志更新的回执：先停掉旧系统，启动这里之前运行 npx cuxi epoch new --because restored，它在新纪元的第一条写明丢失（docs/operate.md）。\n' +
      'If the old installation went on sealing after this backup, receipts exist that are newer than this log: stop it for good, and before starting this one run npx cuxi epoch new --because restored, whose first leaf states the loss (docs/operate.md).',
  )
  return logs.every(({ verdict }) => verdict === 'whole') ? 0 : 3
}

/** `move postgres://…` */
export const moveCommand: Command = async (argv) => {
  const { positionals } = readLine(argv, {})
  const [to] = positionals
  if (!to || !isServer(to))
    throw new Complaint(
      '用法：cuxi move postgres://用户:密码@主机/数据库',
      'Usage: cuxi move postgres://user:password@host/database',
    )
  const { dataDir } = config()
  const began = performance.now()
  const { organizations, logs } = await move(dataDir, to, { tell, log: quiet })
  say(`✔ ${organizations.join('、') || '—'}`)
  for (const verdict of logs) say(logLine(verdict))
  tell(
    `用时 ${seconds(began)} 秒。附件和密钥仍在 ${dataDir}，旧数据库原样保留，不会再被误启动`,
    `in ${seconds(began)} s. Files and keys are still in ${dataDir}; the old database stays as it was and is not started by mistake`,
  )
  say('')
  say('启动 · Start it:')
  say(`  CUXI_DATA=${quote(dataDir)} DATABASE_URL=${quote(to)} npm start`)
  return logs.every(({ verdict }) => verdict === 'whole') ? 0 : 3
}

const marks = { ok: '✔', bad: '✖', note: '·' }

/** `doctor [--json]`: 0 all is well, 1 something is to be done. */
export const doctorCommand: Command = async (argv) => {
  const { values } = readLine(argv, { json: { type: 'boolean' } })
  const findings = await examine(config(), quiet)
  if (values.json) say(JSON.stringify({ findings }, null, 2))
  else
    for (const { state, zh, en, todo } of findings) {
      say(`${marks[state]} ${zh === en ? zh : `${zh} · ${en}`}`)
      if (todo) say(`    → ${todo.zh === todo.en ? todo.zh : `${todo.zh} · ${todo.en}`}`)
    }
  return findings.some(({ state }) => state === 'bad') ? 1 : 0
}

function logLine({ log, verdict }: LogVerdict): string {
  const name = `${log.orgId}/${log.epoch}`
  const words = {
    whole: `✔ 日志 ${name}：${log.size} 条，与检查点和签名程序一致 · log: ${log.size} leaves, as its checkpoints and its signer say`,
    behind: `✖ 日志 ${name}：签名程序已签到 ${log.signed}，这里只有 ${log.size}，将拒绝封存 · the signer has signed ${log.signed}, here are ${log.size}: sealing will refuse`,
    forgotten: `✖ 日志 ${name}：签名程序的状态不在备份里，将拒绝封存 · its signer's state is not in the backup: sealing will refuse`,
    differs: `✖ 日志 ${name}：与检查点不符（第 ${log.flaw ?? log.size} 条起） · differs from its checkpoints (from ${log.flaw ?? log.size} on)`,
  }
  return words[verdict]
}

const seconds = (began: number) => ((performance.now() - began) / 1000).toFixed(1)
const size = (bytes: number) =>
  bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} kB` : `${(bytes / 1e6).toFixed(1)} MB`
const quote = (text: string) =>
  /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`
