import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type pg from 'pg'
import { count, draftCycle, finishLaunch, importFile, launchCycle, plainly } from './company.ts'
import { csvOf, roster } from './roster.ts'
import { interleaved, mustBe, timed, type Company, type Figure, type Work } from './support.ts'

/** W2: from the click to the last conversation and notice, beside the same rows by INSERT … SELECT. */
export const launching: Work = {
  id: 'W2',
  what: 'launch a cycle',
  growth: 1.1,
  async run(place, size) {
    const company = await place.company()
    await importFile(company, csvOf(roster(size)))
    await company.settle()
    const client = await plainly(company)
    await client.query('vacuum analyze')
    let model = ''
    const ours = async () => {
      const draft = await draftCycle(company, '2026 年度结果面谈')
      const took = await timed(() => launchCycle(company, draft))
      await proveAll(client, draft.id, size)
      model = draft.id
      return took
    }
    const times = await interleaved(
      ours,
      () => bareLaunch(client, model, size),
      size > 10_000 ? 2 : 5,
    )
    const killedAt = await killHalfWay(company, client, size)
    await client.end()
    await company.close()
    const ratio = times.ours / times.floor
    return [
      {
        ...times,
        unit: 'ms',
        ratio,
        bar: '≤ 4 × floor + 0.2 s',
        holds: times.ours <= times.floor * 4 + 200,
        endState: `${size} participations, conversations and notices, once each; killed with -9 at ${killedAt} and run again: the same`,
      } satisfies Figure,
    ]
  },
}

/** Everybody has one part, one conversation with all its stages, one notice; nothing is left to deliver. */
async function proveAll(client: pg.Client, cycleId: string, size: number) {
  const { rows } = await client.query(
    `select (select count(*) from participation where cycle_id = $1) as participations,
            (select count(distinct person_id) from participation where cycle_id = $1) as people,
            (select count(*) from conversation where cycle_id = $1) as conversations,
            (select count(distinct employee_id) from conversation where cycle_id = $1) as employees,
            (select count(*) from conversation c where cycle_id = $1 and not exists (select from stage s where s.org_id = c.org_id and s.run_id = c.id)) as without_stages,
            (select count(*) from notice n join conversation c on c.org_id = n.org_id and c.id = n.subject_id
              where c.cycle_id = $1 and n.kind = 'cycleStarted' and n.person_id = c.employee_id) as notices,
            (select count(*) from outbox) as undelivered`,
    [cycleId],
  )
  const { without_stages: withoutStages, undelivered, ...each } = rows[0] as Record<string, number>
  for (const [what, found] of Object.entries(each)) mustBe(what, found, size)
  mustBe('conversations without stages', withoutStages, 0)
  mustBe('undelivered events', undelivered, 0)
}

const copied = ['participation', 'conversation', 'stage', 'notice', 'outbox']

/** The floor: the same rows into tables of the same columns and indexes, in one transaction, without a rule, a check or a policy. */
async function bareLaunch(client: pg.Client, model: string, size: number): Promise<number> {
  for (const table of copied)
    await client.query(
      `create table bare_${table} (like ${table} including defaults including indexes)`,
    )
  const took = await timed(async () => {
    await client.query('begin')
    await client.query(
      `insert into bare_participation select * from participation where cycle_id = $1`,
      [model],
    )
    await client.query(
      `insert into bare_conversation (org_id, id, kind, title, cycle_id, employee_id, manager_id, line_manager_id, department_id,
         snapshot, template_version_id, flow_version_id, phase, created_at)
       select org_id, conversation_id, 'result', '2026', cycle_id, person_id, manager_id, manager_id, department_id,
         snapshot, template_version_id, flow_version_id, 'prepare', created_at from bare_participation`,
    )
    await client.query(
      `insert into bare_stage select s.* from bare_conversation c join stage s on s.org_id = c.org_id and s.run_id = c.id`,
    )
    await client.query(
      `insert into bare_notice (org_id, id, person_id, kind, subject_id, created_at)
       select org_id, gen_random_uuid(), person_id, 'cycleStarted', conversation_id, created_at from bare_participation`,
    )
    await client.query(
      `insert into bare_outbox (org_id, event_id) select org_id, id from bare_participation`,
    )
    await client.query('commit')
  })
  mustBe('notices of the floor', await count(client, 'select count(*) from bare_notice'), size)
  for (const table of copied) await client.query(`drop table bare_${table}`)
  return took
}

/** Kills the process that launches as soon as its first rows are there. @returns how many there were. */
async function killHalfWay(company: Company, client: pg.Client, size: number): Promise<string> {
  const draft = await draftCycle(company, '2026 年中期面谈')
  await company.api.cycles.launch(draft)
  const child = spawn(
    process.execPath,
    [join(import.meta.dirname, 'launchOnly.ts'), company.orgId, draft.id],
    {
      env: { ...process.env, DATABASE_URL: company.databaseUrl },
      stdio: 'ignore',
    },
  )
  const gone = new Promise((resolve) => child.once('exit', resolve))
  const there = () =>
    count(client, 'select count(*) from participation where cycle_id = $1', [draft.id])
  while ((await there()) === 0) {
    if (child.exitCode !== null)
      throw new Error('the process that launches ended before its first chunk')
    await pause(1)
  }
  child.kill('SIGKILL')
  await gone
  const killedAt = await there()
  await finishLaunch(company, draft.id)
  await proveAll(client, draft.id, size)
  return `${killedAt} of ${size}`
}
