import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { missingOf, verifiedSeals } from './checks.ts'
import { openLedger, type Entry } from './ledger.ts'
import { company, work, type Gate } from './pairs.ts'
import { newProduct } from './product.ts'
import { beginImport, beginLaunch, launchedTo, until } from './roster.ts'

/** Two rounds in every run of the suite; `npm run test:durability` asks for fifty, `test:trust` for two hundred. */
const rounds = Number(process.env.CUXI_KILL_ROUNDS ?? 2)
const pairsAtWork = rounds > 10 ? 8 : 4
const peopleOnTheRoster = rounds > 10 ? 4000 : 400
const needsProc = { skip: !existsSync('/proc/self/stat') && 'finds the processes to kill in /proc' }

/** What dies in a round: the server with its worker, PostgreSQL, or both at once. */
const victims = ['app', 'database', 'everything'] as const

test(
  `${rounds} times kill -9 while people write, sign, seal and amend: nothing acknowledged is lost or doubled`,
  needsProc,
  async (t) => {
    const product = await newProduct()
    const papers = await mkdtemp(join(tmpdir(), 'cuxi-ledger-'))
    const gate: Gate = { isOpen: false, isOver: false, repeated: 0, signedOut: 0 }
    const ledger = openLedger(join(papers, 'acknowledged.jsonl'))
    try {
      await product.start()
      const { hr, second, pairs, templateId } = await company(product.url, pairsAtWork)
      const working = Promise.all(
        pairs.map((pair) =>
          work(pair, { hr, second }, templateId, gate, ledger).catch((error: unknown) => {
            if (error !== gate) throw error
          }),
        ),
      )
      let failed: unknown = null
      working.catch((error: unknown) => (failed = error))

      const importId = await beginImport(hr, peopleOnTheRoster)
      let cycleId: string | null = null
      const startTimes: number[] = []
      let processes = 0
      const killed = { app: 0, database: 0, everything: 0 }
      let checked = 0
      for (let round = 1; round <= rounds; round++) {
        gate.isOpen = true
        const enough =
          ledger.entries.length + (1 + Math.random() * (rounds > 50 ? 3 : 10)) * pairsAtWork
        while (ledger.entries.length < enough && !failed) await pause(5)
        await pause(Math.random() * 60)
        const what = rounds < 3 ? victims[round - 1]! : victims[Math.floor(Math.random() * 3)]!
        killed[what]++
        processes += await product.kill(what)
        if (what === 'database') {
          const since = performance.now()
          await until(
            product.isReady,
            'the server has its database back, without being started again',
          )
          startTimes.push(performance.now() - since)
        } else startTimes.push(await product.start())
        // Everybody pauses while the ledger is read against the database.
        gate.isOpen = false
        const since: Entry[] = ledger.entries.slice(checked)
        checked = ledger.entries.length
        assert.deepEqual(await missingOf(since, pairs), [], `lost in round ${round}`)
        if (round % 20 === 0)
          t.diagnostic(`round ${round}: ${ledger.entries.length} acknowledged, 0 lost`)
        if (failed) throw failed
        if (round === Math.ceil(rounds / 4))
          cycleId = await beginLaunch(hr, importId, peopleOnTheRoster)
      }

      gate.isOpen = true
      await pause(1500)
      gate.isOver = true
      await working
      if (failed) throw failed
      assert.deepEqual(await missingOf(ledger.entries, pairs), [], 'at the end')

      const employeeOf = new Map(
        pairs.flatMap(({ talks, employee }) => talks.map((talk) => [talk, employee] as const)),
      )
      const sealed = ledger.entries.flatMap((entry) =>
        entry.kind === 'sealed'
          ? { talk: entry.talk, version: entry.version, employee: employeeOf.get(entry.talk)! }
          : [],
      )
      const { leaves, flaws } = await verifiedSeals(sealed, ledger.entries)
      assert.deepEqual(flaws, [])
      assert.ok(leaves.length > 0)
      assert.equal(new Set(leaves).size, sealed.length, 'one leaf per sealed version')
      // What was signed when everything died is put back into the log and belongs to no record.
      // Everybody's agreement to sign electronically is a leaf, too.
      const agreements = 2 * pairs.length
      const putBack = leaves.at(-1)! + 1 - leaves.length - agreements
      assert.ok(putBack <= rounds, `${putBack} leaves without a record after ${rounds} kills`)
      for (const { talks, manager } of pairs) {
        const found = new Set<string>()
        for (let after: string | undefined; ;) {
          const page = await manager.api.conversations.list({ view: 'manager', after, limit: 100 })
          for (const { id, cycle } of page.items) if (!cycle) found.add(id)
          if (!page.next) break
          after = page.next
        }
        assert.deepEqual(
          [...found].sort(),
          [...talks].sort(),
          'no talk twice, none without its manager knowing',
        )
      }

      const launched = await launchedTo(hr, importId, cycleId!)
      assert.deepEqual(launched, {
        imported: peopleOnTheRoster,
        participants: peopleOnTheRoster,
        conversations: peopleOnTheRoster,
      })
      const count = Map.groupBy(ledger.entries, ({ kind }) => kind)
      const times = startTimes.sort((a, b) => a - b)
      t.diagnostic(
        `durability: ${rounds} rounds (${victims.map((what) => `${what} ${killed[what]}`).join(', ')}), ${processes} processes killed, ${ledger.entries.length} acknowledged writes ` +
          `(${[...count].map(([kind, entries]) => `${kind} ${entries.length}`).join(', ')}), 0 lost, 0 doubled, ` +
          `${gate.repeated} requests without an answer sent again, ${gate.signedOut} signed in again, ${leaves.length} seals verified without the product, ${putBack} leaves put back; ` +
          `back in ${Math.round(times[times.length >> 1]!)} ms (median), ${Math.round(times.at(-1)!)} ms (longest)`,
      )
    } catch (error) {
      process.stdout.write(`${product.said().slice(-4000)}\n`)
      throw error
    } finally {
      Object.assign(gate, { isOpen: false, isOver: true })
      await product.remove()
      await rm(papers, { recursive: true, force: true })
    }
  },
)
