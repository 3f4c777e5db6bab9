import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { loopsIn, loopThroughNewManager, treeSizes } from './rules.ts'

// A forest in which everybody's manager has a smaller index, then shuffled names and planted loops.
const company = fc
  .record({
    size: fc.integer({ min: 10, max: 120 }),
    seed: fc.integer(),
    loops: fc.array(fc.integer({ min: 1, max: 8 }), { maxLength: 4 }),
  })
  .map(({ size, seed, loops }) => {
    const random = mulberry(seed)
    const order = shuffled(
      Array.from({ length: size + loops.reduce((a, b) => a + b, 0) }, (_, i) => i),
      random,
    )
    const managerOf = new Int32Array(order.length).fill(-1)
    for (let i = 1; i < size; i++)
      if (random() > 0.05) managerOf[order[i]!] = order[Math.floor(random() * i)]!
    const planted: number[][] = []
    let next = size
    for (const length of loops) {
      const members = order.slice(next, (next += length))
      members.forEach((member, i) => (managerOf[member] = members[(i + 1) % length]!))
      planted.push(members)
      // Somebody below the loop is not in it.
      if (random() > 0.5) managerOf[order[size - 1]!] = members[0]!
    }
    return { managerOf, planted }
  })

test('exactly the planted reporting loops are found, whatever their length', () => {
  fc.assert(
    fc.property(company, ({ managerOf, planted }) => {
      const found = loopsIn(managerOf).map((loop) => [...loop].sort((a, b) => a - b).join())
      assert.deepEqual(
        found.sort(),
        planted.map((loop) => [...loop].sort((a, b) => a - b).join()).sort(),
      )
    }),
    { numRuns: 300 },
  )
})

test('a loop is told in reporting order, from its first line on', () => {
  assert.deepEqual(loopsIn(Int32Array.from([-1, 3, 1, 2])), [[1, 3, 2]])
})

test('a loop of 200,000 is found as quickly as one of three', () => {
  const ring = Int32Array.from({ length: 200_000 }, (_, i) => (i + 1) % 200_000)
  assert.equal(loopsIn(ring)[0]!.length, 200_000)
})

test('everybody below counts for the size of a tree', () => {
  assert.deepEqual([...treeSizes(Int32Array.from([-1, 0, 0, 1, -1]))], [4, 2, 1, 1, 1])
})

test('a new manager who stands below closes a loop, one elsewhere does not', () => {
  const managers: Record<string, string | null> = {
    boss: null,
    anna: 'boss',
    ben: 'anna',
    cleo: 'ben',
  }
  const managerOf = (id: string) => managers[id] ?? null
  assert.deepEqual(loopThroughNewManager('anna', 'cleo', managerOf), [
    'anna',
    'cleo',
    'ben',
    'anna',
  ])
  assert.equal(loopThroughNewManager('cleo', 'anna', managerOf), null)
  assert.deepEqual(loopThroughNewManager('anna', 'anna', managerOf), ['anna', 'anna'])
})

const mulberry = (seed: number) => () => {
  seed = (seed + 0x6d2b79f5) | 0
  let t = Math.imul(seed ^ (seed >>> 15), 1 | seed)
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296
}

function shuffled<T>(items: T[], random: () => number): T[] {
  for (let i = items.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1))
    ;[items[i], items[j]] = [items[j]!, items[i]!]
  }
  return items
}
