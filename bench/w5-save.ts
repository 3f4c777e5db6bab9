import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'
import type pg from 'pg'
import { count, plainly } from './company.ts'
import { atOnce, connect, cookieFor, runServer } from './product.ts'
import {
  median,
  mustBe,
  percentile,
  type Company,
  type Figure,
  type Place,
  type Work,
} from './support.ts'
import { runningCompany, speaker, type Talk } from './talks.ts'

const connections = 16
const runs = 5
const perRun = 96

/** W5: save a draft, then submit, over HTTP from 16 connections, beside pgbench with the writes alone. */
export const saving: Work = {
  id: 'W5',
  what: 'save a draft, then submit',
  growth: 1.1,
  async run(place, size) {
    const { company, talks } = await runningCompany(place, size, perRun * (runs + 2) + 1)
    if (talks.length <= perRun * (runs + 2))
      throw new Error(`${size} people make too few conversations for ${runs} runs`)
    const cookie = await cookieFor(place.dataDir)
    const client = await plainly(company)
    const bench = pgbench()
    const product = await runServer('serve.ts', {
      DATABASE_URL: company.databaseUrl,
      CUXI_DATA: place.dataDir,
    })
    const http = connect(product.url, connections)
    const speak = speaker(http, cookie)
    const acknowledged: Talk[] = []
    const latencies: number[] = []
    const perSecond = { ours: [] as number[], floor: [] as number[] }
    await prepareFloor(client, company, talks)
    for (let run = 0; run <= runs; run++) {
      const own = talks.slice(run * perRun, (run + 1) * perRun)
      const started = performance.now()
      await atOnce(own, connections, async (talk) => {
        for (const answer of [await speak.save(talk), await speak.submit(talk)]) {
          mustBe(`status ${answer.body?.json?.data?.reason ?? ''}`, answer.status, 200)
          if (run > 0) latencies.push(answer.ms)
        }
        acknowledged.push(talk)
      })
      const ours = (own.length / (performance.now() - started)) * 1000
      const floor = await bench(company, talks.length)
      // The first run of each warms up.
      if (run === 0) continue
      perSecond.ours.push(ours)
      perSecond.floor.push(floor)
    }
    await delivered(client, acknowledged.length)
    const marks = await twoEditors(http, cookie, talks.at(-1)!)
    http.close()
    await product.kill('SIGTERM')
    await dropFloor(client)
    await client.end()
    const survivors = await killEverything(
      place,
      company,
      talks.slice(perRun * (runs + 1), -1),
      acknowledged,
    )
    const middle = { ours: median(perSecond.ours), floor: median(perSecond.floor) }
    const share = middle.ours / middle.floor
    const p99 = percentile(latencies, 0.99)
    const endState = `${survivors.kept} acknowledged submits found after kill -9 of app and PostgreSQL (${survivors.during} of them while it fell); ${marks} marks of two editors, none lost`
    return [
      {
        note: 'tps',
        ...middle,
        unit: '/s',
        ratio: share,
        bar: '≥ 0.25 of the floor',
        holds: share >= 0.25,
        endState,
      },
      {
        note: 'p99',
        ours: p99,
        floor: (1000 / middle.floor) * connections,
        unit: 'ms',
        ratio: p99 / ((1000 / middle.floor) * connections),
        bar: '≤ 100 ms',
        holds: p99 <= 100,
        endState: 'one request; the floor is the mean of one pair',
      },
    ] satisfies Figure[]
  },
}

/** Events and notices of every submit are there once the outbox is empty. */
export async function delivered(client: pg.Client, submits: number) {
  const until = Date.now() + 120_000
  while ((await count(client, 'select count(*) from outbox')) > 0) {
    if (Date.now() > until) throw new Error('the outbox does not empty')
    await pause(50)
  }
  mustBe(
    'events',
    await count(client, `select count(*) from event where kind = 'conversation.submitted'`),
    submits,
  )
  mustBe(
    'notices',
    await count(client, `select count(*) from notice where kind = 'partSubmitted'`),
    submits,
  )
}

/** Two sessions add marks to the same text; whoever is told of a conflict takes theirs and tries again. */
async function twoEditors(
  http: ReturnType<typeof connect>,
  cookie: (token: string) => string,
  { id, employeeToken }: Talk,
): Promise<number> {
  const each = 20
  const edit = async (who: string) => {
    let standing = { value: '', version: 0 }
    for (let mark = 0; mark < each;) {
      const value = `${standing.value}${who}${mark};`
      const input = {
        id,
        part: 'self',
        fieldKey: 'selfReminder',
        value,
        version: standing.version,
        clientId: randomUUID(),
      }
      const { status, body } = await http.post(
        '/api/rpc/conversations/saveAnswer',
        input,
        cookie(employeeToken),
      )
      if (status === 200) {
        standing = { value, version: body.json.version }
        mark++
      } else {
        mustBe('answer to a stale write', status, 409)
        standing = body.json.data.theirs
      }
    }
  }
  await Promise.all([edit('a'), edit('b')])
  const probe = await http.post('/api/rpc/conversations/get', { id }, cookie(employeeToken))
  const text = probe.body.json.parts.find(({ kind }: { kind: string }) => kind === 'self').answers
    .selfReminder.value as string
  for (const who of ['a', 'b'])
    for (let mark = 0; mark < each; mark++)
      mustBe(`mark ${who}${mark}`, text.includes(`${who}${mark};`), true)
  return each * 2
}

