import { test } from 'node:test'
import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { zipSync } from 'fflate'
import { writeKey } from '../note/rules.ts'
import { newLog, sealedExample } from '../../../test/support/evidence.ts'
import { verifyCommand } from './handlers.ts'

async function run(argv: string[]) {
  const lines: string[] = []
  const exit = await verifyCommand(argv, (line) => lines.push(line))
  return { exit, text: lines.join('').trimEnd() }
}

test('the command says one of three words, why, and what it did not check', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'cuxi-verify-'))
  try {
    const { file, log } = sealedExample()
    const good = join(folder, 'good.cuxi.json')
    const bad = join(folder, 'bad.cuxi.json')
    const other = join(folder, 'photo.jpg')
    await writeFile(good, file)
    await writeFile(bad, new TextDecoder().decode(file).replace('9 月 12 日', '9 月 13 日'))
    await writeFile(other, 'x')

    const intact = await run([good])
    assert.equal(intact.exit, 0)
    assert.match(intact.text, /^完整 {2}good\.cuxi\.json\n/)
    assert.match(intact.text, /✓ 已证明它是日志的第 5 条（日志当时共 5 条）/)
    assert.match(intact.text, /陈一鸣 · 已阅有异议/)
    assert.match(intact.text, /仅自证，W0/)
    const tampered = await run([bad])
    assert.equal(tampered.exit, 1)
    assert.match(tampered.text, /^已篡改[\s\S]*✗ 内容与日志里的摘要不一致/)
    const unknown = await run([other, '--lang', 'en'])
    assert.equal(unknown.exit, 2)
    assert.match(unknown.text, /^Cannot tell[\s\S]*\? This is not an evidence file/)

    assert.equal((await run([good, '--key', writeKey(log.key)])).exit, 0)
    assert.equal((await run([good, '--key', writeKey(newLog().key)])).exit, 1)
    assert.equal((await run([good, other])).exit, 2)
    assert.equal((await run([other, bad])).exit, 1)
    assert.equal(JSON.parse((await run(['--json', good])).text).verdict, 'intact')
  } finally {
    await rm(folder, { recursive: true })
  }
})

test('of an archive every record in it is judged, and they are counted', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'cuxi-verify-'))
  try {
    const { file } = sealedExample()
    const changed = new TextDecoder().decode(file).replace('9 月 12 日', '9 月 13 日')
    const zip = join(folder, 'records.zip')
    const pack = async (files: Record<string, Uint8Array>) => writeFile(zip, zipSync(files))
    const list = new TextEncoder().encode('编号,姓名')
    await pack({ 'a/record-v1.cuxi.json': file, 'list.csv': list })
    assert.equal((await run([zip])).exit, 0)
    await pack({
      'a/record-v1.cuxi.json': file,
      'b/record-v1.cuxi.json': new TextEncoder().encode(changed),
    })
    const both = await run([zip])
    assert.equal(both.exit, 1)
    assert.match(both.text, /^已篡改 {2}b\/record-v1\.cuxi\.json$/m)
    assert.match(both.text, /共 2 份：1 份未被改动，1 份已篡改，0 份无法判断$/)
    await pack({ 'list.csv': list })
    assert.equal((await run([zip])).exit, 2)
    await writeFile(zip, Buffer.from('PK\u0003\u0004 and nothing more'))
    assert.equal((await run([zip])).exit, 2)
  } finally {
    await rm(folder, { recursive: true })
  }
})

test('without a file, or with one that is not there, it says what to do', async () => {
  assert.match((await run([])).text, /^用法：cuxi verify/)
  assert.match((await run(['--nonsense'])).text, /^用法/)
  assert.deepEqual(await run(['/nowhere.json', '--lang', 'en']), {
    exit: 2,
    text: 'Cannot read /nowhere.json',
  })
})
