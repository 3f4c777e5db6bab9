import assert from 'node:assert/strict'
import { test } from 'node:test'
import { dayIn, daysBetween, formatFor } from './format.ts'

const now = () => new Date('2026-11-20T09:30:00+08:00')
const zh = formatFor('zh-CN', 'Asia/Shanghai', now)
const en = formatFor('en', 'Asia/Shanghai', now)

test('a day reads 11月20日 周五, with its year only in another year', () => {
  assert.equal(zh.day('2026-11-20'), '11月20日 周五')
  assert.equal(zh.shortDay('2025-03-01'), '2025年3月1日')
  assert.equal(en.day('2026-11-20'), 'Fri, Nov 20')
})

test('a stretch over the turn of a year names both years', () => {
  assert.equal(zh.range('2026-11-02', '2026-12-18'), '11月2日 – 12月18日')
  assert.equal(zh.range('2025-11-09', '2026-11-22'), '2025年11月9日 – 2026年11月22日')
  assert.equal(en.range('2026-12-01', '2027-01-31'), 'Dec 1, 2026 – Jan 31, 2027')
})

test('a near moment is told from today', () => {
  const cases = [
    ['2026-11-20T14:30:00+08:00', '今天 14:30'],
    ['2026-11-21T09:00:00+08:00', '明天 09:00'],
    ['2026-11-22', '后天'],
    ['2026-11-19', '昨天'],
    ['2026-11-27', '11月27日 周五'],
  ] as const
  for (const [value, words] of cases) assert.equal(zh.near(value), words)
})

test('a due day says how many days are left, or how late it is', () => {
  assert.deepEqual(zh.due('2026-11-20'), {
    text: '今天到期',
    days: 0,
    isLate: false,
    isToday: true,
  })
  assert.equal(zh.due('2026-11-23').text, '还有 3 天')
  assert.deepEqual(zh.due('2026-11-18'), {
    text: '晚 2 天',
    days: -2,
    isLate: true,
    isToday: false,
  })
  assert.equal(en.due('2026-11-21').text, '1 day left')
})

test('what happened a while ago is told in minutes, hours, then days', () => {
  const ago = (minutes: number) => zh.ago(new Date(now().getTime() - minutes * 60_000))
  assert.deepEqual(
    [ago(0), ago(3), ago(125), ago(24 * 60), ago(10 * 24 * 60)],
    ['刚刚', '3 分钟前', '2 小时前', '昨天 09:30', '11月10日'],
  )
})

test('the organization’s zone decides the day, not the reader’s machine', () => {
  const late = new Date('2026-11-20T23:30:00+08:00')
  assert.equal(dayIn('Asia/Shanghai', late), '2026-11-20')
  assert.equal(dayIn('Pacific/Auckland', late), '2026-11-21')
  assert.equal(formatFor('zh-CN', 'Asia/Shanghai', now).time(late), '23:30')
  assert.equal(daysBetween('2026-11-20', '2026-12-01'), 11)
})

test('a record’s time is exact, with its offset', () => {
  assert.equal(zh.exact('2026-11-20T07:06:41Z'), '2026-11-20 15:06:41 +08:00')
  assert.equal(
    formatFor('en', 'UTC', now).exact('2026-11-20T07:06:41Z'),
    '2026-11-20 07:06:41 +00:00',
  )
})

test('figures carry their whole, and nothing is divided by zero', () => {
  assert.equal(zh.of(412, 1179), '412 / 1,179')
  assert.equal(zh.share(412, 468), '88%')
  assert.equal(zh.share(0, 0), '–')
  assert.equal(zh.minutes(80), '1 小时 20 分')
  assert.equal(zh.bytes(20 * 1024 ** 2), '20 MB')
})
