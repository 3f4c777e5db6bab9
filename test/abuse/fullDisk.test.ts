import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmdirSync, rmSync, statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { newId } from '../../platform/ids.ts'
import { company } from '../durability/pairs.ts'
import { newProduct } from '../durability/product.ts'
import { ask, wordsOf } from '../support/http.ts'
import { assertHasWords } from '../support/site.ts'

/** A disk of its own, small enough to fill; null where one may not be made. */
function smallDisk(megabytes: number): { folder: string; remove(): void } | null {
  const folder = mkdtempSync(join(tmpdir(), 'cuxi-disk-'))
  const made = spawnSync('mount', [
    '-t',
    'tmpfs',
    '-o',
    `size=${megabytes}m,mode=0711`,
    'tmpfs',
    folder,
  ])
  if (made.status !== 0) {
    rmdirSync(folder)
    return null
  }
  return {
    folder,
    remove() {
      spawnSync('umount', ['-l', folder])
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

const disk = process.platform === 'linux' && process.getuid?.() === 0 ? smallDisk(600) : null

test(
  'a full disk is told in words, nothing is written by halves, and work goes on when there is room again',
  { skip: !disk && 'needs a disk of its own (root, mount)', timeout: 240_000 },
  async () => {
    const product = await newProduct({ dataDir: disk!.folder })
    try {
      await product.start()
      const { hr, pairs, templateId } = await company(product.url, 1)
      const { employee, manager, employeeId } = pairs[0]!
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
      await ask(employee, 'conversations.saveAnswer', save(0))

      const ballast = join(disk!.folder, 'ballast')
      let blocks = 0
      const fill = () => {
        const { bavail, bsize } = statfsSync(disk!.folder)
        blocks += bavail
        if (bavail > 0) spawnSync('fallocate', ['-l', String(blocks * bsize), ballast])
      }
      let version = 1
      const roster = `工号,姓名,部门\n${Array.from({ length: 40_000 }, (_, n) => `Z${n},${newId()},${newId()}`).join('\n')}`
      const refused: Awaited<ReturnType<typeof wordsOf>>[] = []
      const began = performance.now()
      while (refused.length < 5 && performance.now() - began < 60_000) {
        fill()
        const answer = await wordsOf(await ask(employee, 'conversations.saveAnswer', save(version)))
        if (answer.status === 200) version++
        else refused.push(answer)
        // What the database has set aside lasts for many drafts; a file finds the end of it.
        const upload = await wordsOf(
          await hr.send('/api/files/roster/new?name=large.csv', { method: 'POST', body: roster }),
        )
        if (upload.status !== 200) refused.push(upload)
      }
      assert.ok(
        refused.length > 0,
        `the disk was full, and ${version} versions were saved all the same`,
      )
      for (const { status, reason } of refused) {
        assert.equal(status, 503)
        assertHasWords(reason)
      }

      assert.ok(
        refused.some(({ reason }) => reason === 'app.full'),
        JSON.stringify(refused.map(({ reason }) => reason)),
      )
      rmSync(ballast)
      let back = await ask(employee, 'conversations.saveAnswer', save(version))
      for (
        const since = performance.now();
        back.status !== 200 && performance.now() - since < 60_000;
        await pause(200)
      )
        back = await ask(employee, 'conversations.saveAnswer', save(version))
      assert.equal(back.status, 200)
      const answer = (await employee.api.conversations.get({ id })).parts[0]!.answers.selfBest!
      assert.equal(answer.version, version + 1, 'neither lost nor written by halves')
      assert.match(String(answer.value), new RegExp(`^第 ${version} 稿`))
    } catch (error) {
      process.stdout.write(`${product.said().slice(-3000)}\n`)
      throw error
    } finally {
      await product.remove().catch(() => {})
      disk!.remove()
    }
  },
)
