import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { refusalOf } from '../../features/conversations/actions/policy.ts'
import { relations } from '../../features/conversations/contract.ts'
import * as sight from '../../features/conversations/policy.ts'
import { differences, unlikeCells, type Rules } from './decisions.ts'
import { load, mutantsOf } from './mutants.ts'
import { someWorld, type World } from './world.ts'

const policy: Rules = { ...sight, refusalOf }
const root = join(import.meta.dirname, '..', '..', 'features', 'conversations')
const worlds: World[] = Array.from({ length: 6000 }, (_, seed) => someWorld(seed))

/** The first thing the oracle says against these rules, or null. */
function objection(rules: Rules): string | null {
  for (const cell of unlikeCells(rules)) return cell
  for (const [seed, world] of worlds.entries())
    try {
      for (const difference of differences(rules, world, { decisions: 0 }, seed)) return difference
    } catch (error) {
      return `breaks: ${(error as Error).message}`
    }
  return null
}

test('the rules as they are meet no objection', () => assert.equal(objection(policy), null))

test('every cell of the table, turned round letter by letter, is noticed', (t) => {
  let turned = 0
  const unnoticed: string[] = []
  for (const resource of Object.keys(policy.cells) as (keyof Rules['cells'])[])
    for (const relation of relations)
      for (const letter of 'RWSEL') {
        const cell = policy.cells[resource][relation] ?? ''
        const other = cell.includes(letter) ? cell.replace(letter, '') : cell + letter
        const cells = {
          ...policy.cells,
          [resource]: { ...policy.cells[resource], [relation]: other },
        }
        turned++
        if ([...unlikeCells({ ...policy, cells })].length === 0)
          unnoticed.push(`${resource}.${relation}: ‘${cell}’ → ‘${other}’`)
      }
  assert.deepEqual(unnoticed, [])
  t.diagnostic(`${turned} cells turned, all noticed`)
})

/** Turns that change nothing anybody could notice, each with the reason. */
const harmless: Record<string, string> = {}

for (const name of ['policy.ts', 'actions/policy.ts'])
  test(`every rule of ${name}, turned round in turn, is noticed`, async (t) => {
    const file = join(root, name)
    const mutants = mutantsOf(file)
    const unnoticed: string[] = []
    for (const [n, mutant] of mutants.entries()) {
      const said = await load<Partial<Rules>>(file, mutant, n).then(
        (wrong) => objection({ ...policy, ...wrong }),
        (error: Error) => `does not load: ${error.message}`,
      )
      if (said === null && !harmless[mutant.is.trim()])
        unnoticed.push(`${mutant.line}: ${mutant.was}  →  ${mutant.is.trim()}`)
    }
    assert.deepEqual(unnoticed, [])
    t.diagnostic(`${mutants.length} rules turned, all noticed`)
  })
