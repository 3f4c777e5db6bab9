import assert from 'node:assert/strict'
import { test } from 'node:test'
import { refusalOf } from '../../features/conversations/actions/policy.ts'
import * as sight from '../../features/conversations/policy.ts'
import { differences, unlikeCells, type Tally } from './decisions.ts'
import { someWorld } from './world.ts'

const policy = { ...sight, refusalOf }

/** How many decisions are compared; `npm run test:trust` asks for a million. */
const wanted = Number(process.env.CUXI_TRUST_DECISIONS ?? 20_000)

test('the table of the policy is the table of the page, letter by letter', () => {
  assert.deepEqual([...unlikeCells(policy)], [])
})

test(`policy and oracle agree in ${wanted.toLocaleString('en')} decisions about made-up organizations`, (t) => {
  const tally: Tally = { decisions: 0 }
  let worlds = 0
  for (; tally.decisions < wanted; worlds++)
    for (const difference of differences(policy, someWorld(worlds), tally, worlds))
      assert.fail(`world ${worlds}: ${difference}`)
  t.diagnostic(
    `${tally.decisions.toLocaleString('en')} decisions in ${worlds} organizations, 0 differences`,
  )
})
