/** `2026-11-21` */
export type Day = string

/** The levels an organization starts with; its settings may name others. */
export const usualLevels = ['基层', '主管', '中层', '高层'] as const

/**
 * All reporting loops in one pass, each once, of any length.
 * `managerOf` gives a node's manager by index, or -1; a node that manages itself is a loop of one.
 * Members are in reporting order, starting with the smallest index.
 */
export function loopsIn(managerOf: Int32Array): number[][] {
  const seenIn = new Int32Array(managerOf.length)
  const loops: number[][] = []
  for (let start = 0; start < managerOf.length; start++) {
    const walk = start + 1
    let at = start
    while (at !== -1 && seenIn[at] === 0) {
      seenIn[at] = walk
      at = managerOf[at]!
    }
    if (at !== -1 && seenIn[at] === walk) loops.push(loopThrough(managerOf, at))
  }
  return loops.sort((a, b) => a[0]! - b[0]!)
}

function loopThrough(managerOf: Int32Array, member: number): number[] {
  const loop = [member]
  for (let at = managerOf[member]!; at !== member; at = managerOf[at]!) loop.push(at)
  const first = loop.indexOf(loop.reduce((least, node) => Math.min(least, node)))
  return [...loop.slice(first), ...loop.slice(0, first)]
}

/** How many people stand below each node, itself included; loops and what hangs on them count 1. */
export function treeSizes(managerOf: Int32Array): Int32Array {
  const size = new Int32Array(managerOf.length).fill(1)
  const openReports = new Int32Array(managerOf.length)
  for (const manager of managerOf) if (manager !== -1) openReports[manager]!++
  const ready: number[] = []
  openReports.forEach((open, node) => open === 0 && ready.push(node))
  for (let node = ready.pop(); node !== undefined; node = ready.pop()) {
    const manager = managerOf[node]!
    if (manager === -1) continue
    size[manager]! += size[node]!
    if (--openReports[manager]! === 0) ready.push(manager)
  }
  return size
}

/** Whether somebody is here on a day; `leftOn` is the day they leave. */
export const isHere = (person: { leftOn: Day | null }, day: Day): boolean =>
  person.leftOn === null || person.leftOn > day

/** The names of a department's path, from the root. */
export const stepsOf = (path: string): string[] => path.split('/')

/**
 * Would `managerId` above `personId` close a loop? Asked before every change of a manager.
 * @param managerOf the present manager of a person, or null.
 * @returns the loop from the person back to the person, or null.
 */
export function loopThroughNewManager(
  personId: string,
  managerId: string | null,
  managerOf: (id: string) => string | null,
): string[] | null {
  const chain = [personId]
  const seen = new Set(chain)
  for (let at = managerId; at !== null; at = managerOf(at)) {
    chain.push(at)
    if (at === personId) return chain
    if (seen.has(at)) return null
    seen.add(at)
  }
  return null
}

/** Departments with each followed by its own, and everybody below counted in `total`. */
export function inTreeOrder<D extends { id: string; parentId: string | null; people: number }>(
  departments: readonly D[],
): (D & { total: number })[] {
  const children = Map.groupBy(departments, (department) => department.parentId)
  const ordered: (D & { total: number })[] = []
  const visit = (department: D): number => {
    const placed = { ...department, total: department.people }
    ordered.push(placed)
    for (const child of children.get(department.id) ?? []) placed.total += visit(child)
    return placed.total
  }
  for (const root of children.get(null) ?? []) visit(root)
  return ordered
}

/** Days between two primary posts on which there was none: somebody had left and came back (E28). */
export function gapsBetween<P extends { id: string; kind: string; fromOn: Day; toOn: Day | null }>(
  posts: readonly P[],
): { before: string; fromOn: Day; toOn: Day }[] {
  const held = posts
    .filter(({ kind, fromOn, toOn }) => kind === 'primary' && fromOn !== toOn)
    .toSorted((a, b) => a.fromOn.localeCompare(b.fromOn))
  return held.flatMap((post, n) => {
    const last = held[n - 1]
    return last?.toOn && last.toOn < post.fromOn
      ? [{ before: post.id, fromOn: last.toOn, toOn: post.fromOn }]
      : []
  })
}

/** A telephone number as two lists may write it differently: digits, without the country in front. */
export const phoneDigits = (phone: string): string =>
  phone.replaceAll(/\D/g, '').replace(/^(00)?86(?=\d{11}$)/, '')
