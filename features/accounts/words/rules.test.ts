import assert from 'node:assert/strict'
import { test } from 'node:test'
import { catalogueInWords, inWords, unusual, usualWords, wordsOf } from './rules.ts'

const words = {
  department: { zh: '门店', en: 'store', enMany: 'stores' },
  employee: { zh: '伙伴', en: 'associate', enMany: 'associates' },
}

test('the product says what the organization says, in both languages', () => {
  assert.equal(inWords('按部门看，员工和主管', 'zh-CN', words), '按门店看，伙伴和主管')
  assert.equal(
    inWords('Departments: an employee of this department', 'en', words),
    'Stores: an associate of this store',
  )
  assert.equal(inWords('An employee asks a department', 'en', words), 'An associate asks a store')
})

test('what is filled in later, marks and nested names are not language', () => {
  const sentence = '{{employee}} of <department>the department</department> $t(org.department)'
  assert.equal(
    inWords(sentence, 'en', words),
    '{{employee}} of <department>the store</department> $t(org.department)',
  )
})

test('a branch that must keep the usual words keeps them', () => {
  const said = catalogueInWords(
    { org: { import: { head: '部门' }, title: '部门' }, list: ['员工'] },
    'zh-CN',
    words,
    ['org.import'],
  ) as { org: { import: { head: string }; title: string } }
  assert.deepEqual(said.org, { import: { head: '部门' }, title: '门店' })
})

test('what is called as usual is not kept, and what is damaged is as usual', () => {
  assert.deepEqual(unusual({ ...words, team: usualWords.team }), words)
  assert.deepEqual(wordsOf({ words: { department: 'x' } }), {})
  assert.deepEqual(wordsOf({}), {})
})
