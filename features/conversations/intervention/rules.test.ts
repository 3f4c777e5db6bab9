import assert from 'node:assert/strict'
import { test } from 'node:test'
import { causesOf, choose, toldReason, usualRules, type Facts, type Tellable } from './rules.ts'

const quiet: Facts = { cases: [], gap: null, rank: null, marks: [], plans: [], asks: [] }
const keys = (facts: Partial<Facts>, rules = usualRules) =>
  causesOf(rules, { ...quiet, ...facts }).map(({ key }) => key)

test('nothing to see brings nobody; each of the five brings HR, with its figures', () => {
  assert.deepEqual(keys({}), [])
  assert.deepEqual(keys({ gap: 1, rank: 2 }), [])
  assert.deepEqual(causesOf(usualRules, { ...quiet, gap: 3, rank: 1 }), [
    { key: 'gap', code: 'gap', figures: { gap: 3, steps: 2 } },
    { key: 'rating', code: 'rating', figures: { rank: 1, lowest: 1 } },
  ])
  assert.deepEqual(
    keys({
      cases: [{ id: 'a', kind: 'dispute' }],
      marks: ['m'],
      plans: ['p'],
      asks: [
        { id: 'q', code: 'complex' },
        { id: 'r', code: 'sensitive' },
      ],
    }),
    ['dispute:a', 'mark:m', 'plan:p', 'complex:q', 'sensitive:r'],
  )
})

test('what is switched off brings nobody, and the figures are HR’s to set', () => {
  const facts: Partial<Facts> = { gap: 4, rank: 2, marks: ['m'], plans: ['p'] }
  assert.deepEqual(
    keys(facts, {
      ...usualRules,
      disputed: { on: false, steps: 1 },
      coreTalent: { on: false },
      severe: { on: true, lowest: 2, plan: false },
    }),
    ['rating'],
  )
  assert.deepEqual(keys({ gap: 2 }, { ...usualRules, disputed: { on: true, steps: 3 } }), [])
})

test('what the two are told gives away neither a mark, nor who asked, nor a dispute about the manager', () => {
  const cause = (code: Tellable['code'], more: Partial<Tellable> = {}): Tellable => ({
    code,
    askedBy: null,
    isAboutManager: false,
    ...more,
  })
  const employee = { id: 'mia', isEmployee: true }
  const manager = { id: 'theo', isEmployee: false }
  const byMia = cause('sensitive', { askedBy: 'mia' })
  for (const [viewer, causes] of [
    [employee, [cause('mark')]],
    [manager, [cause('mark')]],
    [manager, [byMia]],
    [manager, [cause('dispute', { isAboutManager: true })]],
    [manager, [byMia, cause('mark')]],
  ] as const)
    assert.equal(toldReason(viewer, [...causes]), 'support')
  assert.equal(toldReason(employee, [byMia, cause('mark')]), 'youAsked')
  assert.equal(
    toldReason(employee, [cause('dispute', { isAboutManager: true })]),
    'seenDifferently',
  )
  assert.equal(toldReason(manager, [cause('gap'), cause('mark')]), 'seenDifferently')
  assert.equal(toldReason(employee, [cause('plan')]), 'improving')
})

test('the partner closest to the department gets it, the one with less to do first; HR administration otherwise', () => {
  const partner = { id: 'b', isPartner: true, reach: 3, openCases: 4 }
  const wide = { id: 'a', isPartner: true, reach: null, openCases: 0 }
  const other = { id: 'c', isPartner: true, reach: 3, openCases: 1 }
  const admin = { id: 'd', isPartner: false, reach: null, openCases: 0 }
  assert.equal(choose([wide, partner, admin], null), 'b')
  assert.equal(choose([wide, partner, other, admin], null), 'c')
  assert.equal(choose([admin], null), 'd')
  assert.equal(choose([], null), null)
  assert.equal(choose([wide, partner, admin], 'd'), 'd', 'whoever asked as HR takes it on')
})
