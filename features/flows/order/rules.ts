import type { FlowStage } from '../contract.ts'

type Link = Pick<FlowStage, 'key' | 'after'>

/** Keys of everything that comes before a stage, at any distance; unknown keys and loops included. */
export function behind(stages: readonly Link[], key: string): Set<string> {
  const found = new Set<string>()
  const look = (name: string) => {
    for (const earlier of stages.find((each) => each.key === name)?.after ?? []) {
      if (found.has(earlier)) continue
      found.add(earlier)
      look(earlier)
    }
  }
  look(key)
  return found
}

/** Groups of stages that wait for one another, each in the order of the flow. */
export function loopsIn(stages: readonly Link[]): string[][] {
  const inLoop = stages.filter(({ key }) => behind(stages, key).has(key)).map(({ key }) => key)
  const loops: string[][] = []
  for (const key of inLoop) {
    if (loops.some((loop) => loop.includes(key))) continue
    const before = behind(stages, key)
    loops.push(inLoop.filter((other) => before.has(other) && behind(stages, other).has(key)))
  }
  return loops
}

/**
 * The same stages, each behind those it comes after and otherwise as they stood; what waits in a
 * loop stays at the end.
 */
export function inOrder<Stage extends Link>(stages: readonly Stage[]): Stage[] {
  const keys = new Set(stages.map(({ key }) => key))
  const left = [...stages]
  const sorted: Stage[] = []
  const placed = new Set<string>()
  while (left.length > 0) {
    const next = left.findIndex(({ after }) =>
      after.every((key) => placed.has(key) || !keys.has(key)),
    )
    if (next === -1) return [...sorted, ...left]
    const [stage] = left.splice(next, 1) as [Stage]
    placed.add(stage.key)
    sorted.push(stage)
  }
  return sorted
}

/** Rows of stages that stand side by side: each in the row behind the last one it comes after. */
export function rowsOf<Stage extends Link>(stages: readonly Stage[]): Stage[][] {
  const rowBy = new Map<string, number>()
  for (const { key, after } of inOrder(stages))
    rowBy.set(key, Math.max(-1, ...after.map((each) => rowBy.get(each) ?? -1)) + 1)
  const rows: Stage[][] = []
  for (const stage of stages) (rows[rowBy.get(stage.key)!] ??= []).push(stage)
  return rows.filter(Boolean)
}
