import assert from 'node:assert/strict'
import test from 'node:test'
import { isAsked, monthsOf, segmentsOf, sharesOf, type Post } from './rules.ts'

const post = (
  managerId: string,
  fromOn: string,
  toOn: string | null,
  more: Partial<Post> = {},
): Post => ({
  personId: 'mia',
  fromOn,
  toOn,
  departmentId: 'shop',
  department: '工厂/一车间',
  position: '焊工',
  level: '基层',
  jobFamily: '生产',
  managerId,
  ...more,
})
const split = (
  posts: Post[],
  more: { managerId?: string; mergedBelow?: number; today?: string } = {},
) =>
  segmentsOf(posts, {
    period: { from: '2026-01-01', to: '2026-12-31' },
    today: '2026-11-21',
    managerId: 'now',
    mergedBelow: 30,
    templateOf: ({ jobFamily }) => `for ${jobFamily}`,
    ...more,
  }).map(({ fromOn, untilOn, managerId }) => [fromOn, untilOn, managerId])

test('E03: a transfer inside the period makes two segments, clipped to it; without one there are none', () => {
  assert.deepEqual(
    split([post('old', '2020-03-01', '2026-07-01'), post('now', '2026-07-01', null)]),
    [
      ['2026-01-01', '2026-06-30', 'old'],
      ['2026-07-01', '2026-12-31', 'now'],
    ],
  )
  assert.deepEqual(split([post('now', '2020-03-01', null)]), [])
  // A new name for the same work is no transfer; another template is.
  const renamed = post('now', '2026-07-01', null, { position: '高级焊工' })
  assert.deepEqual(split([post('now', '2020-03-01', '2026-07-01'), renamed]), [])
  const other = post('now', '2026-07-01', null, { jobFamily: '研发' })
  assert.equal(split([post('now', '2020-03-01', '2026-07-01'), other]).length, 2)
})

test('E03: what is too short counts with what came after it, but never the post of today', () => {
  const posts = [
    post('old', '2020-03-01', '2026-06-01'),
    post('between', '2026-06-01', '2026-06-20'),
    post('now', '2026-06-20', '2026-12-01'),
  ]
  assert.deepEqual(split(posts), [
    ['2026-01-01', '2026-05-31', 'old'],
    ['2026-06-01', '2026-12-31', 'now'],
  ])
  assert.equal(split(posts, { mergedBelow: 0 }).length, 3)
  const fresh = [post('old', '2020-03-01', '2026-11-10'), post('now', '2026-11-10', null)]
  assert.equal(split(fresh, { today: '2026-11-12' }).at(-1)![2], 'now')
  // There and back within days was never away.
  const back = [
    post('now', '2020-03-01', '2026-06-01'),
    post('between', '2026-06-01', '2026-06-05'),
    post('now', '2026-06-05', null),
  ]
  assert.deepEqual(split(back), [])
})

test('E03: who moved after the period is looked at by whoever led them in it', () => {
  const posts = [post('old', '2020-03-01', '2027-01-04'), post('now', '2027-01-04', null)]
  assert.deepEqual(split(posts, { today: '2027-01-20' }), [['2026-01-01', '2026-12-31', 'old']])
})

test('months and shares: a hundred in all', () => {
  const thirds = [
    { fromOn: '2026-01-01', untilOn: '2026-04-30' },
    { fromOn: '2026-05-01', untilOn: '2026-08-31' },
    { fromOn: '2026-09-01', untilOn: '2026-12-31' },
  ]
  assert.deepEqual(thirds.map(monthsOf), [3.9, 4, 4])
  const shares = sharesOf(thirds)
  assert.deepEqual([shares, shares.reduce((sum, each) => sum + each)], [[33, 34, 33], 100])
})

test('nobody is asked about themselves, their own manager, or from outside', () => {
  const employed = new Map([
    ['mia', { managerId: 'now', hasAccount: true }],
    ['now', { managerId: null, hasAccount: true }],
    ['old', { managerId: null, hasAccount: true }],
    ['below', { managerId: 'mia', hasAccount: true }],
    ['offline', { managerId: 'now', hasAccount: false }],
  ])
  const about = { personId: 'mia', leaderId: 'now', ask: 'formerManagers' as const, employed }
  const asked = ['old', 'now', 'mia', 'below', 'offline', 'gone', null].filter((managerId) =>
    isAsked({ managerId }, about),
  )
  assert.deepEqual(asked, ['old'])
  assert.equal(isAsked({ managerId: 'old' }, { ...about, ask: 'nobody' }), false)
  // Where nobody writes the manager's part nobody is asked for a piece of it.
  assert.equal(isAsked({ managerId: 'old' }, { ...about, leaderId: null }), false)
})
