import assert from 'node:assert/strict'
import test from 'node:test'
import {
  isAsked,
  monthsOf,
  segmentsOf,
  sharesOf,
  splitAtChange,
  whyNotAsked,
  type Post,
  type Stretch,
} from './rules.ts'

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
  assert.deepEqual(
    ['below', 'offline', 'gone'].map((managerId) => whyNotAsked({ managerId }, about)),
    ['below', 'noAccount', 'gone'],
  )
  assert.equal(isAsked({ managerId: 'old' }, { ...about, ask: 'nobody' }), false)
  // Where nobody writes the manager's part nobody is asked for a piece of it.
  assert.equal(isAsked({ managerId: 'old' }, { ...about, leaderId: null }), false)
})

const year: Stretch = {
  fromOn: '2026-01-01',
  untilOn: '2026-12-31',
  department: '工厂/一车间',
  position: '焊工',
  managerId: 'old',
  templateVersionId: 'his',
}
const shared = (
  posts: Post[],
  { soFar = [year], before = ['old'] }: { soFar?: Stretch[]; before?: (string | null)[] } = {},
) =>
  splitAtChange(soFar, posts, { before, nextId: 'now', templateVersionId: 'theirs' })?.map(
    ({ fromOn, untilOn, managerId, position, templateVersionId }) => [
      fromOn,
      untilOn,
      managerId,
      position,
      templateVersionId,
    ],
  ) ?? null
const was = (toOn: string) => post('old', '2020-03-01', toOn)

test('E01: the period is shared at the day the line changed, the later one with the post of now', () => {
  const next = post('now', '2026-08-08', null, { position: '工艺工程师' })
  const both = [
    ['2026-01-01', '2026-08-07', 'old', '焊工', 'his'],
    ['2026-08-08', '2026-12-31', 'now', '工艺工程师', 'theirs'],
  ]
  assert.deepEqual(shared([was('2026-08-08'), next]), both)
  // The line change is what counts, not the day the post got another name.
  const renamed = post('now', '2026-10-01', null, { position: '工艺工程师' })
  const first = post('now', '2026-08-08', '2026-10-01')
  assert.deepEqual(shared([renamed, was('2026-08-08'), first]), both)
})

test('E01: there is nothing to share where one of the two led on no day of the period', () => {
  const from = (day: string) => shared([was(day), post('now', day, null)])
  assert.equal(from('2026-01-01'), null)
  assert.equal(from('2025-11-01'), null)
  assert.equal(from('2027-01-01'), null)
  assert.equal(from('2026-01-02')?.length, 2)
  assert.equal(from('2026-12-31')?.length, 2)
  assert.equal(shared([]), null)
  assert.equal(shared([post('old', '2020-03-01', null)]), null)
  // Whoever leads now came after the period; in it there was a third.
  assert.equal(shared([was('2026-08-08'), post('between', '2026-08-08', null)]), null)
})

test('E01: who led between the two has the months that were theirs', () => {
  const posts = [
    was('2026-06-01'),
    post('between', '2026-06-01', '2026-09-01'),
    post('now', '2026-09-01', null),
  ]
  assert.deepEqual(
    shared(posts)?.map(([fromOn, untilOn, managerId]) => [fromOn, untilOn, managerId]),
    [
      ['2026-01-01', '2026-05-31', 'old'],
      ['2026-06-01', '2026-08-31', 'between'],
      ['2026-09-01', '2026-12-31', 'now'],
    ],
  )
})

test('E01: of a period in segments only the last is shared; who joined in it begins with their first day', () => {
  const soFar: Stretch[] = [
    { ...year, untilOn: '2026-03-31', managerId: 'first', templateVersionId: 'older' },
    { ...year, fromOn: '2026-04-01' },
  ]
  const posts = [
    post('first', '2020-03-01', '2026-04-01'),
    post('old', '2026-04-01', '2026-08-08'),
    post('now', '2026-08-08', null),
  ]
  assert.deepEqual(
    shared(posts, { soFar })?.map((each) => [each[0], each[1], each[2], each[4]]),
    [
      ['2026-01-01', '2026-03-31', 'first', 'older'],
      ['2026-04-01', '2026-08-07', 'old', 'his'],
      ['2026-08-08', '2026-12-31', 'now', 'theirs'],
    ],
  )
  // A line corrected backwards into an earlier segment leaves the last one no day.
  const earlier = [post('first', '2020-03-01', '2026-03-01'), post('now', '2026-03-01', null)]
  assert.equal(shared(earlier, { soFar, before: ['first', 'old'] }), null)
  const joined = { ...year, fromOn: '2026-05-04' }
  const own = [post('old', '2026-05-04', '2026-08-08'), post('now', '2026-08-08', null)]
  assert.deepEqual(
    shared(own, { soFar: [joined] })?.map(([fromOn, untilOn]) => [fromOn, untilOn]),
    [
      ['2026-05-04', '2026-08-07'],
      ['2026-08-08', '2026-12-31'],
    ],
  )
})
