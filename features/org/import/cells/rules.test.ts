import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cleanCode, cleanName, cleanPath, readDay, readStatus, separatorOf } from './rules.ts'

test('a day is read in every form HR systems write', () => {
  for (const [cell, day] of Object.entries({
    '2011-06-23': '2011-06-23',
    '2008/1/22': '2008-01-22',
    '2012年1月10日': '2012-01-10',
    '2012.1.10': '2012-01-10',
    '20120110': '2012-01-10',
    '２０１２年１月１０日': '2012-01-10',
    ' 2011-06-23 00:00:00 ': '2011-06-23',
    '2011-06-23T08:00:00Z': '2011-06-23',
    '1/22/2008': '2008-01-22',
    '22/1/2008': '2008-01-22',
    '40717': '2011-06-23',
  }))
    assert.deepEqual(readDay(cell), { day }, cell)
})

test('what could be two days, or none, is not guessed', () => {
  for (const cell of ['3/4/2021', '2021-02-30', '2021', '上个月', '9999-99', '12', ''])
    assert.equal(readDay(cell).day, null, cell)
  assert.deepEqual(readDay('2021年3月'), { day: null, suggestion: '2021-03-01' })
})

test('full-width letters, NBSP and padding vanish from a number', () => {
  assert.equal(cleanCode('　ＨＸ\u00a000 053\u200b '), 'HX00053')
})

test('a name keeps its dot, its rare characters and the blank between Latin words', () => {
  assert.equal(cleanName(' 阿卜杜热合曼·买买提　'), '阿卜杜热合曼·买买提')
  assert.equal(cleanName('张　伟'), '张伟')
  assert.equal(cleanName('王𠮷'), '王𠮷')
  assert.equal(cleanName('Anna  Lee'), 'Anna Lee')
})

test('the separator of department paths is found for the column, a hyphen only when it is meant', () => {
  assert.equal(separatorOf(['生产中心/一车间', '财务部']), '/')
  assert.equal(separatorOf(['生产中心 > 一车间']), '>')
  assert.equal(separatorOf(['生产中心\\一车间']), '\\')
  assert.equal(separatorOf(['研发-软件', '研发-测试', '财务部']), '-')
  assert.equal(separatorOf(['A-1车间', '财务部', '行政部', '总经办']), null)
  assert.equal(cleanPath([' 生产中心 ／ 一车间'], '／'), '生产中心/一车间')
  assert.equal(cleanPath(['集团', '生产中心', '', '一班'], null), '集团/生产中心/一班')
})

test('somebody on unpaid leave is still here, a strange word is asked about', () => {
  assert.equal(readStatus('停薪留职'), 'active')
  assert.equal(readStatus('已离职'), 'left')
  assert.equal(readStatus('待定'), null)
})
