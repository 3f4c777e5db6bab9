import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type pg from 'pg'
import { bad, note, ok, type Finding } from './finding.ts'

/** The database: can it be trusted to keep what it is given, and does it keep up? */
export async function databaseFindings(client: pg.Client): Promise<Finding[]> {
  return [
    await server(client),
    await role(client),
    await clock(client),
    await migrations(client),
    await walls(client),
    await triggers(client),
    ...(await outbox(client)),
    ...(await jobs(client)),
  ]
}

async function server(client: pg.Client): Promise<Finding> {
  const [{ version, major }] = (
    await client.query<{ version: string; major: number }>(
      `select current_setting('server_version') as version, current_setting('server_version_num')::int / 10000 as major`,
    )
  ).rows as [{ version: string; major: number }]
  return major >= 15
    ? ok('database', `PostgreSQL ${version}`, `PostgreSQL ${version}`)
    : bad(
        'database',
        { zh: `PostgreSQL ${version} 太旧`, en: `PostgreSQL ${version} is too old` },
        { zh: '升级到 15 或更高', en: 'upgrade to 15 or newer' },
      )
}

async function role(client: pg.Client): Promise<Finding> {
  const { rows } = await client.query<{ bypasses: boolean }>(
    'select rolsuper or rolbypassrls as bypasses from pg_roles where rolname = current_user',
  )
  return rows[0]?.bypasses
    ? bad(
        'role',
        { zh: '数据库角色能绕过行级安全', en: 'the database role bypasses row-level security' },
        {
          zh: '换一个普通角色：没有 SUPERUSER，没有 BYPASSRLS',
          en: 'use an ordinary role without SUPERUSER and BYPASSRLS',
        },
      )
    : ok('role', '数据库角色是普通角色', 'the database role is an ordinary one')
}

async function clock(client: pg.Client): Promise<Finding> {
  const before = Date.now()
  const { rows } = await client.query<{ now: Date }>('select clock_timestamp() as now')
  const off = rows[0]!.now.getTime() - (before + Date.now()) / 2
  const seconds = (Math.abs(off) / 1000).toFixed(1)
  return Math.abs(off) < 2000
    ? ok('clock', '时钟与数据库一致', 'the clock agrees with the database')
    : bad(
        'clock',
        {
          zh: `时钟与数据库相差 ${seconds} 秒`,
          en: `clock and database are ${seconds} s apart`,
        },
        { zh: '两边都开启 NTP', en: 'have both machines keep time by NTP' },
      )
}

async function migrations(client: pg.Client): Promise<Finding> {
  const folder = join(import.meta.dirname, '..', '..', '..', 'migrations')
  const known = (await readdir(folder)).filter((name) => name.endsWith('.sql'))
  const { rows } = await client.query<{ name: string }>('select name from migration')
  const applied = new Set(rows.map(({ name }) => name))
  const newer = [...applied].filter((name) => !known.includes(name))
  const waiting = known.filter((name) => !applied.has(name))
  if (newer.length > 0)
    return bad(
      'migrations',
      { zh: `数据库比程序新：${newer[0]}`, en: `the database is newer: ${newer.join(', ')}` },
      { zh: '升级程序', en: 'upgrade the program' },
    )
  return waiting.length === 0
    ? ok('migrations', `${known.length} 个迁移都已执行`, `all ${known.length} migrations applied`)
    : note(
        'migrations',
        `${waiting.length} 个迁移将在下次启动时执行`,
        `${waiting.length} migrations wait for the next start`,
      )
}

// Holds ids only, and is read before an organization is chosen: docs/decisions/005.
const withoutWall = ['outbox']

async function walls(client: pg.Client): Promise<Finding> {
  const { rows } = await client.query<{ name: string }>(
    `select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'org_id'
      where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace
        and not (c.relrowsecurity and c.relforcerowsecurity) and c.relname <> all($1) order by 1`,
    [withoutWall],
  )
  const names = rows.map(({ name }) => name)
  return names.length === 0
    ? ok(
        'rowSecurity',
        '每张组织的表都强制行级安全',
        'row-level security is forced on every table of an organization',
      )
    : bad(
        'rowSecurity',
        { zh: `没有强制行级安全：${names.join('、')}`, en: `not forced on: ${names.join(', ')}` },
        {
          zh: names.map((name) => `alter table ${name} force row level security;`).join(' '),
          en: 'force it again, and find out who turned it off',
        },
      )
}

