import assert from 'node:assert/strict'
import { test } from 'node:test'
import { safeCsv } from './rules.ts'

test('a name that begins like a formula is only text in a spreadsheet program', () => {
  const csv = safeCsv([
    ['=cmd|calc', '＝HYPERLINK("x")', '+86', '-1', '@SUM', '\t=1', '张伟', 'a=b'],
  ])
  assert.equal(
    csv,
    '\ufeff"\'=cmd|calc","\'＝HYPERLINK(""x"")","\'+86","\'-1","\'@SUM","\'\t=1","张伟","a=b"\r\n',
  )
})
