import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cleanName, judgeFile } from './rules.ts'

const png = Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0])
const bytes = (text: string) => new TextEncoder().encode(text)

const cases: [name: string, content: Uint8Array, refusal: string | null][] = [
  ['照片.png', png, null],
  ['照片.PNG', png, null],
  ['报告.pdf', bytes('%PDF-1.7\n…\n%%EOF\r\n'), null],
  [
    '两面.pdf',
    bytes('%PDF-1.7\n…\n%%EOF\n<script>alert(1)</script>'),
    'conversations.fileNotWhatItSays',
  ],
  ['半截.pdf', bytes('%PDF-1.7\n…'), 'conversations.fileNotWhatItSays'],
  ['清单.csv', bytes('工号,姓名\n1,陈'), null],
  ['纪要.txt', bytes('说定了三件事'), null],
  ['表.xlsx', bytes('PK\u0003\u0004…[Content_Types].xml…xl/workbook.xml'), null],
  ['网页.png', bytes('<html>'), 'conversations.fileNotWhatItSays'],
  ['脚本.txt', bytes('<script>alert(1)</script>'), 'conversations.fileNotWhatItSays'],
  ['图.svg', bytes('<svg/>'), 'conversations.fileKind'],
  ['页.html', bytes('<p>'), 'conversations.fileKind'],
  ['程序.exe', bytes('MZ'), 'conversations.fileKind'],
  ['压缩.zip', bytes('PK\u0003\u0004'), 'conversations.fileKind'],
  ['假.docx', bytes('PK\u0003\u0004 nothing of Word in it'), 'conversations.fileNotWhatItSays'],
  ['二进制.txt', Uint8Array.from([1, 0, 2, 0]), 'conversations.fileNotWhatItSays'],
  ['没有后缀', png, 'conversations.fileKind'],
  ['空.pdf', new Uint8Array(), 'conversations.fileEmpty'],
  ['大.pdf', new Uint8Array(20 * 1024 * 1024 + 1), 'conversations.fileTooLarge'],
]
for (const [name, content, refusal] of cases)
  test(`${name} is ${refusal ? `refused: ${refusal}` : 'taken'}`, () =>
    assert.equal(judgeFile(name, content).refusal, refusal))

test('a file keeps its name without folders and invisible characters', () => {
  assert.equal(cleanName('../../etc/passwd.pdf'), 'passwd.pdf')
  assert.equal(cleanName('C:\\temp\\报告\u202Efdp.exe'), '报告fdp.exe')
  assert.equal(cleanName('\u0000x.png'), 'x.png')
  assert.equal(cleanName('../../x'), 'x')
  assert.equal(cleanName('CON.txt'), '_CON.txt')
  assert.equal(cleanName('lpt1'), '_lpt1')
  assert.equal(cleanName('Contoso.txt'), 'Contoso.txt')
  assert.equal(cleanName('a<b>:"c|d?.pdf. '), 'a_b___c_d_.pdf')
  assert.equal(cleanName('陈·阿依努尔.jpg'), '陈·阿依努尔.jpg')
  assert.equal([...cleanName(`${'长'.repeat(300)}.pdf`)].length, 124)
})
