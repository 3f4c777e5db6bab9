import { writeXlsx } from 'hucre/xlsx'

/** One row of a made-up roster: 工号,姓名,邮箱,部门路径,职位,层级,上级工号,入职日期. */
export interface RosterRow {
  employeeNo: string
  name: string
  email: string
  department: string
  position: string
  level: string
  managerNo: string
  hiredOn: string
}

/** A repeatable stream of numbers in [0, 1), so that every run measures the same roster. */
export function random(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

const surnames = [...'王李张刘陈杨黄赵周吴徐孙马朱胡郭何林高罗']
const given = [...'伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华文云玉兰']

/** What makes a second roster join the people of the first: other numbers, and whom its top reports to. */
interface Joining {
  prefix: string
  under: string
}

/**
 * A company of `size` people as one tree with eight reports each, shuffled so that reports come
 * before their managers.
 */
export function roster(size: number, { prefix, under }: Joining = { prefix: 'B', under: '' }) {
  const next = random(7)
  const number = (index: number) => `${prefix}${String(index).padStart(6, '0')}`
  const pick = <T>(items: T[]): T => items[Math.floor(next() * items.length)]!
  const rows = Array.from({ length: size }, (_, index): RosterRow => {
    const depth = Math.floor(Math.log(index * 7 + 1) / Math.log(8))
    const centre = index === 0 ? 0 : Math.ceil(index / (size / 9))
    return {
      employeeNo: number(index),
      name: pick(surnames) + pick(given) + (next() < 0.6 ? pick(given) : ''),
      email: `${prefix.toLowerCase()}${index}@example.com`,
      department: index === 0 ? '总部' : `总部/中心${centre}/部门${index % 12}`,
      position: depth < 2 ? '经理' : '专员',
      level: depth === 0 ? '高层' : depth === 1 ? '中层' : depth === 2 ? '主管' : '基层',
      managerNo: index === 0 ? under : number(Math.floor((index - 1) / 8)),
      hiredOn: `20${String(10 + Math.floor(next() * 15)).padStart(2, '0')}-0${1 + Math.floor(next() * 9)}-1${Math.floor(next() * 10)}`,
    }
  })
  for (let at = rows.length - 1; at > 0; at--) {
    const other = Math.floor(next() * (at + 1))
    ;[rows[at], rows[other]] = [rows[other]!, rows[at]!]
  }
  return rows
}

const header = ['工号', '姓名', '邮箱', '部门', '职位', '层级', '直属上级工号', '入职日期']
const tableOf = (rows: RosterRow[]): string[][] => [
  header,
  ...rows.map((row) => Object.values(row)),
]

export const csvOf = (rows: RosterRow[]): Buffer =>
  Buffer.from(
    `\uFEFF${tableOf(rows)
      .map((cells) => `${cells.join(',')}\r\n`)
      .join('')}`,
  )

export const workbookOf = async (rows: RosterRow[]): Promise<Buffer> =>
  Buffer.from(await writeXlsx({ sheets: [{ name: '花名册', rows: tableOf(rows) }] }))

/** Breaks every hundredth row in turn: no name, no department, a date that is none. */
export function broken(rows: RosterRow[]): { rows: RosterRow[]; lines: number[] } {
  const lines: number[] = []
  const kinds: ((row: RosterRow) => RosterRow)[] = [
    (row) => ({ ...row, name: '' }),
    (row) => ({ ...row, department: '' }),
    (row) => ({ ...row, hiredOn: '去年' }),
  ]
  const hit = rows.map((row, index) => {
    if (index % 100 !== 50) return row
    lines.push(index + 2)
    return kinds[lines.length % kinds.length]!(row)
  })
  return { rows: hit, lines }
}
