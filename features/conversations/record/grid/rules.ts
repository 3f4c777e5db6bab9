import type { Column, Field, TableRow, Text } from '../../../templates/contract.ts'
import { gridOf, type Cell } from '../../../templates/grid/rules.ts'
import { wordOr } from '../words/rules.ts'

/** A table as it is sealed: every place as it was read, also what was reckoned, so that nobody reckons again. */
export type SealedGrid = {
  columns: string[]
  rows: string[][]
  /** The last row; null when nothing is totalled. */
  totals: string[] | null
  /** Digits after the point of what was reckoned, by column; null where nothing was. */
  decimals: (number | null)[]
}

/** A table with its figures as they are sealed: computed, rounded and told in words. */
export function sealedGrid(
  field: Field,
  answer: readonly TableRow[],
  say: (text: Text) => string,
  locale: string,
): SealedGrid {
  const { columns, rows, totals } = gridOf(field, answer)
  const labelOf = (key: string) =>
    say(columns.find((column) => column.key === key)?.label ?? { zh: key, en: key })
  const why = ({ trouble }: Cell) => {
    if (!trouble) return ''
    const column = trouble.params['column']
    return wordOr(locale, 'trouble', trouble.key, column ? { column: labelOf(String(column)) } : {})
  }
  const read = (column: Column, cell: Cell): string => {
    if (cell.text) return say(cell.text)
    if (cell.trouble) return `—（${why(cell)}）`
    if (cell.value === null) return ''
    const option = column.options?.find(({ key }) => key === cell.value)
    return option ? say(option.label) : String(cell.value)
  }
  const line = (cells: Record<string, Cell>) =>
    columns.map((column) => (cells[column.key] ? read(column, cells[column.key]!) : ''))
  return {
    columns: columns.map(({ label, unit }) => say(label) + (unit ? `（${say(unit)}）` : '')),
    rows: rows.map(({ cells }) => line(cells)),
    totals: totals && line(totals),
    decimals: columns.map(({ type, decimals }) => (type === 'computed' ? (decimals ?? 2) : null)),
  }
}
