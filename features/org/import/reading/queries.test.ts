import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { deflateRawSync } from 'node:zlib'
import { writeXlsx } from 'hucre/xlsx'
import { usualLevels } from '../../rules.ts'
import { guessMapping } from '../columns/rules.ts'
import type { FaultKind } from '../contract.ts'
import { judge } from '../verdicts/rules.ts'
import { parseRoster } from './queries.ts'

const header = '工号,姓名,部门\n'
const unreadable = (bytes: Buffer, reason: string) => assert.rejects(parseRoster(bytes), { reason })

test('what is not a roster is refused with the word for what it is', async () => {
  await unreadable(Buffer.alloc(0), 'empty')
  await unreadable(Buffer.from('一句话,没有表头'.slice(0, 4)), 'noHeader')
  await unreadable(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 1]), 'notARoster')
  await unreadable(Buffer.from([0xd0, 0xcf, 0x11, 0xe0, ...Buffer.alloc(600)]), 'oldWorkbook')
  const encrypted = Buffer.concat([
    Buffer.from([0xd0, 0xcf, 0x11, 0xe0]),
    Buffer.alloc(60),
    Buffer.from('EncryptedPackage', 'utf16le'),
  ])
  await unreadable(encrypted, 'encrypted')
  await unreadable(
    zip({ mimetype: 'application/vnd.oasis', 'content.xml': '<x/>' }),
    'openDocument',
  )
  await unreadable(zip({ ...parts, 'xl/vbaProject.bin': 'x' }), 'macros')
  await unreadable(zip({ 'readme.txt': 'hello' }), 'notARoster')
  await unreadable(Buffer.from('<html><table><tr><td>工号</td></tr></table></html>'), 'webPage')
  await unreadable(Buffer.from(header), 'noPeople')
  await unreadable(Buffer.from([0xff, 0x81, 0x2c, 0xff, 0xff, 0x0a]), 'unknownEncoding')
  await unreadable(Buffer.alloc(21 * 1024 * 1024, 'a'), 'tooBig')
})

test('a broken workbook is called broken', async () => {
  const sound = Buffer.from(
    await writeXlsx({
      sheets: [
        {
          name: '人员',
          rows: [
            ['工号', '姓名'],
            ['1', '张伟'],
          ],
        },
      ],
    }),
  )
  await unreadable(sound.subarray(0, sound.length - 40), 'brokenWorkbook')
  const scratched = Buffer.from(sound)
  scratched.fill(0xaa, 60, 400)
  await unreadable(scratched, 'brokenWorkbook')
  await unreadable(zip({ ...parts, 'xl/workbook.xml': '<workbook><sheets>' }), 'brokenWorkbook')
})

test('a zip bomb is refused before anything inflates it', async () => {
  const megabytes = deflateRawSync(Buffer.alloc(64 * 1024 * 1024))
  await unreadable(zip(parts, { 'xl/worksheets/sheet1.xml': megabytes }), 'zipBomb')
  const many = Object.fromEntries(Array.from({ length: 201 }, (_, i) => [`xl/media/${i}.png`, 'x']))
  await unreadable(zip({ ...parts, ...many }), 'zipBomb')
})

test('a workbook that wants something from outside is refused', async () => {
  const evil =
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><worksheet>&f;</worksheet>'
  await unreadable(zip({ ...parts, 'xl/worksheets/sheet1.xml': evil }), 'externalEntities')
})

test('too many rows and too many columns are refused with the number known', async () => {
  await unreadable(Buffer.from(header + '1,张伟,厂部\n'.repeat(200_001)), 'tooManyRows')
  const wide = Array.from({ length: 61 }, (_, i) => (i < 2 ? ['工号', '姓名'][i]! : `列${i}`))
  await unreadable(
    Buffer.from(await writeXlsx({ sheets: [{ name: '人员', rows: [wide, wide] }] })),
    'tooManyColumns',
  )
})

