import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, statfsSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { newId } from '../../platform/ids.ts'
import { missingOf } from '../durability/checks.ts'
import { openLedger } from '../durability/ledger.ts'
import { company, work, type Gate, type Pair } from '../durability/pairs.ts'
import { newProduct } from '../durability/product.ts'
import { smallDisk } from '../support/disk.ts'
import { ask, wordsOf } from '../support/http.ts'
import { assertHasWords } from '../support/site.ts'

/** Once in every run of the suite; `npm run test:trust` asks for twenty. */
const times = Number(process.env.CUXI_FULL_DISKS ?? 1)
const disk = smallDisk(600)

test(
  `${times} times a full disk is told in words, nothing acknowledged is lost, and work goes on when there is room again`,
  { skip: !disk && 'needs a disk of its own (root, mount)', timeout: 240_000 * times },
  async (t) => {
    const product = await newProduct({ dataDir: disk!.folder })
    const papers = mkdtempSync(join(tmpdir(), 'cuxi-ledger-'))
    const ledger = openLedger(join(papers, 'acknowledged.jsonl'))
    const gate: Gate = { isOpen: false, isOver: false, repeated: 0, signedOut: 0 }
    try {
      await product.start()
      const people = await company(product.url, 2)
      const { hr, pairs, templateId } = people
      // One pair tries the limits, the other one works as on any day.
      const [trying, busy] = pairs as [Pair, Pair]
      let failed: unknown = null
      const working = work(busy, people, templateId, gate, ledger).catch((error: unknown) => {
        if (error !== gate) failed = error
      })
      const { employee, manager, employeeId } = trying
      const { id } = await manager.api.conversations.open({
        employeeId,
        templateId,
        clientId: newId(),
      })
      const save = (version: number) => ({
        id,
        part: 'self',
        fieldKey: 'selfBest',
        value: `第 ${version} 稿 ${'写'.repeat(3000)}`,
        version,
        clientId: newId(),
      })
      /** A draft sent until there is an answer; the same one again counts once. */
      const saveSurely = async (draft: ReturnType<typeof save>) => {
        for (let tries = 1; ; tries++)
          try {
            return await ask(employee, 'conversations.saveAnswer', draft)
          } catch (error) {
            if (tries === 20) throw error
            gate.repeated++
            await pause(100)
          }
      }
      await saveSurely(save(0))
      let version = 1
      const roster = `工号,姓名,部门\n${Array.from({ length: 40_000 }, (_, n) => `Z${n},${newId()},${newId()}`).join('\n')}`
      let refusals = 0
      let checked = 0
      for (let round = 1; round <= times; round++) {
        gate.isOpen = true
        const refused = await fillUp()
        refusals += refused.length
        for (const { status, reason } of refused) {
          assert.equal(status, 503)
          assertHasWords(reason)
        }
        assert.ok(
          refused.some(({ reason }) => reason === 'app.full'),
          `round ${round}: ${JSON.stringify(refused.map(({ reason }) => reason))}`,
        )
        rmSync(join(disk!.folder, 'ballast'))
        let back = await saveSurely(save(version))
        for (
          const since = performance.now();
          back.status !== 200 && performance.now() - since < 60_000;
          await pause(200)
        )
          back = await saveSurely(save(version))
        assert.equal(back.status, 200, `round ${round}: there is room again`)
        version++
        const answer = (await employee.api.conversations.get({ id })).parts[0]!.answers.selfBest!
        assert.equal(answer.version, version, 'neither lost nor written by halves')
        assert.match(String(answer.value), new RegExp(`^第 ${version - 1} 稿`))
        // The other pair, too, gets on with its work before it is held and read.
        const enough = ledger.entries.length + 4
        for (const since = performance.now(); ledger.entries.length < enough; await pause(50)) {
          if (failed) throw failed
          assert.ok(performance.now() - since < 60_000, `round ${round}: nobody gets on`)
        }
        gate.isOpen = false
        const since = ledger.entries.slice(checked)
        checked = ledger.entries.length
        assert.deepEqual(await missingOf(since, pairs), [], `lost in round ${round}`)
        t.diagnostic(
          `round ${round}: ${refusals} refusals, ${ledger.entries.length + version} acknowledged`,
        )
      }
      gate.isOver = true
      await working
      if (failed) throw failed
      assert.deepEqual(await missingOf(ledger.entries, pairs), [], 'at the end')
      t.diagnostic(
        `full disk: ${times} rounds, ${refusals} refusals in words, ${ledger.entries.length + version} acknowledged writes, 0 lost, ${gate.repeated} requests sent again`,
      )

      /** Leaves no room, and asks until it is told so. */
      async function fillUp() {
        const ballast = join(disk!.folder, 'ballast')
        // By what it has really got: a block somebody took meanwhile makes it ask again, not for ever too much.
        const taken = () => statSync(ballast, { throwIfNoEntry: false })?.size ?? 0
        const refused: Awaited<ReturnType<typeof wordsOf>>[] = []
        for (
          const began = performance.now();
          !refused.some(({ reason }) => reason === 'app.full') &&
          performance.now() - began < 60_000;
        ) {
          const { bavail, bsize } = statfsSync(disk!.folder)
          if (bavail > 0) spawnSync('fallocate', ['-l', String(taken() + bavail * bsize), ballast])
          const answer = await wordsOf(await saveSurely(save(version)))
          if (answer.status === 200) version++
          else refused.push(answer)
          // What the database has set aside lasts for many drafts; a file finds the end of it.
          const upload = await hr
            .send('/api/files/roster/new?name=large.csv', { method: 'POST', body: roster })
            // Refused while it was still being sent: the answer is lost with the connection.
            .catch(() => null)
          if (upload && upload.status !== 200) refused.push(await wordsOf(upload))
        }
        return refused
      }
    } catch (error) {
      process.stdout.write(`${product.said().slice(-3000)}\n`)
      throw error
    } finally {
      Object.assign(gate, { isOpen: false, isOver: true })
      await product.remove().catch(() => {})
      disk!.remove()
      rmSync(papers, { recursive: true, force: true })
    }
  },
)
