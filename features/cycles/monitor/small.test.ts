import assert from 'node:assert/strict'
import test from 'node:test'
import { levelBelow, nothing, sizeOf, standsAlone, withoutSmall, type Department } from './rules.ts'

const k = 8
const prime = 1_000_003

/** Whether a set of departments follows from the sets that are shown, by adding and subtracting them. */
function recovers(shown: readonly (readonly number[])[], wanted: readonly number[]): boolean {
  const rows = shown.map((row) => [...row])
  const target = [...wanted]
  const inverse = (value: number) => {
    let [result, base, power] = [1, value, prime - 2]
    for (; power > 0; power = Math.floor(power / 2), base = (base * base) % prime)
      if (power % 2) result = (result * base) % prime
    return result
  }
  const subtract = (from: number[], row: readonly number[], pivot: number) => {
    const factor = from[pivot]!
    if (factor)
      for (let at = 0; at < from.length; at++)
        from[at] = (((from[at]! - factor * row[at]!) % prime) + prime) % prime
  }
  for (let done = 0, pivot = 0; pivot < wanted.length; pivot++) {
    const found = rows.findIndex((row, at) => at >= done && row[pivot] !== 0)
    if (found < 0) continue
    ;[rows[done], rows[found]] = [rows[found]!, rows[done]!]
    const scale = inverse(rows[done]![pivot]!)
    rows[done] = rows[done]!.map((value) => (value * scale) % prime)
    for (const [at, row] of rows.entries()) if (at !== done) subtract(row, rows[done]!, pivot)
    subtract(target, rows[done]!, pivot)
    done++
  }
  return target.every((value) => value === 0)
}

/** A company of a few levels, the same for the same seed. */
function company(seed: number) {
  let state = seed * 2_654_435_761 + 1
  const below = (n: number) => {
    state = (state * 48_271) % 2_147_483_647
    return Math.abs(state) % n
  }
  const count = 3 + below(9)
  const departments = new Map<string, Department>()
  const sizes = new Map<string, number>()
  for (let n = 0; n < count; n++) {
    const parentId = n === 0 ? null : String(below(n))
    departments.set(String(n), { id: String(n), parentId, name: String(n) })
    const people = below(3) === 0 ? 0 : 1 + below(14)
    if (people > 0) sizes.set(String(n), people)
  }
  return { departments, sizes }
}

/** Every set of people somebody who may only count gets a figure of, asking for every department there is. */
function everythingShown({ departments, sizes }: ReturnType<typeof company>, isGated: boolean) {
  const ids = [...departments.keys()]
  const vector = (members: Iterable<string>) => {
    const within = new Set(members)
    return ids.map((id) => (within.has(id) && sizes.has(id) ? 1 : 0))
  }
  if (sizeOf(ids, sizes) < k) return { ids, shown: [] }
  const shown: number[][] = [vector(ids)]
  for (const at of [null, ...ids]) {
    if (at !== null && isGated && !standsAlone(departments, sizes, at, k)) continue
    const { groups } = levelBelow(departments, [...sizes.keys()], at)
    shown.push(vector(groups.flatMap(({ members }) => [...members])))
    const rows = groups.map(({ id, members, hasBelow }) => ({
      ...nothing,
      id: id as string | null,
      name: null,
      hasBelow,
      people: sizeOf(members, sizes),
    }))
    const shownRows = withoutSmall(rows, k)
    const own = new Set(shownRows.map(({ id }) => id))
    for (const { id, members } of groups) if (own.has(id)) shown.push(vector(members))
    shown.push(vector(groups.flatMap(({ id, members }) => (own.has(id) ? [] : [...members]))))
  }
  return { ids, shown }
}

/** Sets of departments with people, fewer than `k` in all, that follow from what is shown. */
function recovered(world: ReturnType<typeof company>, isGated: boolean): string[][] {
  const { ids, shown } = everythingShown(world, isGated)
  const small = ids.filter((id) => world.sizes.has(id) && world.sizes.get(id)! < k)
  const found: string[][] = []
  for (let bits = 1; bits < 2 ** small.length; bits++) {
    const some = small.filter((_, at) => bits & (2 ** at))
    if (sizeOf(some, world.sizes) >= k) continue
    const wanted = ids.map((id) => (some.includes(id) ? 1 : 0))
    if (recovers(shown, wanted)) found.push(some)
  }
  return found
}

test('E18: no group below eight follows from all that is shown, whichever departments one asks for', () => {
  for (let seed = 1; seed <= 400; seed++)
    assert.deepEqual(recovered(company(seed), true), [], `company ${seed}`)
})

test('E18: the same solver finds them where every department may be asked for', () => {
  const leaking = Array.from({ length: 60 }, (_, seed) => recovered(company(seed + 1), false))
  assert.ok(leaking.filter((found) => found.length > 0).length > 10)
})
