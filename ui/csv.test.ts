import assert from 'node:assert/strict'
import { test } from 'node:test'
import { toCsv } from './csv.ts'

test('a cell that would start a formula is defused', () => {
  assert.equal(
    toCsv([
      ['部门', '人数'],
      ['=SUM(A1)', 3],
      ['@x', -2],
    ]),
    "\uFEFF部门,人数\r\n'=SUM(A1),3\r\n'@x,-2\r\n",
  )
})

test('commas, quotes and line breaks stay inside their cell', () => {
  assert.equal(
    toCsv([['张伟,采购', '说"好"', '两\n行']]),
    '\uFEFF"张伟,采购","说""好""","两\n行"\r\n',
  )
})
