import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { stageKinds, type FlowBody } from '../contract.ts'
import { faultsIn } from '../faults/rules.ts'
import { library } from '../library/index.ts'
import { loopsIn } from '../order/rules.ts'
import { added, beside, changed, moved, removed } from './rules.ts'

const base = library[0]!.body
const line = (flow: FlowBody) => flow.stages.map(({ key, after }) => `${after.join('+')}>${key}`)

test('a new stage stands between its neighbours, and without it they meet again', () => {
  const more = added(base, 'reveal', 'approval')
  assert.deepEqual(line(more).slice(2, 5), [
    'managerAssessment>reveal',
    'reveal>approval',
    'approval>differenceNote',
  ])
  assert.deepEqual(removed(more, 'approval'), base)
})

test('a stage moved down and up again is where it was', () => {
  const later = moved(base, 'differenceNote', 1)
  assert.deepEqual(line(later).slice(2, 5), [
    'managerAssessment>reveal',
    'reveal>meeting',
    'meeting>differenceNote',
  ])
  assert.deepEqual(line(moved(later, 'differenceNote', -1)), line(base))
})

test('the first stage can be moved behind the second', () => {
  const swapped = moved(base, 'selfAssessment', 1)
  assert.deepEqual(line(swapped).slice(0, 3), [
    '>managerAssessment',
    'managerAssessment>selfAssessment',
    'selfAssessment>reveal',
  ])
})

test('beside the one before: both open at once, what follows waits for both', () => {
  const two = beside(added(base, 'managerAssessment', 'form'), 'form', true)
  assert.deepEqual(line(two).slice(1, 4), [
    'selfAssessment>managerAssessment',
    'selfAssessment>form',
    'form+managerAssessment>reveal',
  ])
  const inLine = beside(two, 'form', false)
  assert.deepEqual(line(inLine).slice(1, 4), [
    'selfAssessment>managerAssessment',
    'managerAssessment>form',
    'form>reveal',
  ])
})

test('whatever one does in the designer, no stage waits for itself or for one that is gone', () => {
  const act = fc.tuple(fc.nat(), fc.constantFrom('add', 'remove', 'up', 'down', 'beside', 'line'))
  fc.assert(
    fc.property(
      fc.constantFrom(...library.map(({ body }) => body)),
      fc.array(fc.tuple(act, fc.constantFrom(...stageKinds)), { maxLength: 25 }),
      (start, acts) => {
        let flow = start
        for (const [[n, what], kind] of acts) {
          const key = flow.stages[n % Math.max(flow.stages.length, 1)]?.key ?? null
          if (what === 'add') flow = added(flow, key, kind)
          else if (key === null) continue
          else if (what === 'remove') flow = removed(flow, key)
          else if (what === 'beside' || what === 'line') flow = beside(flow, key, what === 'beside')
          else flow = moved(flow, key, what === 'up' ? -1 : 1)
          assert.deepEqual(loopsIn(flow.stages), [])
          const reasons = faultsIn(flow).map(({ reasonKey }) => reasonKey)
          for (const never of ['loop', 'unknownStage', 'unreachable', 'keyTwice', 'keyBad'])
            assert.ok(!reasons.includes(never), `${what} ${key} led to ${never}`)
        }
      },
    ),
  )
})

test('a property taken away is gone, not empty', () => {
  const named = changed(base, 'talk', { parallel: true })
  assert.deepEqual(changed(named, 'talk', { parallel: undefined }), base)
})
