import { count, plainly } from './company.ts'
import { atOnce, connect, cookieFor, runServer, type Answer } from './product.ts'
import { median, mustBe, type Figure, type Work } from './support.ts'
import { runningCompany, speaker, type Talk } from './talks.ts'
import { delivered } from './w5-save.ts'

const connections = 16
const runs = 3
const opensPerRun = 320
const pairsPerRun = 64

/** N2: the same load on one node and on two, both of them whole programs on one database. */
export const twoNodes: Work = {
  id: 'N2',
  what: 'two nodes on one database',
  async run(place, size) {
    const pairs = pairsPerRun * (runs + 1) * 2
    const { company, talks } = await runningCompany(place, size, pairs)
    mustBe('conversations to write in', talks.length, pairs)
    const cookie = await cookieFor(place.dataDir)
    const env = { DATABASE_URL: company.databaseUrl, CUXI_DATA: place.dataDir }
    const nodes = await Promise.all([runServer('serve.ts', env), runServer('serve.ts', env)])
    const one = [connect(nodes[0].url, connections)]
    const two = nodes.map(({ url }) => connect(url, connections / 2))
    const fresh = talks.values()

    const open = (http: Http, { id, managerToken }: Talk) =>
      http.post('/api/rpc/conversations/get', { id }, cookie(managerToken))
    const write = async (http: Http, talk: Talk): Promise<Answer> => {
      const speak = speaker(http, cookie)
      mustBe('saving a draft', (await speak.save(talk)).status, 200)
      return speak.submit(talk)
    }
    const perSecond = async (on: Http[], work: typeof open, given: Talk[]) => {
      const started = performance.now()
      let turn = 0
      await atOnce(given, connections, async (talk) =>
        mustBe('status', (await work(on[turn++ % on.length]!, talk)).status, 200),
      )
      return (given.length / (performance.now() - started)) * 1000
    }
    const measured = { reads: { one: [0], two: [0] }, writes: { one: [0], two: [0] } }
    for (let run = 0; run <= runs; run++)
      for (const [side, on] of Object.entries({ one, two }) as ['one' | 'two', Http[]][]) {
        const opened = Array.from(
          { length: opensPerRun },
          (_, at) => talks[(at * 7 + run) % pairs]!,
        )
        const written = Array.from(fresh.take(pairsPerRun))
        measured.reads[side][run] = await perSecond(on, open, opened)
        measured.writes[side][run] = await perSecond(on, write, written)
      }
    const client = await plainly(company)
    await delivered(client, pairs)
    const kept = await count(
      client,
      `select count(*) from part where kind = 'self' and submitted_at is not null`,
    )
    mustBe('parts handed in', kept, pairs)
    await client.end()
    for (const http of [...one, ...two]) http.close()
    await Promise.all(nodes.map((node) => node.kill('SIGTERM')))
    // The first run of each warms up.
    const middle = ({ one: alone, two: both }: { one: number[]; two: number[] }) => ({
      ours: median(both.slice(1)),
      floor: median(alone.slice(1)),
    })
    const endState = `${kept} parts handed in on either node, each with its event and one notice`
    return [
      figure('open one', middle(measured.reads), endState),
      figure('save and submit', middle(measured.writes), endState),
    ]
  },
}

type Http = ReturnType<typeof connect>

const figure = (
  note: string,
  middle: { ours: number; floor: number },
  endState: string,
): Figure => ({
  note,
  ...middle,
  unit: '/s',
  ratio: middle.ours / middle.floor,
  bar: 'more than one node',
  holds: middle.ours > middle.floor,
  endState,
})
