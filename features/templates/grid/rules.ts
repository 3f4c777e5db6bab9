import { v5 } from 'uuid'
import type { Column, Field, TableRow, Text } from '../contract.ts'
import {
  readFormula,
  reckon,
  rounded,
  type Read,
  type Reckoned,
  type Trouble,
} from '../formula/rules.ts'

/** One place of a table as it is read; `text` is a content text the template gave. */
export type Cell = {
  value: string | number | null
  text: Text | null
  /** Why a computed place has no figure. */
  trouble: Trouble | null
  isGiven: boolean
}
export type GridRow = { id: string; isGiven: boolean; cells: Record<string, Cell> }
export type Grid = { columns: Column[]; rows: GridRow[]; totals: Record<string, Cell> | null }

// A name for the rows a template gives, so that every device calls the same row the same.
const given = '0190a5d0-7c5e-7000-8000-67697665006e'
/** The id of the entry a template gives at this place of a field. */
export const givenId = (field: Pick<Field, 'key'>, at: number): string =>
  v5(`${field.key}/${at}`, given)

const empty: Cell = { value: null, text: null, trouble: null, isGiven: false }
const figure = (column: Column, { value, trouble }: Reckoned): Cell => ({
  ...empty,
  value: value === null ? null : rounded(value, column.decimals ?? 2),
  trouble,
})
const lacks = (column: Column): Trouble => ({ key: 'lacks', params: { column: column.key } })

/** What stands in a column before anything is reckoned: given words and figures win over written ones. */
function written(field: Field, column: Column, row: TableRow, at: number | null): Cell {
  const fixed = at === null ? undefined : field.given?.[at]?.[column.key]
  if (typeof fixed === 'object') return { ...empty, text: fixed, isGiven: true }
  if (fixed !== undefined) return { ...empty, value: fixed, isGiven: true }
  return { ...empty, value: row.cells[column.key] ?? null }
}

/** A table with everything in it: the rows its template gives, those people added, what is reckoned, totals. */
export function gridOf(field: Field, rows: readonly TableRow[]): Grid {
  const columns = field.columns ?? []
  const byKey = new Map(columns.map((column) => [column.key, column]))
  const formulas = new Map<string, Read>(
    columns.flatMap((column) =>
      column.type === 'computed' ? [[column.key, readFormula(column.formula ?? '', columns)]] : [],
    ),
  )
  const filled = (cells: Record<string, Cell>): Record<string, Cell> => {
    const done: Record<string, Cell> = { ...cells }
    const figureIn = (key: string, on: readonly string[]): Reckoned => {
      const column = byKey.get(key)!
      if (column.type === 'computed' && !done[key]) done[key] = computed(column, on)
      const { value, trouble } = done[key] ?? empty
      return typeof value === 'number'
        ? { value, trouble: null }
        : { value: null, trouble: trouble ?? lacks(column) }
    }
    const computed = (column: Column, on: readonly string[]): Cell => {
      const formula = formulas.get(column.key)!
      if (formula.trouble) return { ...empty, trouble: formula.trouble }
      if (on.includes(column.key)) return { ...empty, trouble: { key: 'circle', params: {} } }
      return figure(
        column,
        reckon(formula.tree, (key) => figureIn(key, [...on, column.key])),
      )
    }
    for (const column of columns)
      if (column.type === 'computed') done[column.key] ??= computed(column, [])
    return done
  }
  const ids = (field.given ?? []).map((_, at) => givenId(field, at))
  const byId = new Map(rows.map((row) => [row.id, row]))
  const all = [
    ...ids.map((id, at) => ({ row: byId.get(id) ?? { id, cells: {} }, at })),
    ...rows.filter(({ id }) => !ids.includes(id)).map((row) => ({ row, at: null })),
  ]
  const drawn = all.map(({ row, at }): GridRow => {
    const plain = columns.filter(({ type }) => type !== 'computed')
    const cells = plain.map((column) => [column.key, written(field, column, row, at)] as const)
    return { id: row.id, isGiven: at !== null, cells: filled(Object.fromEntries(cells)) }
  })
  if (!columns.some(({ total }) => total)) return { columns, rows: drawn, totals: null }
  // What is added up is what people see: the places of the rows as they are rounded.
  const summed = columns
    .filter(({ type, total }) => type === 'number' || (type === 'computed' && total !== 'formula'))
    .map((column) => {
      const values = drawn.flatMap(({ cells }) => {
        const value = cells[column.key]?.value
        return typeof value === 'number' ? [value] : []
      })
      const sum = values.reduce((all, each) => all + each, 0)
      const total = column.total === 'mean' ? sum / values.length : sum
      const decimals =
        column.decimals ?? (column.type === 'number' && column.total !== 'mean' ? 6 : 2)
      const cell = values.length === 0 ? empty : { ...empty, value: rounded(total, decimals) }
      return [column.key, cell] as const
    })
  const totals = filled(Object.fromEntries(summed))
  return {
    columns,
    rows: drawn,
    totals: Object.fromEntries(
      columns.map(({ key, total }) => [key, total ? (totals[key] ?? empty) : empty]),
    ),
  }
}

/** What is wrong with the build of a table, column by column; for whoever designs it. */
export const troubleInColumns = (
  columns: readonly Column[],
): { column: string; trouble: Trouble }[] => {
  const read = new Map(
    columns.flatMap((column) =>
      column.type === 'computed' ? [[column.key, readFormula(column.formula ?? '', columns)]] : [],
    ),
  )
  const reaches = (from: string, to: string, seen: Set<string>): boolean => {
    const formula = read.get(from)
    if (!formula || formula.trouble || seen.has(from)) return false
    seen.add(from)
    return formula.uses.some((key) => key === to || reaches(key, to, seen))
  }
  return columns.flatMap((column): { column: string; trouble: Trouble }[] => {
    const say = (key: string) => [{ column: column.key, trouble: { key, params: {} } }]
    if (columns.filter(({ key }) => key === column.key).length > 1) return say('columnTwice')
    if (column.type === 'choice' && !column.options?.length) return say('nothingToChoose')
    if (column.total === 'formula' && column.type !== 'computed') return say('totalWithoutFormula')
    if (column.total && column.type !== 'number' && column.type !== 'computed')
      return say('totalOfWords')
    const formula = read.get(column.key)
    if (formula?.trouble) return [{ column: column.key, trouble: formula.trouble }]
    return formula && reaches(column.key, column.key, new Set()) ? say('circle') : []
  })
}
