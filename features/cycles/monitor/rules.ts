import type { Counts } from '../contract.ts'

/** What one department has of one stage. */
export interface Cell extends Counts {
  departmentId: string
  key: string
}

export interface Department {
  id: string
  parentId: string | null
  name: string
}

export const nothing: Counts = { of: 0, onTime: 0, late: 0, missing: 0, notDue: 0 }

/** Two counts as one. */
export const add = (a: Counts, b: Counts): Counts => ({
  of: a.of + b.of,
  onTime: a.onTime + b.onTime,
  late: a.late + b.late,
  missing: a.missing + b.missing,
  notDue: a.notDue + b.notDue,
})

export const total = (cells: readonly Counts[]): Counts => cells.reduce(add, nothing)

/** Ids from the top down to a department, itself included. */
export function chainTo(departments: ReadonlyMap<string, Department>, id: string): string[] {
  const chain: string[] = []
  for (let at: string | null = id; at !== null; at = departments.get(at)?.parentId ?? null)
    chain.unshift(at)
  return chain
}

export interface Group {
  id: string
  /** The departments with people in them that it stands for. */
  members: Set<string>
  /** There is more than itself in it. */
  hasBelow: boolean
}

/**
 * The departments one level below `at` that have people in them; people of `at` itself form a group
 * of their own. From the top, levels with a single department are passed through: a company's own
 * name is no news.
 * @returns the groups and the chain that leads to the level shown.
 */
export function levelBelow(
  departments: ReadonlyMap<string, Department>,
  involved: readonly string[],
  at: string | null,
): { groups: Group[]; path: string[] } {
  const path = at === null ? [] : chainTo(departments, at)
  const chains = involved
    .map((id) => chainTo(departments, id))
    .filter((chain) => path.every((id, depth) => chain[depth] === id))
  for (;;) {
    const groups = new Map<string, Group>()
    for (const chain of chains) {
      const id = chain[path.length] ?? path.at(-1)!
      const group = groups.get(id) ?? { id, members: new Set(), hasBelow: false }
      group.members.add(chain.at(-1)!)
      group.hasBelow ||= id !== path.at(-1) && chain.length > path.length + 1
      groups.set(id, group)
    }
    const [only] = groups.values()
    if (at !== null || groups.size !== 1 || !only!.hasBelow)
      return { groups: [...groups.values()], path }
    path.push(only!.id)
  }
}

/**
 * Tells the smallest groups from the others until together they have at least `k` people: counts of a
 * handful would speak about persons (E18). The last one joins the next smallest, so that nothing can be
 * subtracted.
 */
export function smallApart<G extends { people: number }>(
  groups: readonly G[],
  k: number,
): { kept: G[]; small: G[] } {
  const bySize = [...groups].sort((a, b) => a.people - b.people)
  let taken = 0
  let people = 0
  while (taken < bySize.length && (bySize[taken]!.people < k || (taken > 0 && people < k))) {
    people += bySize[taken]!.people
    taken++
  }
  const small = bySize.slice(0, taken)
  return { kept: groups.filter((group) => !small.includes(group)), small }
}

/**
 * Whether a department may be asked about by itself where small groups are hidden: it stands on its own, and
 * so does each one above it. Of any other, what is left of the next larger one would say the rest (E18).
 */
export function standsAlone(
  departments: ReadonlyMap<string, Department>,
  sizes: ReadonlyMap<string, number>,
  id: string,
  k: number,
): boolean {
  const involved = [...sizes.keys()]
  const chain = chainTo(departments, id)
  for (let at: string | null = null; ;) {
    const { groups, path } = levelBelow(departments, involved, at)
    // Everybody is in it.
    if (path.includes(id)) return true
    const { kept } = smallApart(
      groups.map((group) => ({ ...group, people: sizeOf(group.members, sizes) })),
      k,
    )
    const next = kept.find((group) => group.id !== path.at(-1) && chain.includes(group.id))
    if (!next || next.id === id) return next !== undefined
    at = next.id
  }
}

/** People of several departments together. */
export const sizeOf = (members: Iterable<string>, sizes: ReadonlyMap<string, number>): number =>
  [...members].reduce((sum, id) => sum + (sizes.get(id) ?? 0), 0)

/**
 * People of each group whom a count could point at: of those one may name anyway nobody is hidden, and a
 * group of only those hides nobody.
 * @param sizes people by department. @param named the departments one may name people of.
 */
export const unnamedIn = (
  groups: readonly Group[],
  sizes: ReadonlyMap<string, number>,
  named: ReadonlySet<string>,
): Map<string | null, number> =>
  new Map(
    groups.map(({ id, members }) => [
      id,
      sizeOf(
        [...members].filter((member) => !named.has(member)),
        sizes,
      ) || Infinity,
    ]),
  )

/** Puts the smallest groups together by `merge`, until none has fewer than `k` people. */
export function smallTogether<G extends { people: number }>(
  groups: readonly G[],
  k: number,
  merge: (small: readonly G[]) => G,
  sizeIn: (group: G) => number = ({ people }) => people,
): G[] {
  const sized = groups.map((group) => ({ group, people: sizeIn(group) }))
  const { kept, small } = smallApart(sized, k)
  if (small.length === 0) return [...groups]
  return [...kept.map(({ group }) => group), merge(small.map(({ group }) => group))]
}

/** Puts the smallest groups together without a name, until none has fewer than `k` people. */
export const withoutSmall = <
  G extends Counts & { id: string | null; name: string | null; people: number; hasBelow: boolean },
>(
  groups: readonly G[],
  k: number,
  sizeIn?: (group: G) => number,
): G[] =>
  smallTogether(
    groups,
    k,
    (small) => {
      const people = small.reduce((sum, group) => sum + group.people, 0)
      return { ...small[0]!, ...total(small), id: null, name: null, people, hasBelow: false }
    },
    sizeIn,
  )
