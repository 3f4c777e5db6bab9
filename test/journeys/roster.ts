import { toCsv } from '../../ui/csv.ts'

/** Somebody named in a roster. */
interface Named {
  no: string
  name: string
}

/** A roster as HR has it, and the team the story is about. */
export interface Roster {
  fileName: string
  bytes: Buffer
  /** How many rows would be written, and how many of them are still employed. */
  people: number
  active: number
  lead: Named
  member: Named
  /** Everybody who reports to the lead, by number. */
  team: string[]
}

const columns = ['工号', '姓名', '部门', '岗位', '层级', '直属上级工号', '入职日期', '人员状态']

/** The company's own file, with the first team in it whose people are all of the base level. */
export function companyRoster(bytes: Buffer): Roster {
  const [head = [], ...rows] = bytes
    .toString('utf8')
    .replace(/^\uFEFF/, '')
    .trim()
    .split(/\r?\n/)
    .map((line) => line.split(',').map((cell) => cell.trim()))
  const people = rows.map((row) =>
    Object.fromEntries(columns.map((name) => [name, row[head.indexOf(name)] ?? ''])),
  )
  const active = people.filter((person) => person['人员状态'] === '在职')
  const teamOf = (no: string) => active.filter((person) => person['直属上级工号'] === no)
  const lead = active.find((person) => {
    const team = teamOf(person['工号']!)
    return team.length > 4 && team.every((each) => each['层级'] === '基层')
  })
  if (!lead) throw new Error('the roster has no team of the base level')
  const team = teamOf(lead['工号']!)
  const named = (person: (typeof people)[number]): Named => ({
    no: person['工号']!,
    name: person['姓名']!,
  })
  return {
    fileName: 'roster_zh_clean.csv',
    bytes,
    people: people.length,
    active: active.length,
    lead: named(lead),
    member: named(team[0]!),
    team: team.map((person) => person['工号']!),
  }
}

/** A small company of our own, for a clone without the shared files. */
export function ownRoster(): Roster {
  const rows = [
    ['A001', '林知远', '总经办', '总经理', '高层', '', '2015-03-02', '在职'],
    ['A002', '何苗', '生产中心/一车间', '车间主任', '中层', 'A001', '2018-07-01', '在职'],
    ['A010', '陶砚', '生产中心/一车间/甲班', '组长', '主管', 'A002', '2017-05-08', '在职'],
    [
      'A011',
      '阿依努尔·买买提',
      '生产中心/一车间/甲班',
      '操作工',
      '基层',
      'A010',
      '2021-09-18',
      '在职',
    ],
    ['A012', '贺小满', '生产中心/一车间/甲班', '操作工', '基层', 'A010', '2020-02-24', '在职'],
    ['A013', '邹立夏', '生产中心/一车间/甲班', '操作工', '基层', 'A010', '2019-11-11', '在职'],
    ['A014', '齐望舒', '生产中心/一车间/甲班', '操作工', '基层', 'A010', '2022-04-06', '在职'],
  ]
  return {
    fileName: '花名册.csv',
    bytes: Buffer.from(toCsv([columns, ...rows])),
    people: rows.length,
    active: rows.length,
    lead: { no: 'A010', name: '陶砚' },
    member: { no: 'A012', name: '贺小满' },
    team: ['A011', 'A012', 'A013', 'A014'],
  }
}

/** 'YYYY-MM-DD' so many days from today, in Shanghai. */
export const dayFromNow = (days: number): string =>
  new Date(Date.now() + days * 86_400_000 + 8 * 3_600_000).toISOString().slice(0, 10)
