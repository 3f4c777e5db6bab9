import assert from 'node:assert/strict'
import { cp, mkdtemp, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { verifiedSeals } from '../../durability/checks.ts'
import { openLedger } from '../../durability/ledger.ts'
import { company, password, work, type Pair } from '../../durability/pairs.ts'
import { newProduct, type Product } from '../../durability/product.ts'
import { assertHasWords } from '../../support/site.ts'
import { signedInAt, type Visitor } from '../../support/http.ts'
import { openWitness } from '../../support/witness.ts'

const papers = await mkdtemp(join(tmpdir(), 'cuxi-twins-'))

/** The company of one pair, as it stands in every copy; each copy is visited at its own address. */
interface Company {
  templateId: string
  employeeId: string
}

async function at(url: string, { templateId, employeeId }: Company) {
  const seat = (name: string) => signedInAt(url, name, password)
  const [hr, second, manager, employee] = await Promise.all(
    ['HR001', 'HR002', 'M1', 'E1'].map(seat),
  )
  const pair: Pair = {
    employee: employee!,
    manager: manager!,
    employeeId,
    talks: [],
    signInAgain: async () => {},
  }
  return { hr: hr!, second: second!, pair, templateId }
}

/** Holds one talk from the first draft to the seal. @returns the talk; throws what the last signature was refused with */
async function holdTalk({ hr, second, pair, templateId }: Awaited<ReturnType<typeof at>>) {
  const ledger = openLedger(join(papers, 'said.jsonl'))
  const gate = { isOpen: true, isOver: false, repeated: 0, signedOut: 0 }
  const note = ledger.note.bind(ledger)
  ledger.note = (entry) => {
    note(entry)
    if (entry.kind === 'sealed') gate.isOver = true
  }
  await work(pair, { hr, second }, templateId, gate, ledger)
  return pair.talks.at(-1)!
}

const refusedWith = (reason: string) => (error: { data?: { reason?: string } }) => {
  assertHasWords(error.data?.reason)
  return error.data?.reason === reason
}

async function readsOn(employee: Visitor, talk: string) {
  const { sealedAt } = await employee.api.conversations.get({ id: talk })
  assert.ok(sealedAt)
  const { leaves, flaws } = await verifiedSeals([{ talk, version: 1, employee }], [])
  assert.deepEqual([leaves.length, flaws], [1, []])
}

/** What the balancer's question says besides `ok`, once it says something. */
async function pausedAt({ url }: Product): Promise<string> {
  for (const began = performance.now(); ; await pause(100)) {
    const text = await (await fetch(`${url}/healthz`)).text()
    assert.match(text, /^ok\n/, 'reading goes on, so it stays in the balancer')
    if (text.length > 3 || performance.now() - began > 20_000) return text
  }
}

test('#4: two servers from one dump with one key: whoever comes second is found out, says so and seals nothing more', async () => {
  const witness = await openWitness()
  const asks = { CUXI_WITNESS_URL: witness.url, CUXI_WITNESS_KEY: witness.key }
  const original: Record<string, string> = {}
  const first = await newProduct({ env: original })
  const products = [first]
  /** Another installation from what the first one was when it stood still. */
  const copyOf = async (env: Record<string, string>, keys?: string) => {
    const dataDir = await mkdtemp(join(tmpdir(), 'cuxi-twin-'))
    await cp(dump, dataDir, { recursive: true, preserveTimestamps: true })
    if (keys) {
      await rm(join(dataDir, 'keys'), { recursive: true })
      await symlink(keys, join(dataDir, 'keys'))
    }
    const copy = await newProduct({ dataDir, env })
    products.push(copy)
    await copy.start()
    return copy
  }
  const dump = join(papers, 'dump')
  try {
    await first.start()
    const founded = await company(first.url, 1)
    const { employeeId } = founded.pairs[0]!
    const known = { templateId: founded.templateId, employeeId }
    const before = await holdTalk({ ...founded, pair: founded.pairs[0]! })
    await first.stop()
    await cp(first.dataDir, dump, { recursive: true, preserveTimestamps: true })

    // The original goes on, and the witness is shown what it seals.
    await first.start()
    const here = await at(first.url, known)
    const shown = await holdTalk(here)
    const also = await holdTalk(here)
    await first.stop()
    Object.assign(original, asks)
    await first.start()
    while (witness.cosigned() === 0) await pause(50)

    // One with the same signer's memory beside another database: refused before anything is signed.
    const beside = await copyOf({}, join(first.dataDir, 'keys'))
    const there = await at(beside.url, known)
    await assert.rejects(holdTalk(there), refusedWith('sealing.logBehind'))
    assert.match(await pausedAt(beside), /封存已暂停.*sealing is paused: the log has/)
    await readsOn(there.pair.employee, before)
    await beside.stop()

    // Ones with a signer's memory of their own: only the witness can tell, and does.
    for (const [talks, status] of [
      [1, 409],
      [3, 422],
    ] as const) {
      const env: Record<string, string> = {}
      const twin = await copyOf(env)
      for (let n = 0; n < talks; n++) await holdTalk(await at(twin.url, known))
      await twin.stop()
      Object.assign(env, asks)
      await twin.start()
      assert.match(
        await pausedAt(twin),
        /封存已暂停.*见证方 witness\.example\/union.*sealing is paused: the witness/,
      )
      const visitors = await at(twin.url, known)
      const { disputes, paused } = await visitors.pair.employee.api.checkpoints.list()
      assert.deepEqual([disputes, paused?.reason], [1, 'sealing.logDisputed'])
      assert.equal(witness.refused().at(-1), status)
      await assert.rejects(holdTalk(visitors), refusedWith('sealing.logDisputed'))
      await readsOn(visitors.pair.employee, before)
      await twin.stop()
    }

    // The one the witness knows never noticed.
    const still = await at(first.url, known)
    assert.equal(await (await fetch(`${first.url}/healthz`)).text(), 'ok\n')
    await holdTalk(still)
    for (const talk of [before, shown, also]) await readsOn(still.pair.employee, talk)
  } catch (error) {
    for (const product of products) process.stdout.write(`${product.said().slice(-2000)}\n`)
    throw error
  } finally {
    for (const product of products) await product.remove()
    witness.close()
    await rm(papers, { recursive: true, force: true })
  }
})
