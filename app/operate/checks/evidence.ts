import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { logStates, signedIn, verdictOn, type LogVerdict } from '../logs.ts'
import type { Snapshot } from '../source.ts'
import { openFor } from '../tables.ts'
import { bad, note, ok, type Finding } from './finding.ts'

/** What makes sealed records worth something: their keys, their logs, their signers' memory. */
export async function evidenceFindings(
  { client, organizations }: Pick<Snapshot, 'client' | 'organizations'>,
  dataDir: string,
): Promise<Finding[]> {
  const orgIds = organizations.map(({ id }) => id)
  await client.query('begin transaction read only')
  const logs = await logStates(client, orgIds, (orgId, epoch) => signedIn(dataDir, orgId, epoch))
  await client.query('rollback')
  const nameOf = (orgId: string) =>
    organizations.find(({ id }) => id === orgId)?.name.trim() ?? orgId
  // A log that was given up for a new epoch may well be shorter than what its signer remembers.
  const newest = logs.filter((log) =>
    logs.every(({ orgId, epoch }) => orgId !== log.orgId || epoch <= log.epoch),
  )
  return [
    await keys(newest, dataDir),
    ...(newest.length === 0
      ? [note('log', '还没有封存过记录', 'nothing has been sealed yet')]
      : newest.map((log) => logFinding(nameOf(log.orgId), verdictOn(log)))),
    ...(await selfChecks(client, organizations)),
  ]
}

/** What the nights have found, and whether there was a night at all. */
async function selfChecks(
  client: Snapshot['client'],
  organizations: Snapshot['organizations'],
): Promise<Finding[]> {
  const { rows: there } = await client.query(
    `select from pg_tables where schemaname = 'public' and tablename = 'self_check'`,
  )
  const findings: Finding[] = []
  await client.query('begin transaction read only')
  for (const { id, name } of there.length > 0 ? organizations : []) {
    await openFor(client, id)
    const { rows } = await client.query<{ open: number; last: Date | null; isYoung: boolean }>(
      `select (select count(*)::int from self_check_finding where org_id = $1 and gone_at is null) as open,
              (select max(finished_at) from self_check where org_id = $1) as last,
              (select created_at > now() - interval '2 days' from organization where id = $1) as "isYoung"`,
      [id],
    )
    findings.push(selfCheckFinding(name, rows[0]!))
  }
  await client.query('rollback')
  return findings
}

function selfCheckFinding(
  name: string,
  { open, last, isYoung }: { open: number; last: Date | null; isYoung: boolean },
): Finding {
  const hours = last === null ? null : Math.floor((Date.now() - last.getTime()) / 3_600_000)
  if (open > 0)
    return bad(
      'selfCheck',
      {
        zh: `${name} 的夜间自检发现 ${open} 处与封存不一致`,
        en: `places where ${name} is not as it was sealed, found by the nightly self-check: ${open}`,
      },
      {
        zh: 'HR 或审计在 /settings/self-check 看得到是哪些；不要改数据库，先与备份比对',
        en: 'HR and auditors see them at /settings/self-check; repair nothing, compare with a backup first',
      },
    )
  if (hours !== null && hours < 48)
    return ok(
      'selfCheck',
      `${name} 的夜间自检在 ${hours} 小时前做完，没有发现`,
      `the self-check of ${name} ended ${hours} hours ago and found nothing`,
    )
  return isYoung
    ? note(
        'selfCheck',
        `${name} 还没有自检过，今晚进行`,
        `${name} has not been checked yet; tonight it is`,
      )
    : bad(
        'selfCheck',
        { zh: `${name} 两天没有自检了`, en: `${name} has not been checked for two days` },
        {
          zh: '产品夜里在运行吗？标准错误里有 selfCheck.failed 吗？',
          en: 'does the product run at night? is there a selfCheck.failed on standard error?',
        },
      )
}

async function keys(logs: { orgId: string; epoch: number }[], dataDir: string): Promise<Finding> {
  const wanted = [
    'session.secret',
    ...logs.flatMap(({ orgId, epoch }) => [
      `${orgId}/kek.hex`,
      `${orgId}/log-${epoch}.json`,
      `${orgId}/signer-${epoch}.json`,
    ]),
  ]
  const problems: string[] = []
  for (const path of wanted) {
    const found = await stat(join(dataDir, 'keys', path)).catch(() => null)
    if (!found) problems.push(`${path} 不在 (missing)`)
    else if (process.platform !== 'win32' && (found.mode & 0o077) !== 0)
      problems.push(`${path} 别人可读 (chmod 600)`)
  }
  return problems.length === 0
    ? ok('keys', `${wanted.length} 个密钥文件都在`, `all ${wanted.length} key files are there`)
    : bad(
        'keys',
        { zh: `密钥：${problems.join('；')}`, en: `keys: ${problems.join('; ')}` },
        {
          zh: '从备份恢复 keys/；没有它们，封存的内容打不开，日志也不能继续',
          en: 'bring keys/ back from a backup: without them sealed content cannot be opened nor the log continued',
        },
      )
}

function logFinding(name: string, { log, verdict }: LogVerdict): Finding {
  if (verdict === 'whole')
    return ok(
      'log',
      `${name} 的日志 ${log.size} 条，检查点和签名程序都对得上`,
      `log of ${name}: ${log.size} leaves agree with checkpoints and signer`,
    )
  const words = {
    behind: {
      zh: `${name} 的日志只有 ${log.size} 条，签名程序签过 ${log.signed} 条`,
      en: `the log of ${name} has ${log.size} leaves, its signer has signed ${log.signed}`,
    },
    forgotten: {
      zh: `${name} 的签名程序不记得签过什么`,
      en: `the signer of ${name} does not remember what it signed`,
    },
    differs: {
      zh: `${name} 的日志从第 ${log.flaw ?? log.size} 条起与检查点不符`,
      en: `the log of ${name} differs from its checkpoints from leaf ${log.flaw ?? log.size} on`,
    },
  }[verdict]
  return bad('log', words, {
    zh: '不要再封存：保留现场，从备份核对，见 docs/operate.md“恢复之后”',
    en: 'seal nothing more: keep everything as it is and compare with a backup, see docs/operate.md, "after a restore"',
  })
}
