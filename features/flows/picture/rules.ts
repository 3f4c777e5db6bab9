import { phases, type FlowStage, type Phase } from '../contract.ts'
import { rowsOf } from '../order/rules.ts'

/** Measures of the picture in pixels. */
export const card = { width: 156, height: 72 }
const gap = { x: 20, y: 28, phase: 44, head: 32 }

type Drawn = Pick<FlowStage, 'key' | 'after' | 'phase'>

export interface Place {
  key: string
  x: number
  y: number
}

export interface Picture {
  width: number
  height: number
  phases: { phase: Phase; x: number; width: number }[]
  places: Place[]
  /** From the stage that comes first to the one behind it, as an SVG path. */
  arrows: { from: string; to: string; path: string }[]
}

/**
 * Where everything stands: a column for each phase, a row for each step of the way, side by side what
 * may happen at the same time.
 */
export function pictureOf(stages: readonly Drawn[]): Picture {
  const rows = rowsOf(stages)
  const places: Place[] = []
  const columns: Picture['phases'] = []
  let x = 0
  let height = gap.head
  for (const phase of phases) {
    const own = rows
      .map((row) => row.filter((stage) => stage.phase === phase))
      .filter((row) => row.length > 0)
    if (own.length === 0) continue
    const widthOf = (count: number) => count * card.width + (count - 1) * gap.x
    const width = Math.max(...own.map(({ length }) => widthOf(length)))
    for (const [n, row] of own.entries()) {
      const left = x + (width - widthOf(row.length)) / 2
      const y = gap.head + n * (card.height + gap.y)
      for (const [at, { key }] of row.entries())
        places.push({ key, x: left + at * (card.width + gap.x), y })
      height = Math.max(height, y + card.height)
    }
    columns.push({ phase, x, width })
    x += width + gap.phase
  }
  const at = new Map(places.map((place) => [place.key, place]))
  const phaseOf = new Map(stages.map(({ key, phase }) => [key, phase]))
  const arrows = stages.flatMap(({ key, after }) =>
    after.flatMap((earlier) => {
      const [from, to] = [at.get(earlier), at.get(key)]
      if (!from || !to) return []
      const inColumn = phaseOf.get(earlier) === phaseOf.get(key) && from.y < to.y
      return [{ from: earlier, to: key, path: inColumn ? down(from, to) : across(from, to) }]
    }),
  )
  return { width: Math.max(x - gap.phase, 0), height, phases: columns, places, arrows }
}

// Past a card in between the line swings out to the side.
function down(from: Place, to: Place): string {
  const [x1, y1] = [from.x + card.width / 2, from.y + card.height]
  const [x2, y2] = [to.x + card.width / 2, to.y - 5]
  const swing = y2 - y1 > card.height ? card.width / 2 + 14 : 0
  const pull = Math.min((y2 - y1) / 2, 40)
  return `M${x1} ${y1} C${x1 + swing} ${y1 + pull} ${x2 + swing} ${y2 - pull} ${x2} ${y2}`
}

function across(from: Place, to: Place): string {
  const [x1, y1] = [from.x + card.width, from.y + card.height / 2]
  const [x2, y2] = [to.x - 5, to.y + card.height / 2]
  const pull = Math.max(Math.min(Math.abs(x2 - x1) / 2, 60), 18)
  return `M${x1} ${y1} C${x1 + pull} ${y1} ${x2 - pull} ${y2} ${x2} ${y2}`
}