async function triggers(client: pg.Client): Promise<Finding> {
  const { rows } = await client.query<{ name: string }>(
    `select distinct tgrelid::regclass::text as name from pg_trigger
      where not tgisinternal and tgenabled not in ('O', 'A') order by 1`,
  )
  const names = rows.map(({ name }) => name)
  return names.length === 0
    ? ok('triggers', '保护封存内容的触发器都开着', 'the triggers that guard what is sealed are on')
    : bad(
        'triggers',
        {
          zh: `触发器被关掉了：${names.join('、')}`,
          en: `triggers are off on ${names.join(', ')}`,
        },
        {
          zh: `${names.map((name) => `alter table ${name} enable trigger user;`).join(' ')} 并查明是谁关的`,
          en: 'enable them again, and find out who turned them off',
        },
      )
}

async function outbox(client: pg.Client): Promise<Finding[]> {
  const { rows } = await client.query<{
    waiting: number
    failed: number
    minutes: number
    error: string | null
  }>(
    `select count(*)::int as waiting, count(*) filter (where attempts > 0)::int as failed,
            coalesce(extract(epoch from now() - min(not_before) filter (where attempts = 0)) / 60, 0)::int as minutes,
            max(last_error) as error from outbox`,
  )
  const { waiting, failed, minutes, error } = rows[0]!
  return [
    minutes < 10
      ? ok('outbox', `待处理事件 ${waiting} 个`, `${waiting} events wait for their reactions`)
      : bad(
          'outbox',
          {
            zh: `${waiting} 个事件没有处理，最早等了 ${minutes} 分钟`,
            en: `${waiting} events are not reacted to, the oldest for ${minutes} minutes`,
          },
          { zh: '产品在运行吗？启动它', en: 'is the product running? start it' },
        ),
    failed === 0
      ? ok('reactions', '没有失败的反应', 'no reaction has failed')
      : bad(
          'reactions',
          {
            zh: `${failed} 个事件的反应失败过（${error}），会自动再试`,
            en: `the reactions to ${failed} events failed (${error}) and are tried again`,
          },
          {
            zh: '在标准错误里找 reaction.failed，把那一行报告给开发者',
            en: 'look for reaction.failed on standard error and report that line',
          },
        ),
  ]
}

async function jobs(client: pg.Client): Promise<Finding[]> {
  const { rows: there } = await client.query(
    `select from pg_tables where schemaname = 'pgboss' and tablename = 'job'`,
  )
  if (there.length === 0) return [note('jobs', '还没有任务队列', 'no job queues yet')]
  const { rows } = await client.query<{ waiting: number; minutes: number; failed: number }>(
    `select count(*) filter (where state in ('created', 'retry'))::int as waiting,
            coalesce(extract(epoch from now() - min(start_after) filter (where state in ('created', 'retry'))) / 60, 0)::int as minutes,
            count(*) filter (where state = 'failed' and completed_on > now() - interval '7 days')::int as failed
       from pgboss.job`,
  )
  const { waiting, minutes, failed } = rows[0]!
  return [
    minutes < 30
      ? ok('jobs', `待办任务 ${waiting} 个`, `${waiting} jobs wait`)
      : bad(
          'jobs',
          {
            zh: `${waiting} 个任务没有开始，最早该在 ${minutes} 分钟前开始`,
            en: `${waiting} jobs have not begun, the oldest is ${minutes} minutes late`,
          },
          { zh: '产品在运行吗？启动它', en: 'is the product running? start it' },
        ),
    failed === 0
      ? ok('failedJobs', '近 7 天没有失败的任务', 'no job failed within 7 days')
      : bad(
          'failedJobs',
          { zh: `近 7 天有 ${failed} 个任务失败`, en: `${failed} jobs failed within 7 days` },
          {
            zh: '在标准错误里找 job.failed',
            en: 'look for job.failed on standard error',
          },
        ),
  ]
}
