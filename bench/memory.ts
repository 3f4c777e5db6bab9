import { globSync, readFileSync } from 'node:fs'

/**
 * Proportional set size, in megabytes, of a process, its descendants, and the PostgreSQL that works in
 * a folder, where one is given.
 */
export function memoryOf(pid: number, dataDir?: string): number {
  const parents = new Map<number, number>()
  const postgres = new Set<number>()
  for (const file of globSync('/proc/[0-9]*/stat')) {
    try {
      const text = readFileSync(file, 'utf8')
      const own = Number(file.split('/')[2])
      parents.set(own, Number(text.slice(text.lastIndexOf(')') + 2).split(' ')[1]))
      if (dataDir && readFileSync(`/proc/${own}/cmdline`, 'utf8').includes(dataDir))
        postgres.add(own)
    } catch {
      // It ended while we looked.
    }
  }
  const belongs = (own: number): boolean =>
    own === pid || postgres.has(own) || (parents.has(own) && belongs(parents.get(own)!))
  let kilobytes = 0
  for (const own of parents.keys()) {
    if (own <= 1 || !belongs(own)) continue
    try {
      kilobytes += Number(
        /^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${own}/smaps_rollup`, 'utf8'))?.[1] ?? 0,
      )
    } catch {
      // It ended while we looked.
    }
  }
  return kilobytes / 1024
}
