import { isDeepStrictEqual } from 'node:util'
import type pg from 'pg'
import { nameSounds } from '../features/org/queries.ts'
import { plainly } from './company.ts'
import { atOnce, connect, cookieFor, runServer } from './product.ts'
import { random } from './roster.ts'
import { median, mustBe, percentile, type Figure, type Work } from './support.ts'
import { runningCompany, type Talk } from './talks.ts'

const connections = 16
const perRun = 48
const pageLength = 30

/** One look at a list: what is asked of us, of the floor, and the ids that SQL finds. */
interface Look {
  token: string
  ours: object
  floor: { path: string; given: string }
  sql: string
  value: string
}

/** W3: lists over HTTP from 16 connections, beside keyset SQL that answers anybody. */
export const listing: Work = {
  id: 'W3',
  what: 'look through lists',
  growth: 0.2,
  async run(place, size) {
    const { company, talks } = await runningCompany(place, size, 200)
    const cookie = await cookieFor(place.dataDir)
    const env = { DATABASE_URL: company.databaseUrl, CUXI_DATA: place.dataDir, ORG: company.orgId }
    const client = await plainly(company)
    const product = await runServer('serve.ts', env)
    const bare = await runServer('bareHttp.ts', env)
    const ours = connect(product.url, connections)
    const floor = connect(bare.url, connections)
    const list = ({ token, ours: input }: Look) =>
      ours.post('/api/rpc/conversations/list', input, cookie(token))
    const figures: Figure[] = []
    for (const [note, next] of Object.entries(await looks(client, company.hrToken, talks, size))) {
      const times = { ours: [] as number[], floor: [] as number[] }
      for (let run = 0; run <= 5; run++)
        for (const side of ['ours', 'floor'] as const)
          await atOnce(Array.from({ length: perRun }, next), connections, async (look) => {
            const { path, given } = look.floor
            const answer = side === 'ours' ? await list(look) : await floor.post(path, { given })
            mustBe('status', answer.status, 200)
            if (run > 0) times[side].push(answer.ms)
          })
      for (let tries = 0; tries < 10; tries++) await proveList(client, next(), list)
      const p50 = { ours: median(times.ours), floor: median(times.floor) }
      const p99 = { ours: percentile(times.ours, 0.99), floor: percentile(times.floor, 0.99) }
      const endState = 'the ids SQL finds, in its order'
      figures.push(
        {
          note: `${note} p50`,
          ...p50,
          unit: 'ms',
          ratio: p50.ours / p50.floor,
          bar: '≤ 5 × floor',
          holds: p50.ours <= p50.floor * 5,
          endState,
        },
        {
          note: `${note} p99`,
          ...p99,
          unit: 'ms',
          ratio: p99.ours / p99.floor,
          bar: '≤ 50 ms',
          holds: p99.ours <= 50,
          endState,
        },
      )
    }
    for (const { employeeId, employeeToken } of talks.slice(0, 20))
      await proveList(client, everythingOf(employeeId, employeeToken), list)
    ours.close()
    floor.close()
    await client.end()
    await Promise.all([product.kill('SIGTERM'), bare.kill('SIGTERM')])
    return figures
  },
}

/** The conversations of somebody's reports and of those who report to them: what a manager is answered with. */
const below = `(c.manager_id = $1::uuid or c.manager_id in
  (select person_id from assignment where manager_id = $1::uuid and kind = 'primary' and to_on is null))`

/** Whatever the product lets somebody without a role know of. */
const everythingOf = (personId: string, token: string): Look => ({
  token,
  ours: { limit: pageLength },
  floor: { path: '', given: '' },
  sql: `c.employee_id = $1::uuid or ${below}`,
  value: personId,
})

/** What is looked at, each as a stream of requests that can be repeated. */
async function looks(
  client: pg.Client,
  hrToken: string,
  talks: Talk[],
  size: number,
): Promise<Record<string, () => Look>> {
  // Page 1,000, or the last where there are fewer.
  const deep = Math.min(1_000, Math.floor(size / pageLength)) - 1
  const { rows } = await client.query<{ id: string }>(
    'select id from conversation order by id desc offset $1 limit 1',
    [deep * pageLength - 1],
  )
  const { rows: people } = await client.query<{ name: string }>(
    'select p.name from conversation c join person p on p.org_id = c.org_id and p.id = c.employee_id order by p.id limit 500',
  )
  const next = random(5)
  const any = <T>(items: T[]) => items[Math.floor(next() * items.length)]!
  const all = { token: hrToken, sql: 'c.id < $1::uuid' }
  // Behind every id there is.
  const start = 'ffffffff-ffff-ffff-ffff-ffffffffffff'
  const after = rows[0]!.id
  return {
    'first page': () => ({
      ...all,
      ours: { limit: pageLength },
      floor: { path: '/before', given: start },
      value: start,
    }),
    'deep page': () => ({
      ...all,
      ours: { limit: pageLength, after },
      floor: { path: '/before', given: after },
      value: after,
    }),
    'my team': () => {
      const { managerId, managerToken } = any(talks)
      return {
        token: managerToken,
        ours: { view: 'manager', limit: pageLength },
        floor: { path: '/team', given: managerId },
        sql: below,
        value: managerId,
      }
    },
    'name search': () => {
      const text = nameSounds(any(people).name).pinyin
      return {
        token: hrToken,
        ours: { text, limit: pageLength },
        floor: { path: '/named', given: `${text}%` },
        sql: `c.employee_id in (select id from person where pinyin like $1 || '%')`,
        value: text,
      }
    },
  }
}

async function proveList(
  client: pg.Client,
  look: Look,
  list: (look: Look) => Promise<{ status: number; body: any }>,
) {
  const { rows } = await client.query<{ id: string }>(
    `select c.id from conversation c where ${look.sql} order by c.id desc limit ${pageLength}`,
    [look.value],
  )
  const { body } = await list(look)
  const told = body.json.items.map(({ id }: { id: string }) => id)
  if (
    !isDeepStrictEqual(
      told,
      rows.map(({ id }) => id),
    )
  )
    throw new Error(`the list ${JSON.stringify(look.ours)} is not what SQL finds`)
}