test('what is the matter with a later sheet does not refuse the first', async () => {
  const roster = [
    ['Matricule', 'Nom', 'Service'],
    ['0012', 'Anne', 'Usine'],
  ]
  const wide = Array.from({ length: 61 }, (_, i) => `${i}`)
  for (const rows of [[wide], [['工号', '姓名', '部门']]])
    for (const asShown of [false, true]) {
      const sheets = [
        { name: 'Effectif', rows: roster },
        { name: 'Annexe', rows },
      ]
      const read = await parseRoster(Buffer.from(await writeXlsx({ sheets })), { asShown })
      assert.deepEqual([read.header, ...read.rows.map(({ cells }) => cells)], roster)
    }
})

test('reading stops when nobody waits for it any more', async () => {
  const waiting = new AbortController()
  const reading = parseRoster(Buffer.from(header + '1,张伟,厂部\n'.repeat(100_000)), {
    signal: waiting.signal,
  })
  setTimeout(() => waiting.abort(), 30)
  await assert.rejects(reading, { reason: 'stopped' })
})

test('title lines, blank lines, tabs, quotes and every encoding lead to the same rows', async () => {
  const text = '花名册\t\t\n\n工号\t姓名\t部门\n0012\t"张\n伟"\t厂部\n\n0013\t王𠮷\t"质""量""部"\n'
  const files = [
    Buffer.from(text),
    Buffer.from(`\ufeff${text}`),
    Buffer.from(`\ufeff${text}`, 'utf16le'),
  ]
  for (const file of files) {
    const roster = await parseRoster(file)
    assert.deepEqual(
      [roster.titles, roster.headerLine, roster.header],
      [['花名册'], 3, ['工号', '姓名', '部门']],
    )
    assert.deepEqual(roster.rows, [
      { line: 4, cells: ['0012', '张\n伟', '厂部'] },
      { line: 6, cells: ['0013', '王𠮷', '质"量"部'] },
    ])
  }
})

test('workbook cells are text, days are days, leading zeros stay', async () => {
  const bytes = await writeXlsx({
    sheets: [
      {
        name: '人员',
        rows: [
          ['2026年花名册'],
          ['工号', '姓名', '入职日期'],
          ['007', '欧阳远山', new Date('2011-06-23')],
          [1001, '王𠮷', '2012年1月10日'],
        ],
      },
    ],
  })
  const roster = await parseRoster(Buffer.from(bytes))
  assert.deepEqual(roster.rows, [
    { line: 3, cells: ['007', '欧阳远山', '2011-06-23'] },
    { line: 4, cells: ['1001', '王𠮷', '2012年1月10日'] },
  ])
})

test('five megabytes in one cell are cut, not carried around', async () => {
  const roster = await parseRoster(Buffer.from(`${header}1,${'长'.repeat(1_500_000)},厂部\n`))
  assert.equal(roster.rows[0]!.cells[1]!.length, 1_000)
})

const data = join(import.meta.dirname, '..', '..', '..', '..', '..', 'shared', 'data')
const sharedData = existsSync(data) ? false : 'the shared roster files are not here'

const kindOfExpected: Record<string, FaultKind> = {
  'reporting loop': 'managerLoop',
  'own manager': 'managerSelf',
  'manager not found': 'managerMissing',
  'second top (no manager, not the general manager)': 'secondTop',
  'manager has left': 'managerLeft',
  'date unreadable': 'hiredOnUnreadable',
  'hire date in the future': 'hiredOnFuture',
  'employee number twice': 'numberTwice',
  'name missing': 'nameMissing',
  'employee number missing': 'numberMissing',
  'department missing': 'departmentMissing',
  'unknown level': 'levelUnknown',
}

async function review(file: string) {
  const roster = await parseRoster(readFileSync(join(data, file)))
  return judge({
    rows: roster.rows,
    mapping: guessMapping(roster.header),
    choices: { lines: {}, all: {} },
    people: [],
    today: '2026-11-21',
    levels: usualLevels,
    coverage: 'whole',
    absent: 'keep',
    importerNo: null,
  })
}

