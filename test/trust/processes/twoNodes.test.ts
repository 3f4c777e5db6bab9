import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { missingOf, verifiedSeals } from '../../durability/checks.ts'
import { openLedger } from '../../durability/ledger.ts'
import { company, password, work, type Gate, type Pair } from '../../durability/pairs.ts'
import { newProduct, type Product } from '../../durability/product.ts'
import { beginImport, beginLaunch, launchedTo, until } from '../../durability/roster.ts'
import { newId } from '../../../platform/ids.ts'
import { lend } from '../../support/databases.ts'
import { ask, signedInAt, type Visitor } from '../../support/http.ts'
import { openLine } from '../../support/line.ts'

const silentMs = 40_000
const peopleOnTheRoster = 1500

/** A node on its own line to the one database; both share the folder with keys and files. */
async function openNode(databaseUrl: string, dataDir: string) {
  const line = await openLine(databaseUrl)
  const product = await newProduct({ dataDir, env: { DATABASE_URL: line.url } })
  return { line, product }
}

/** An open page. @returns what it hears within so long, or that it was closed. */
async function openPage(visitor: Visitor, subject: string) {
  const gone = new AbortController()
  const { status, body } = await visitor.send(`/api/live?subjects=${subject}`, {
    signal: gone.signal,
  })
  assert.equal(status, 200)
  let text = ''
  let isClosed = false
  const reading = (async () => {
    for await (const chunk of body!.pipeThrough(new TextDecoderStream())) text += chunk
  })()
  reading.catch(() => {}).finally(() => (isClosed = true))
  return {
    hears: (kind: string) => within(() => text.includes(`"kind":"${kind}"`)),
    closes: () => within(() => isClosed),
    leave: () => gone.abort(),
  }
}

/** Milliseconds until something is so; a second is the promise, a busy machine gets three. */
async function within(isSo: () => boolean | Promise<boolean>, ms = 3000): Promise<number> {
  const began = performance.now()
  while (!(await isSo())) {
    assert.ok(performance.now() - began < ms, `not within ${ms} ms`)
    await pause(10)
  }
  return performance.now() - began
}

const isReady = (product: Product) => () => product.isReady()
const isOver = async (visitor: Visitor) => (await ask(visitor, 'accounts.me', {})).status === 401

