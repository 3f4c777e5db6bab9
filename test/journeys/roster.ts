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

const surnames = [...'赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜']
const givenNames = ['建华', '淑敏', '志远', '晓兰', '海涛', '文静', '国强', '春燕', '立夏', '思源']

/** A factory of 1,192, HR herself among them, the same every time, with the people the story is about. */
export interface Factory {
  fileName: string
  bytes: Buffer
  people: number
  /** How many lead a shift. */
  leads: number
  head: Named
  /** In the workshop that begins first: who runs it, four who lead a shift there, one of a shift. */
  boss: Named
  lead: Named
  untouched: Named
  opened: Named
  member: Named
  /** Leads a shift in another workshop. */
  newcomer: Named
}

/** Twelve workshops of seven shifts each, and a stock room that makes it 1,192. */
export function factoryRoster(): Factory {
  const rows: string[][] = []
  const hire = (department: string, position: string, level: string, manager: string, as = '') => {
    const at = rows.length
    const no = at === 1 ? 'HR001' : `F${String(at).padStart(4, '0')}`
    const drawn = `${surnames[(at * 7) % surnames.length]}${givenNames[(at * 3) % givenNames.length]}`
    rows.push([
      no,
      as || drawn,
      department,
      position,
      level,
      manager,
      `20${10 + (at % 12)}-03-01`,
      '在职',
    ])
    return { no, name: as || drawn }
  }
  const head = hire('总经办', '总经理', '高层', '', '林知远')
  hire('人力资源部', 'HR 经理', '中层', head.no, '许宁')
  const named = [['陶砚', '秦越', '韩青'], ['韦航']]
  const leads: Named[] = []
  let boss = head
  let member = head
  for (const [n, shop] of [...'一二三四五六七八九十甲乙'].entries()) {
    const workshop = `生产中心/${shop}车间`
    const runs = hire(workshop, '车间主任', '中层', head.no, n === 0 ? '何苗' : '')
    if (n === 0) boss = runs
    for (const [at, name] of [...'子丑寅卯辰巳午'].entries()) {
      const shift = `${workshop}/${name}班`
      const leading = hire(shift, '班组长', '班组长', runs.no, named[n]?.[at])
      leads.push(leading)
      for (let each = 0; each < 13; each++) {
        const isNamed = leads.length === 1 && each === 0
        const worker = hire(shift, '操作工', '基层', leading.no, isNamed ? '贺小满' : '')
        if (isNamed) member = worker
      }
    }
  }
  for (let each = 0; each < 2; each++) hire('仓储部', '仓管员', '基层', head.no)
  return {
    fileName: '花名册.csv',
    bytes: Buffer.from(toCsv([columns, ...rows])),
    people: rows.length,
    leads: leads.length,
    head,
    boss,
    lead: leads[0]!,
    untouched: leads[1]!,
    opened: leads[2]!,
    member,
    newcomer: leads[7]!,
  }
}
