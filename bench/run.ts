import { parseArgs } from 'node:util'
import { twoNodes } from './nodes.ts'
import { openPlace, type Figure, type Work } from './support.ts'
import { importing } from './w1-import.ts'
import { launching } from './w2-launch.ts'
import { listing } from './w3-lists.ts'
import { opening } from './w4-open.ts'
import { saving } from './w5-save.ts'
import { monitoring } from './w6-monitor.ts'
import { sealing } from './w8-seal.ts'
import { starting } from './w9-start.ts'

const works: Work[] = [
  importing,
  launching,
  listing,
  opening,
  saving,
  monitoring,
  sealing,
  starting,
  twoNodes,
]
const sizes: Record<string, number> = { '1k': 1_000, '10k': 10_000, '100k': 100_000 }

const { values } = parseArgs({
  options: {
    size: { type: 'string', multiple: true, default: ['1k', '10k'] },
    only: { type: 'string', multiple: true },
    json: { type: 'boolean', default: false },
  },
})

const asked = works.filter(({ id }) => !values.only || values.only.includes(id))
const unknown = [
  ...(values.only ?? []).filter((id) => !works.some((work) => work.id === id)),
  ...values.size.filter((size) => !sizes[size]),
]
if (unknown.length > 0) {
  process.stderr.write(
    `not known: ${unknown.join(' ')}. Works: ${works.map(({ id }) => id).join(' ')}; sizes: ${Object.keys(sizes).join(' ')}\n`,
  )
  process.exit(2)
}

const place = await openPlace()
const growth = new Map<string, { most: number; points: [number, number][] }>()
let broken = false
if (!values.json)
  process.stdout.write(`${row(['work', 'size', 'ours', 'floor', 'ratio', 'bar', 'end state'])}\n`)
for (const work of asked)
  for (const size of values.size) {
    try {
      for (const figure of await work.run(place, sizes[size]!)) print(work, size, figure)
    } catch (error) {
      broken = true
      process.stdout.write(`${work.id} ${size}: does not count, ${(error as Error).message}\n`)
    }
  }
for (const [what, { most, points }] of growth) {
  if (points.length === 1) continue
  const grows = exponent(points)
  process.stdout.write(
    values.json
      ? `${JSON.stringify({ id: what, growth: grows, bar: most, holds: grows <= most })}\n`
      : `${grows <= most ? '✔' : '✖'} ${what}: time grows with size^${grows.toFixed(2)}, at most ${most}\n`,
  )
}
await place.close()
process.exit(broken ? 1 : 0)

function print(work: Work, size: string, figure: Figure) {
  const { ours, floor, unit, ratio, bar, holds, endState, note } = figure
  const what = note ? `${work.id} ${note}` : work.id
  if (work.growth !== undefined && unit !== 'MB') {
    const time = unit === '/s' ? 1 / ours : ours
    const { points } = growth.get(what) ?? { points: [] }
    growth.set(what, { most: work.growth, points: [...points, [sizes[size]!, time]] })
  }
  if (values.json)
    process.stdout.write(
      `${JSON.stringify({ id: work.id, size, ours, floor, unit, ratio, bar, holds, endState, ...(note && { note }) })}\n`,
    )
  else
    process.stdout.write(
      `${row([what, size, `${ours.toFixed(1)} ${unit}`, `${floor.toFixed(1)} ${unit}`, ratio.toFixed(2), `${holds ? '✔' : '✖'} ${bar}`, endState])}\n`,
    )
}

function row(cells: string[]): string {
  const widths = [24, 5, 14, 14, 7, 34]
  return cells.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join(' ')
}

/** Slope of log(time) over log(size), by least squares. */
function exponent(points: [number, number][]): number {
  const logs = points.map(([x, y]) => [Math.log(x), Math.log(y)] as const)
  const meanX = logs.reduce((sum, [x]) => sum + x, 0) / logs.length
  const meanY = logs.reduce((sum, [, y]) => sum + y, 0) / logs.length
  const above = logs.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0)
  return above / logs.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0)
}