test('#21: two nodes on one database: what happens on one is so on the other; one cut off steps aside and comes back', async (t) => {
  const { url, giveBack } = await lend()
  const dataDir = await mkdtemp(join(tmpdir(), 'cuxi-nodes-'))
  const [here, there] = [await openNode(url, dataDir), await openNode(url, dataDir)]
  const gate: Gate = { isOpen: true, isOver: false, repeated: 0, signedOut: 0 }
  const ledger = openLedger(join(dataDir, 'acknowledged.jsonl'))
  const client = new pg.Client({ connectionString: url })
  let failed: unknown = null
  try {
    await client.connect()
    // One after the other: the first may have the pages to build, which the second then finds.
    await here.product.start()
    await there.product.start()
    const people = await company(here.product.url, 3)
    const seat = (product: Product, name: string) =>
      signedInAt(product.url, name, password, { timeoutMs: 5000 })

    // A session is good on both nodes, and ended on one it is over on the other.
    const desk = await seat(here.product, 'E1')
    const phone = await seat(there.product, 'E1')
    const { employeeId } = people.pairs[0]!
    const page = await openPage(phone, employeeId)
    const onePhone = (await phone.api.accounts.sessions()).find(({ current }) => current)!
    await desk.api.accounts.stepUp({ password })
    await desk.api.accounts.endSession({ id: onePhone.id })
    const times = [await within(() => isOver(phone)), await page.closes()]

    // What a manager does on one node is told to the employee's page on the other.
    const { id: talk } = await people.pairs[0]!.manager.api.conversations.open({
      employeeId,
      templateId: people.templateId,
      clientId: newId(),
    })
    const open = await openPage(await seat(there.product, 'E1'), talk)
    await people.pairs[0]!.manager.api.conversations.beat({ id: talk })
    times.push(await open.hears('changed'))
    open.leave()

    // Everybody works: one pair across the nodes, one the other way round, one on the second alone.
    const sits = async (n: number, manager: Product, employee: Product): Promise<Pair> => {
      const pair = {
        employeeId: people.pairs[n - 1]!.employeeId,
        talks: [],
        manager: await seat(manager, `M${n}`),
        employee: await seat(employee, `E${n}`),
        async signInAgain() {
          await pair.manager.stranger.accounts.signIn({ name: `M${n}`, password })
          await pair.employee.stranger.accounts.signIn({ name: `E${n}`, password })
        },
      }
      return pair
    }
    const pairs = [
      await sits(1, here.product, there.product),
      await sits(2, there.product, here.product),
      await sits(3, there.product, there.product),
    ]
    const offices = {
      hr: await seat(there.product, 'HR001'),
      second: await seat(there.product, 'HR002'),
    }
    const working = Promise.all(
      pairs.map((pair) =>
        work(pair, offices, people.templateId, gate, ledger).catch((error: unknown) => {
          if (error !== gate) failed = error
        }),
      ),
    )
    const getsOn = async (pair: Pair, by: number, ms: number) => {
      const own = () => ledger.entries.filter((each) => pair.talks.includes(each.talk)).length
      const enough = own() + by
      return within(() => failed !== null || own() >= enough, ms)
    }
    const importId = await beginImport(people.hr, peopleOnTheRoster)
    await getsOn(pairs[0]!, 10, 60_000)

    // The line of one node is cut: it says so, the other serves; healed, it is back by itself.
    here.line.cut()
    await within(async () => !(await here.product.isReady()), 5000)
    await within(isReady(there.product))
    await getsOn(pairs[2]!, 5, 60_000)
    here.line.heal()
    times.push(await within(isReady(here.product), 20_000))
    await until(
      async () => (await people.hr.api.org.import.get({ id: importId })).state === 'written',
      'the import is written',
    )

    // A launch has begun on one node when its line goes dead without a word, in the midst of seals.
    there.line.cut()
    const cycleId = await beginLaunch(people.hr, importId, peopleOnTheRoster)
    const begun = async () =>
      (await client.query(`select from pgboss.job where name like '%launch' and state = 'active'`))
        .rowCount! > 0
    await within(async () => (await begun()) || (await launched()), 30_000)
    here.line.silence()
    there.line.heal()
    const silentSince = performance.now()
    await within(async () => !(await here.product.isReady()), 10_000)
    times.push(await within(isReady(there.product), 20_000))
    // Locks of the silent node are given up; until then a seal may have to wait.
    const sealed = () =>
      ledger.entries.filter(({ kind, talk }) => kind === 'sealed' && pairs[2]!.talks.includes(talk))
    const before = sealed().length
    await within(() => failed !== null || sealed().length > before, silentMs)
    await pause(Math.max(0, silentMs - (performance.now() - silentSince)))
    here.line.heal()
    times.push(await within(isReady(here.product), 30_000))
    for (const pair of pairs) await getsOn(pair, 5, 60_000)
    gate.isOver = true
    await working
    if (failed) throw failed

    assert.deepEqual(await missingOf(ledger.entries, pairs), [])
    const employeeOf = new Map(
      pairs.flatMap(({ talks, employee }) => talks.map((each) => [each, employee] as const)),
    )
    const seals = ledger.entries.flatMap((entry) =>
      entry.kind === 'sealed'
        ? { talk: entry.talk, version: entry.version, employee: employeeOf.get(entry.talk)! }
        : [],
    )
    const { leaves, flaws } = await verifiedSeals(seals, ledger.entries)
    assert.deepEqual(flaws, [])
    assert.equal(new Set(leaves).size, seals.length, 'one leaf per sealed version')
    assert.deepEqual(await launchedTo(people.hr, importId, cycleId), {
      imported: peopleOnTheRoster,
      participants: peopleOnTheRoster,
      conversations: peopleOnTheRoster,
    })
    await until(async () => (await count('select from outbox')) === 0, 'every event is reacted to')
    assert.equal(
      await count(`select from conversation where cycle_id = '${cycleId}'`),
      peopleOnTheRoster,
      'one talk each, whichever node launched',
    )
    assert.equal(
      await count(`select from notice where kind = 'partSubmitted'`),
      await count(`select from event where kind = 'conversation.submitted'`),
      'one notice each, whichever node wrote it',
    )
    assert.equal(await count(`select from event where kind = 'cycle.launched'`), 1)
    const ms = times.map((time) => Math.round(time)).join(', ')
    t.diagnostic(
      `two nodes: ${ledger.entries.length} acknowledged writes, ${seals.length} seals, 0 lost, 0 doubled, ${gate.repeated} requests sent again; ` +
        `session over, its page closed, news across, back after the cut, other ready, back after ${silentMs / 1000} s of silence: ${ms} ms`,
    )
  } catch (error) {
    for (const { product } of [here, there])
      process.stdout.write(`${product.said().slice(-3000)}\n`)
    throw failed ?? error
  } finally {
    Object.assign(gate, { isOpen: false, isOver: true })
    for (const { line } of [here, there]) line.heal()
    for (const { product } of [here, there]) await product.remove()
    for (const { line } of [here, there]) line.close()
    await client.end()
    await giveBack()
    await rm(dataDir, { recursive: true, force: true })
  }

  async function count(select: string): Promise<number> {
    const organization = `select set_config('cuxi.org', (select id::text from organization limit 1), true), set_config('cuxi.content', 'all', true)`
    await client.query('begin')
    await client.query(organization)
    const { rowCount } = await client.query(select)
    await client.query('commit')
    return rowCount ?? 0
  }
  async function launched() {
    return (await count(`select from event where kind = 'cycle.launched'`)) > 0
  }
})