test(
  'every fault of the faulty roster is reported for exactly its people, in three encodings',
  { skip: sharedData },
  async () => {
    const { faults } = JSON.parse(
      readFileSync(join(data, 'roster_zh_faulty.expected.json'), 'utf8'),
    ) as {
      faults: { kind: string; employees: string[] }[]
    }
    for (const file of [
      'roster_zh_faulty.csv',
      'roster_zh_faulty.xlsx',
      'roster_zh_faulty_gb18030.csv',
    ]) {
      const { rows, loops } = await review(file)
      for (const { kind, employees } of faults) {
        const found = rows.filter((row) =>
          row.faults.some((fault) => fault.kind === kindOfExpected[kind]),
        )
        // The number that is missing in the file is found by the serial number of its row.
        const numbers = new Set(found.map((row) => row.draft.employeeNo || employees[0]!))
        assert.deepEqual([...numbers].sort(), [...employees].sort(), `${kind} in ${file}`)
      }
      assert.equal(rows.filter((row) => row.verdict === 'fault').length, 15)
      assert.equal(rows.find((row) => !row.draft.employeeNo)!.line, 518)
      assert.deepEqual(
        loops.map((loop) => loop.members.map((member) => member.employeeNo)),
        [['HX00054', 'HX00055', 'HX00053']],
      )
    }
  },
)

test('the clean roster has no fault and keeps its rare names', { skip: sharedData }, async () => {
  const { counts, rows } = await review('roster_zh_clean.csv')
  assert.deepEqual(counts, { new: 1192, update: 0, same: 0, fault: 0, dropped: 0 })
  const names = rows.map((row) => row.draft.name)
  assert.equal(names.filter((name) => name === '张伟').length >= 3, true)
  assert.ok(names.includes('阿卜杜热合曼·买买提') && names.some((name) => name.includes('𠮷')))
})

test(
  'ten thousand employees with spans of nine hundred are read as they are',
  { skip: sharedData },
  async () => {
    const { rows, faults, loops } = await review('employees_sample_10k.csv')
    assert.equal(rows.length, 10_000)
    // Three managers have left and two report to each other; nothing else is wrong.
    assert.deepEqual(faults, { managerLeft: 2926, managerLoop: 2 })
    assert.equal(loops.length, 1)
  },
)

const parts = {
  '[Content_Types].xml': '<Types/>',
  'xl/workbook.xml': '<workbook/>',
}

/** A zip by hand: texts as they are, `packed` already deflated. */
function zip(texts: Record<string, string>, packed: Record<string, Buffer> = {}): Buffer {
  const entries = [
    ...Object.entries(texts).map(([name, text]) => ({ name, bytes: Buffer.from(text), method: 0 })),
    ...Object.entries(packed).map(([name, bytes]) => ({ name, bytes, method: 8 })),
  ]
  const locals: Buffer[] = []
  const directory: Buffer[] = []
  let at = 0
  for (const { name, bytes, method } of entries) {
    const local = Buffer.alloc(30)
    local.writeUInt32LE(0x04034b50, 0)
    local.writeUInt16LE(method, 8)
    local.writeUInt32LE(bytes.length, 18)
    local.writeUInt32LE(bytes.length, 22)
    local.writeUInt16LE(name.length, 26)
    const central = Buffer.alloc(46)
    central.writeUInt32LE(0x02014b50, 0)
    central.writeUInt16LE(method, 10)
    central.writeUInt32LE(bytes.length, 20)
    central.writeUInt32LE(bytes.length, 24)
    central.writeUInt16LE(name.length, 28)
    central.writeUInt32LE(at, 42)
    locals.push(local, Buffer.from(name), bytes)
    directory.push(central, Buffer.from(name))
    at += 30 + name.length + bytes.length
  }
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(entries.length, 10)
  end.writeUInt32LE(Buffer.concat(directory).length, 12)
  end.writeUInt32LE(at, 16)
  return Buffer.concat([...locals, ...directory, end])
}
