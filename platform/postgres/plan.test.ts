import assert from 'node:assert/strict'
import { test } from 'node:test'
import { launchPlan, type Facts } from './plan.ts'

const person: Facts = {
  platform: 'linux',
  uid: 1000,
  userHasName: true,
  linksFit: true,
  nobodyRuns: false,
  nobodyReaches: false,
  canOpen: false,
  canUnshare: false,
  commonFolder: null,
}
const root: Facts = { ...person, uid: 0, nobodyRuns: true, nobodyReaches: true }
const hidden = { nobodyRuns: false, nobodyReaches: false }

const cases: [string, Facts, string][] = [
  ['a person runs it as themselves', person, 'self inPlace given'],
  ['Windows has no user ids', { ...person, platform: 'win32', uid: null }, 'self inPlace given'],
  [
    'links that cannot be restored ask for a copy',
    { ...person, linksFit: false },
    'self copyToData given',
  ],
  [
    'a number without a name borrows one',
    { ...person, userHasName: false, canUnshare: true },
    'namespace inPlace given',
  ],
  ['root steps down to nobody', root, 'nobody inPlace given'],
  [
    'root does not need a namespace when nobody can do it',
    { ...root, canUnshare: true },
    'nobody inPlace given',
  ],
  [
    'what only root can read runs in a namespace',
    { ...root, ...hidden, canUnshare: true },
    'namespace inPlace given',
  ],
  [
    'without namespaces the data folder is opened for passing through',
    { ...root, nobodyReaches: false, canOpen: true, commonFolder: '/c' },
    'nobody inPlace opened',
  ],
  [
    'without namespaces everything moves to a common folder',
    { ...root, ...hidden, commonFolder: '/var/lib/cuxi' },
    'nobody copyToCommon common',
  ],
  [
    'only the binaries move when the data can stay',
    { ...root, nobodyRuns: false, commonFolder: '/c' },
    'nobody copyToData given',
  ],
]

for (const [rule, facts, expected] of cases)
  test(rule, () => {
    const plan = launchPlan(facts)
    assert.ok(!('refusal' in plan), 'refusal' in plan ? plan.refusal : '')
    assert.equal(`${plan.as} ${plan.binaries} ${plan.data}`, expected)
  })

test('where there is no way, root is told what to do, in both languages', () => {
  const plan = launchPlan({ ...root, ...hidden })
  assert.match('refusal' in plan ? plan.refusal : '', /普通用户.*ordinary user.*DATABASE_URL/)
})

test('a user without a name is told so when no namespace is allowed', () => {
  const plan = launchPlan({ ...person, userHasName: false })
  assert.match('refusal' in plan ? plan.refusal : '', /1000.*has no name/)
})
