import { cleanText } from '../org/import/cells/rules.ts'
import { columns, type Column, type Trouble } from './contract.ts'

/** What each column may be called, in lower case and without blanks. */
export const headings: Record<Column, readonly string[]> = {
  department: ['部门', '部门名称', '部门路径', '所属部门', 'department', 'departmentpath'],
  companyGoal: ['公司目标', '公司战略目标', '战略目标', '来自', 'companygoal'],
  title: ['指标', '指标名称', '部门指标', '考核指标', 'indicator', 'kpi'],
  target: ['目标值', '目标', '指标值', 'target'],
  measure: ['衡量方式', '数据来源', '计算方式', '口径', 'measure', 'howmeasured', 'source'],
  weight: ['权重', '权重%', '占比', 'weight', 'weight%'],
}

/** Without these a row says nothing. */
const needed: readonly Column[] = ['department', 'title']

const plain = (heading: string) =>
  cleanText(heading)
    .toLowerCase()
    .replace(/[\s（(].*$/, '')
    .replace(/\s/g, '')

/** Where each column stands in a file, and which are missing. */
export function columnsIn(header: readonly string[]): {
  at: Partial<Record<Column, number>>
  missing: Column[]
} {
  const names = header.map((cell) => cleanText(cell).toLowerCase().replace(/\s/g, ''))
  const short = header.map(plain)
  const at: Partial<Record<Column, number>> = {}
  for (const column of columns) {
    const found = headings[column]
      .map((heading) => (names.includes(heading) ? names.indexOf(heading) : short.indexOf(heading)))
      .find((place) => place >= 0)
    if (found !== undefined) at[column] = found
  }
  return { at, missing: needed.filter((column) => at[column] === undefined) }
}

/** A department as a file may name it. */
export interface Named {
  id: string
  name: string
  /** Names from the root, joined by '/'. */
  path: string
}

/** A row of a file that can be written. */
export interface Read {
  line: number
  departmentId: string
  companyGoal: string
  title: string
  target: string
  measure: string
  weight: number | null
}

/** The two departments with most people of their own, as a file may name them; in a small house one of them twice. */
export function namesForExample(departments: readonly (Named & { people: number })[]): string[] {
  const [first, second = first] = departments.toSorted((a, b) => b.people - a.people)
  return [first, second]
    .filter((each) => each !== undefined)
    .map(({ name, path }) =>
      departments.filter((each) => each.name === name).length > 1 ? path : name,
    )
}

const longest = 300

/** Whether a department is meant by the end of its path: the name alone, or with those above it. */
const isAt = (department: Named, path: string) => `/${department.path}`.endsWith(`/${path}`)

/**
 * Reads the rows of a file, all of them before any is written. An empty goal of the company is that of the row
 * above where both are of one department.
 */
export function readRows(
  rows: readonly { line: number; cells: readonly string[] }[],
  at: Partial<Record<Column, number>>,
  departments: readonly Named[],
): { read: Read[]; troubles: Trouble[] } {
  const byName = Map.groupBy(departments, ({ name }) => name)
  const read: Read[] = []
  const troubles: Trouble[] = []
  const seen = new Set<string>()
  let above: { departmentId: string | undefined; goal: string } | null = null
  for (const { line, cells } of rows) {
    const cell = (column: Column) => cleanText(cells[at[column] ?? -1] ?? '')
    const found: Trouble[] = []
    const say = (column: Column, why: Trouble['why']) =>
      found.push({ line, column, why, value: cell(column).slice(0, 60) })
    for (const column of needed) if (!cell(column)) say(column, 'empty')
    for (const column of columns)
      if (column !== 'department' && cell(column).length > longest) say(column, 'tooLong')
    const named = cell('department')
    const path = named.replace(/\s*[/\\>＞]\s*/g, '/')
    const candidates = byName.get(path.split('/').at(-1)!)?.filter((each) => isAt(each, path)) ?? []
    const department =
      candidates.find((each) => each.path === path) ??
      (candidates.length === 1 ? candidates[0] : undefined)
    if (named && !department)
      say('department', candidates.length > 1 ? 'severalDepartments' : 'unknownDepartment')
    const weight = weightIn(cell('weight'))
    if (weight === undefined) say('weight', 'noPercentage')
    const key = `${department?.id} ${cell('title')}`
    if (department && cell('title') && seen.has(key)) say('title', 'twice')
    seen.add(key)
    const goal: string =
      cell('companyGoal') || (above?.departmentId === department?.id ? above?.goal : '') || ''
    above = { departmentId: department?.id, goal }
    const place = (column: Column) => at[column] ?? Infinity
    if (found.length > 0) troubles.push(...found.sort((a, b) => place(a.column) - place(b.column)))
    else
      read.push({
        line,
        departmentId: department!.id, // nothing was found wrong with it
        companyGoal: goal,
        title: cell('title'),
        target: cell('target'),
        measure: cell('measure'),
        weight: weight ?? null,
      })
  }
  return { read, troubles }
}

/** A whole percentage from '30', '30%' or a plain '0.3'; null when empty, undefined when it is none. */
function weightIn(text: string): number | null | undefined {
  if (text === '') return null
  const found = /^(\d+(?:\.\d+)?)\s*([%％])?$/.exec(text)
  if (!found) return undefined
  const value = Number(found[1])
  const percent = !found[2] && value > 0 && value < 1 ? Math.round(value * 100) : value
  return Number.isInteger(percent) && percent <= 100 ? percent : undefined
}