/** Kills app and PostgreSQL while people submit; whatever was acknowledged must be there afterwards. */
async function killEverything(place: Place, company: Company, talks: Talk[], before: Talk[]) {
  const cookie = await cookieFor(place.dataDir)
  const product = await runServer('serve.ts', {
    DATABASE_URL: company.databaseUrl,
    CUXI_DATA: place.dataDir,
  })
  const http = connect(product.url, connections)
  const speak = speaker(http, cookie)
  const during: Talk[] = []
  let fallen = false
  await atOnce(talks, connections, async (talk) => {
    if (fallen) return
    try {
      await speak.save(talk)
      if ((await speak.submit(talk)).status === 200) during.push(talk)
    } catch {
      // The connection died with the server: nothing was promised.
    }
    if (during.length >= talks.length / 3 && !fallen) {
      fallen = true
      process.kill(postmasterOf(place.cluster), 'SIGKILL')
      await product.kill('SIGKILL')
    }
  })
  http.close()
  const client = await comeBack(company)
  const ids = [...before, ...during].map(({ id }) => id)
  const answersEach = talks[0]!.answers.length
  const kept = await count(
    client,
    `select count(*) from part p where p.conversation_id = any($1) and p.kind = 'self' and p.submitted_at is not null
       and (select count(*) from answer a where a.org_id = p.org_id and a.part_id = p.id and a.version = 2) = $2
       and exists (select from event e where e.org_id = p.org_id and e.subject_id = p.conversation_id and e.kind = 'conversation.submitted')`,
    [ids, answersEach],
  )
  await client.end()
  mustBe('submits found', kept, ids.length)
  return { kept, during: during.length }
}

const postmasterOf = (cluster: string) =>
  Number(readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n', 1)[0])

async function comeBack(company: Company): Promise<pg.Client> {
  for (let tries = 0; ; tries++)
    try {
      return await plainly(company)
    } catch (error) {
      if (tries > 1200) throw error
      await pause(100)
    }
}

const copied = ['conversation', 'part', 'answer', 'stage', 'event', 'notice']

async function prepareFloor(client: pg.Client, { orgId }: Company, talks: Talk[]) {
  for (const table of copied) {
    await client.query(
      `create table bare_${table} (like ${table} including defaults including indexes)`,
    )
    if (table === 'conversation' || table === 'stage')
      await client.query(`insert into bare_${table} select * from ${table}`)
  }
  await client.query(
    'create table bare_talk (n bigint primary key, id uuid, employee_id uuid, manager_id uuid)',
  )
  await client.query(
    `insert into bare_talk select row_number() over (), id, employee_id, manager_id from conversation where org_id = $1 and id = any($2)`,
    [orgId, talks.map(({ id }) => id)],
  )
  await client.query('create table bare_input (field_key text, value jsonb)')
  for (const { fieldKey, value } of talks[0]!.answers)
    await client.query('insert into bare_input values ($1, $2)', [fieldKey, JSON.stringify(value)])
  await client.query('vacuum analyze')
}

async function dropFloor(client: pg.Client) {
  for (const table of [...copied, 'talk', 'input']) await client.query(`drop table bare_${table}`)
}

const run = promisify(execFile)

/** pgbench where it is installed. @returns pairs of draft and submission per second. */
function pgbench() {
  const program =
    ['/usr/lib/postgresql', '/usr/pgsql-']
      .flatMap((root) =>
        [18, 17, 16, 15].map((version) =>
          root.endsWith('-') ? `${root}${version}/bin/pgbench` : `${root}/${version}/bin/pgbench`,
        ),
      )
      .find(existsSync) ?? 'pgbench'
  return async ({ databaseUrl, orgId }: Company, talks: number): Promise<number> => {
    const { stdout } = await run(program, [
      '-n',
      '-c',
      String(connections),
      '-j',
      '2',
      '-T',
      '3',
      '-M',
      'prepared',
      '-f',
      join(import.meta.dirname, 'submit.sql'),
      '-D',
      `talks=${talks}`,
      '-D',
      `orgId=${orgId}`,
      databaseUrl,
    ]).catch((error: Error & { stderr?: string }) => {
      throw new Error(`pgbench: ${error.stderr?.slice(0, 300) || error.message}`)
    })
    return Number(/tps = ([\d.]+)/.exec(stdout)![1])
  }
}
