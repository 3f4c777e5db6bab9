import assert from 'node:assert/strict'
import { test } from 'node:test'
import { indexPage, safeName } from './rules.ts'

test('a file keeps its name as far as every file system takes it, and its kind in any case', () => {
  for (const [name, safe] of [
    ['值班记录.txt', '值班记录.txt'],
    ['../../etc/passwd', '_.._etc_passwd'],
    ['a:b*c?.PDF', 'a_b_c_.PDF'],
    ['  ..  ', '_'],
    [`${'𠮷'.repeat(200)}.png`, `${'𠮷'.repeat(80)}.png`],
  ] as const)
    assert.equal(safeName(name), safe)
})

test('nothing people wrote becomes markup of the index page', () => {
  const page = indexPage(
    { name: '<img src=x onerror=1>', employeeNo: '1', organization: '"&\'', at: '今天' },
    { taken: [{ name: 'talks/<b>/x.pdf', kind: 'pdf', size: 2048 }], absent: [] },
    (key, params) => ({ zh: `${key} ${params?.name ?? ''}`, en: key }),
  )
  assert.ok(!page.includes('<img') && !page.includes('<b>'))
  assert.match(page, /href="talks\/%3Cb%3E\/x\.pdf"/)
  assert.match(page, /2 KB/)
})
