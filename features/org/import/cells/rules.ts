import type { Day } from '../../rules.ts'

const halfWidth = (text: string) =>
  text.replace(/[！-～]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0))

// Blanks that Excel, web pages and input methods leave behind: NBSP, ideographic, zero-width.
const blanks = /[\s\u00a0\u3000]+/g
const invisible = /[\u200b-\u200d\u2060\ufeff]/g

/** Text as a person meant it: composed, blanks collapsed, ends trimmed. */
export const cleanText = (cell: string): string => {
  if (plain.test(cell)) return cell
  return cell.normalize('NFC').replace(invisible, '').replace(blanks, ' ').trim()
}
const plain = /^[!-~一-龥]*$/

/** A code such as a number, date or mail address: also full-width to half-width, without blanks. */
export const cleanCode = (cell: string): string => {
  if (plainCode.test(cell)) return cell
  return halfWidth(cleanText(cell)).replace(/ /g, '')
}
const plainCode = /^[!-~]*$/

/** A name keeps its letters and its dot; padding between 张 and 伟 goes, a blank in Anna Lee stays. */
export const cleanName = (cell: string): string =>
  cleanText(cell).replace(/(?<=\p{Script=Han}) (?=\p{Script=Han})/gu, '')

/** What two spellings of one employee number share. */
export const numberKey = (employeeNo: string): string => employeeNo.toUpperCase()

/** Excel turned a long number into 1.2E+11; the digits are gone. */
export const isDamagedNumber = (code: string): boolean => /^\d(\.\d+)?e\+\d+$/i.test(code)

// oxlint-disable-next-line no-control-regex
const damaged = /[\u0000-\u0008\u000e-\u001f\u007f\ufffd]|\p{Cs}/u
/** Control characters, half characters and replacement marks: the file lost something here. */
export const isDamagedText = (text: string): boolean => damaged.test(text)

const longest = 200

/** Longer than anything a roster says about anybody. */
export const isTooLong = (text: string): boolean => text.length > longest

/** Looks like an address; whether it is one, the first mail shows. */
export const isMailAddress = (code: string): boolean => /^[^@\s]+@[^@\s]+\.[^@\s.]+$/.test(code)

export type ReadDay = { day: Day } | { day: null; suggestion?: Day }

/**
 * A day in the forms HR systems write: 2011-06-23, 2008/1/22, 2012年1月10日, 2012.1.10, 20120110,
 * with or without a time, 1/22/2008 when only one order is possible, and Excel's day count.
 * What could be two days is not read; a month without a day suggests its first.
 */
export function readDay(cell: string): ReadDay {
  const code = cleanCode(cell)
  const iso =
    /^(\d{4})(?:[-/.年](\d{1,2})[-/.月](\d{1,2})日?|(\d{2})(\d{2}))(?:T?\d{1,2}:.*)?$/.exec(code)
  if (iso) return dayOf(iso[1]!, iso[2] ?? iso[4]!, iso[3] ?? iso[5]!)
  const short = /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})$/.exec(code)
  if (short) {
    const [a, b] = [Number(short[1]), Number(short[2])]
    if (a > 12) return dayOf(short[3]!, short[2]!, short[1]!)
    if (b > 12 || a === b) return dayOf(short[3]!, short[1]!, short[2]!)
    return { day: null }
  }
  const month = /^(\d{4})[-/.年](\d{1,2})月?$/.exec(code)
  if (month) {
    const first = dayOf(month[1]!, month[2]!, '1').day
    return first ? { day: null, suggestion: first } : { day: null }
  }
  if (/^\d{5}(\.\d+)?$/.test(code)) return dayOfSerial(Math.floor(Number(code)))
  return { day: null }
}

function dayOf(year: string, month: string, date: string): ReadDay {
  const day = `${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`
  const at = new Date(`${day}T00:00:00Z`)
  const exists = !Number.isNaN(at.getTime()) && at.toISOString().startsWith(day)
  return exists && year >= '1900' && year <= '2199' ? { day } : { day: null }
}

// Excel counts days from 1899-12-30; 10,000 is 1927 and 99,999 is 2173.
const dayOfSerial = (serial: number): ReadDay =>
  serial < 10_000
    ? { day: null }
    : { day: new Date(Date.UTC(1899, 11, 30) + serial * 86_400_000).toISOString().slice(0, 10) }

/** 在职, 离职 or null where the word is not known. */
export const readStatus = (cell: string): 'active' | 'left' | null => {
  const word = cleanText(cell).toLowerCase()
  return leftWords.has(word) ? 'left' : activeWords.has(word) ? 'active' : null
}
const leftWords = new Set(
  '离职 已离职 离职中断 辞职 辞退 退休 已退休 解聘 终止 left inactive terminated resigned retired leaver'.split(
    ' ',
  ),
)
const activeWords = new Set(
  '在职 在岗 正式 正式员工 已转正 转正 试用 试用期 实习 待转正 待离职 返聘 外派 借调 停薪 停薪留职 停薪留岗 休假 产假 病假 长病假 内退 active employed probation on_leave on-leave leave intern'.split(
    ' ',
  ),
)

const genders: Record<string, 'male' | 'female'> = {
  男: 'male',
  男性: 'male',
  m: 'male',
  male: 'male',
  女: 'female',
  女性: 'female',
  f: 'female',
  female: 'female',
}
/** Null where the cell says neither; many systems keep it empty. */
export const readGender = (cell: string): 'male' | 'female' | null =>
  genders[cleanText(cell).toLowerCase()] ?? null

const separators = ['/', '／', '>', '＞', '\\', '＼', '→', '|', '-', '—'] as const

/**
 * The character that separates the steps of the department paths in this column, or null.
 * A hyphen counts only where no other does and blanks or many cells speak for it: 研发-软件组.
 */
export function separatorOf(cells: Iterable<string>): string | null {
  const counts = new Map<string, number>()
  let filled = 0
  for (const cell of cells) {
    if (!cell) continue
    filled++
    for (const mark of separators)
      if (cell.includes(mark)) counts.set(mark, (counts.get(mark) ?? 0) + 1)
  }
  const strong = separators.slice(0, 8).filter((mark) => counts.has(mark))
  if (strong.length) return strong.sort((a, b) => counts.get(b)! - counts.get(a)!)[0]!
  return separators.slice(8).find((mark) => (counts.get(mark) ?? 0) > filled * 0.3) ?? null
}

/** `生产中心 / 装配一车间 /一班` → `生产中心/装配一车间/一班`. A slash inside a step becomes ／. */
export function cleanPath(cells: string[], separator: string | null): string {
  return cells
    .flatMap((cell) => (separator ? cell.split(separator) : [cell]))
    .map((step) => cleanText(step).replaceAll('/', '／'))
    .filter((step) => step !== '')
    .join('/')
}
