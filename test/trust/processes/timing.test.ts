import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { serve } from '../../../app/server.ts'
import { newId } from '../../../platform/ids.ts'
import { ask, visitorAt, type Visitor } from '../../support/http.ts'
import { onSite, type Site } from '../../support/site.ts'
import { talkBetween } from '../../support/talks.ts'

// #15: can somebody with a stopwatch tell one from the other? AUC is how often a randomly chosen one of the first
// kind took longer than one of the second: 0.5 is pure chance, 1 and 0 are certainty.
const limit = 0.55
const pairs = Number(process.env.CUXI_TIMED_PAIRS ?? 2000)
const warmUps = 150

/** Asks both kinds in random order, one at a time, after warming up. @returns milliseconds of each kind, in pairs */
async function timed(
  pairsWanted: number,
  one: (n: number) => Promise<unknown>,
  other: (n: number) => Promise<unknown>,
) {
  const times: [number[], number[]] = [[], []]
  const kinds = [one, other]
  for (let n = -warmUps; n < pairsWanted; n++) {
    const order = Math.random() < 0.5 ? [0, 1] : [1, 0]
    for (const kind of order) {
      const began = performance.now()
      await kinds[kind]!(n + warmUps)
      if (n >= 0) times[kind]!.push(performance.now() - began)
    }
  }
  return times
}

/** Mann–Whitney: the share of pairs in which the first took longer, ties half; with the bounds of 95 % confidence. */
function aucOf([first, second]: [number[], number[]]) {
  const all = [
    ...first.map((ms) => ({ ms, isFirst: true })),
    ...second.map((ms) => ({ ms, isFirst: false })),
  ].sort((a, b) => a.ms - b.ms)
  let rankSum = 0
  for (let from = 0; from < all.length;) {
    let to = from
    while (to < all.length && all[to]!.ms === all[from]!.ms) to++
    for (const { isFirst } of all.slice(from, to)) if (isFirst) rankSum += (from + to + 1) / 2
    from = to
  }
  const [n, m] = [first.length, second.length]
  const auc = (rankSum - (n * (n + 1)) / 2) / (n * m)
  const margin = 1.96 * Math.sqrt((n + m + 1) / (12 * n * m))
  return { auc, from: auc - margin, to: auc + margin }
}

function judge(t: TestContext, what: string, times: [number[], number[]]) {
  const { auc, from, to } = aucOf(times)
  const middle = (list: number[]) => list.toSorted((a, b) => a - b)[list.length >> 1]!.toFixed(2)
  t.diagnostic(
    `timing: ${what}: ${times[0].length} + ${times[1].length} requests, medians ${middle(times[0])} and ${middle(times[1])} ms, ` +
      `AUC ${auc.toFixed(3)} (95 %: ${from.toFixed(3)} to ${to.toFixed(3)})`,
  )
  assert.ok(to <= limit && from >= 1 - limit, `${what}: AUC ${from.toFixed(3)} to ${to.toFixed(3)}`)
}

test('the measure finds a difference of a twentieth, and none where there is none', () => {
  const noise = (ms: number) => Array.from({ length: 2000 }, () => ms + Math.random() * 2)
  const far = aucOf([noise(5.2), noise(5)])
  assert.ok(far.from > limit, JSON.stringify(far))
  const near = aucOf([noise(5), noise(5)])
  assert.ok(near.from > 1 - limit && near.to < limit, JSON.stringify(near))
})

const missing = async (visitor: Visitor, path: string, id: string) => {
  const answer = path.startsWith('/')
    ? await visitor.send(`${path}${id}`)
    : await ask(visitor, path, { id })
  assert.equal(answer.status, 404)
  await answer.arrayBuffer()
}

for (const path of ['conversations.get', '/api/files/record-evidence/'])
  test(`#15: ${path}: a stopwatch does not tell somebody else’s talk from none at all`, (t) =>
    onSite(async (site) => {
      const talks: string[] = []
      for (let n = 0; n < 3; n++) talks.push((await talkBetween(site, 'sealed')).id)
      const stranger = await site.visit(await site.hire('不相干的人'))
      // Made before the stopwatch runs: making an id takes long enough to be told from looking one up.
      const absent = Array.from({ length: pairs + warmUps }, () => newId())
      const times = await timed(
        pairs,
        (n) => missing(stranger, path, talks[n % talks.length]!),
        (n) => missing(stranger, path, absent[n]!),
      )
      judge(t, `${path}, somebody else’s or none`, times)
    }))

const triesEach = 3

test('#15: signing in: a stopwatch does not tell a name somebody has from one nobody has', (t) =>
  onSite(async (site) => {
    const served = await serve(
      { ...site.services, config: { ...site.services.config, trustedProxies: 1 } },
      null,
    )
    try {
      const known = await names(site, Math.ceil((pairs + warmUps) / triesEach))
      const wrong = (name: string) => (n: number) => signIn(served.url, name, n)
      const times = await timed(
        pairs,
        (n) => wrong(known[Math.floor(n / triesEach)]!)(2 * n),
        (n) => wrong(`Q${1_000_000 + Math.floor(n / triesEach)}`)(2 * n + 1),
      )
      judge(t, 'signing in, a name somebody has or nobody', times)
    } finally {
      await served.stop()
    }
  }))

async function names(site: Site, wanted: number): Promise<string[]> {
  const hired: string[] = []
  for (let n = 0; n < wanted; n++) hired.push((await site.hire(`员工${n}`)).employeeNo)
  return hired
}

/** Each from a network of its own, so that no brake is what is measured. */
async function signIn(url: string, name: string, n: number) {
  const ip = `${10 + (n % 200)}.${(n >> 8) % 250}.${n % 250}.7`
  const visitor = visitorAt(url, { headers: { 'x-forwarded-for': ip } })
  const answer = await visitor.send('/api/public/accounts/signIn', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ json: { name, password: 'not the password' } }),
  })
  const text = await answer.text()
  assert.match(text, /accounts\.wrongNameOrPassword/, text)
}
