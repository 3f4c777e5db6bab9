import { addDays } from './dates.ts'
import { roster } from './roster.ts'

export type JobFamily = '生产' | '研发' | '销售' | '财务' | '职能'
export type Level = '基层' | '主管' | '中层' | '高层'

/** One row of the demo roster, as it would stand in an HR export. */
export interface DemoPerson {
  number: string
  name: string
  /** Path from the top, separated by "/". */
  department: string
  position: string
  jobFamily: JobFamily
  level: Level
  managerNo: string | null
  /** A second, dotted-line manager. */
  dottedManagerNo?: string
  hiredOn: string
  email: string | null
  status: '在职' | '离职'
  leftOn?: string
}

/** 佟岩 resigned in the middle of the running cycle; his unsigned record closes as 已离职关闭. */
const leavers: Record<string, number> = { 103: -9 }

/** 景行 works half his week for the service people, who see him more often than his own group does. */
const dotted: Record<string, number> = { 93: 29 }

const numberOf = (no: string | number) => `YX${String(no).padStart(4, '0')}`

/** The roster as it stands on this day (YYYY-MM-DD). */
export function demoPeople(today: string): DemoPerson[] {
  const people: DemoPerson[] = []
  let team: Pick<DemoPerson, 'department' | 'jobFamily' | 'level' | 'managerNo'> | null = null
  for (const line of roster.trim().split('\n')) {
    const words = line.trim().split(' ') as [string, string, string, string, string?]
    if (!line.startsWith(' ')) {
      const [department, jobFamily, level, manager] = words
      team = {
        department,
        jobFamily: jobFamily as JobFamily,
        level: level as Level,
        managerNo: manager === '-' ? null : numberOf(manager),
      }
      continue
    }
    if (!team) throw new Error(`${line.trim()} stands before any team`)
    const [no, name, position, hired, mail] = words
    const left = leavers[no]
    const dottedTo = dotted[no]
    people.push({
      number: numberOf(no),
      name,
      position,
      ...team,
      ...(dottedTo ? { dottedManagerNo: numberOf(dottedTo) } : {}),
      hiredOn: hired.startsWith('-') ? addDays(today, Number(hired)) : hired,
      email: mail ? `${mail}@yanxi.example` : null,
      status: left === undefined ? '在职' : '离职',
      ...(left === undefined ? {} : { leftOn: addDays(today, left) }),
    })
  }
  return people
}
