import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Counted, Views } from './contract.ts'
import { gapIn, mostGiven, remedyFor, stateOf } from './rules.ts'

const counted = (choices: Record<string, number>): Counted => ({
  people: Object.values(choices).reduce((sum, people) => sum + people, 0),
  choices,
})
const views = (manager: Counted, employee: Counted): Views => ({
  when: { manager, employee },
  what: { manager, employee },
  who: { manager, employee },
})
const hr = { when: 'monthly', what: 'growth', who: 'both' } as const

test('the widest gap between managers and employees is named, from a fifth of the people on', () => {
  const apart = views(counted({ both: 9, manager: 3 }), counted({ both: 5, manager: 14, form: 1 }))
  assert.deepEqual(gapIn('who', apart, hr), {
    kind: 'apart',
    choice: 'both',
    manager: 0.75,
    employee: 0.25,
    most: 'manager',
    hr: 'both',
  })
  const close = views(counted({ both: 6, manager: 4 }), counted({ both: 10, manager: 9, form: 1 }))
  assert.deepEqual(gapIn('who', close, hr), { kind: 'alike', choice: 'both', share: 0.5 })
})

test('where both sides agree and HR sees something else, that is the gap', () => {
  const same = counted({ yearEnd: 8, monthly: 2 })
  assert.deepEqual(gapIn('when', views(same, same), hr), {
    kind: 'blind',
    choice: 'yearEnd',
    share: 0.8,
    hr: 'monthly',
  })
  assert.equal(gapIn('when', views(same, same), null).kind, 'alike')
  assert.equal(gapIn('when', views(null, same), hr).kind, 'blind')
  assert.deepEqual(gapIn('when', views(same, null), hr), { kind: 'unknown' })
})

test('each gap leads to what the product has for it, and a healthy answer to nothing', () => {
  const say = (choice: string) => remedyFor('when', views(null, counted({ [choice]: 9 })))
  assert.equal(say('yearEnd'), 'year')
  assert.equal(say('onTrouble'), 'monthly')
  assert.equal(say('monthly'), null)
  assert.equal(remedyFor('when', views(null, null)), null)
  assert.deepEqual(mostGiven('what', { results: 4, rating: 4 }), { choice: 'rating', people: 4 })
})

test('a survey is over after its last day, or earlier when it is closed', () => {
  const dates = { opensOn: '2026-11-23', closesOn: '2026-12-04', closedAt: null }
  assert.equal(stateOf(dates, '2026-11-22'), 'planned')
  assert.equal(stateOf(dates, '2026-12-04'), 'open')
  assert.equal(stateOf(dates, '2026-12-05'), 'over')
  assert.equal(stateOf({ ...dates, closedAt: new Date() }, '2026-11-25'), 'over')
})
