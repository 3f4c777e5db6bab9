import { addDays } from '../../../../platform/clock.ts'
import type { CalendarDay } from '../contract.ts'
import type { DayKind } from '../rules.ts'

/** What a file of holidays says, and the lines nobody understands. */
export interface Read {
  days: CalendarDay[]
  problems: { line: number; text: string }[]
}

const isDay = (text: string) =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)) && addDays(text, 0) === text

/** `2026-10-01`, `2026/10/1`, `20261001`, `2026年10月1日` → the day; null for anything else. */
export function dayFrom(text: string): string | null {
  const parts =
    /^(\d{4})(\d{2})(\d{2})$/.exec(text.trim()) ??
    /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/.exec(text.trim())
  if (!parts) return null
  const day = `${parts[1]}-${parts[2]!.padStart(2, '0')}-${parts[3]!.padStart(2, '0')}`
  return isDay(day) ? day : null
}

const worked = /班|make-?up|\bwork/i
const rested = /休息|放假|假|[(（]休[)）]|^休$|节|元旦|holiday|\boff\b|\brest\b/i

/** What a word in a column or title makes of a day; null when it says neither, or as much of both as 调休. */
export const kindFrom = (text: string): DayKind | null =>
  worked.test(text) ? 'work' : /调休$/.test(text) ? null : rested.test(text) ? 'rest' : null

/** Reads CSV (day, kind, name) or ICS, whichever it is. */
export const readHolidays = (text: string): Read =>
  /^﻿?\s*BEGIN:VCALENDAR/i.test(text) ? readIcs(text) : readCsv(text)

function readCsv(text: string): Read {
  const read: Read = { days: [], problems: [] }
  for (const [at, raw] of text.replace(/^﻿/, '').split(/\r?\n/).entries()) {
    if (!raw.trim()) continue
    const cells = raw.split(/[,，;\t]/).map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'))
    const day = dayFrom(cells[0] ?? '')
    // The first line may say what the columns are.
    if (!day && at === 0 && !/\d/.test(cells[0] ?? '')) continue
    const kind =
      cells
        .slice(1)
        .map(kindFrom)
        .find((it) => it !== null) ?? null
    if (!day || !kind) {
      read.problems.push({ line: at + 1, text: raw.slice(0, 80) })
      continue
    }
    const name = cells.findLast((cell) => cell !== '') ?? kind
    read.days.push({ day, kind, name: name.slice(0, 40) })
  }
  return unique(read)
}

function readIcs(text: string): Read {
  const read: Read = { days: [], problems: [] }
  // A line that goes on begins with a blank.
  const lines = text.replace(/\r?\n[ \t]/g, '').split(/\r?\n/)
  let begun: { line: number; start?: string; end?: string; name?: string } | null = null
  for (const [at, line] of lines.entries()) {
    const [head = '', value = ''] = split(line)
    const key = head.split(';')[0]!.toUpperCase()
    if (key === 'BEGIN' && value.toUpperCase() === 'VEVENT') begun = { line: at + 1 }
    else if (begun && key === 'DTSTART') begun.start = value
    else if (begun && key === 'DTEND') begun.end = value
    else if (begun && key === 'SUMMARY') begun.name = value.replace(/\\([,;\\])/g, '$1')
    else if (begun && key === 'END' && value.toUpperCase() === 'VEVENT') {
      const days = daysOf(begun.start ?? '', begun.end)
      const kind = kindFrom(begun.name ?? '')
      if (days.length === 0 || !kind)
        read.problems.push({ line: begun.line, text: (begun.name ?? '').slice(0, 80) })
      else for (const day of days) read.days.push({ day, kind, name: begun.name!.slice(0, 40) })
      begun = null
    }
  }
  return unique(read)
}

const split = (line: string) => {
  const at = line.indexOf(':')
  return at < 0 ? [line] : [line.slice(0, at), line.slice(at + 1).trim()]
}

/** From the first day up to the one before the last, as calendars say it; at most a month. */
function daysOf(start: string, end: string | undefined): string[] {
  const first = dayFrom(start.slice(0, 8))
  if (!first) return []
  const last = end ? dayFrom(end.slice(0, 8)) : null
  const days = [first]
  for (let day = addDays(first, 1); last && day < last && days.length < 31; day = addDays(day, 1))
    days.push(day)
  return days
}

/** One line a day, the last one said. */
function unique({ days, problems }: Read): Read {
  const byDay = new Map(days.map((it) => [it.day, it]))
  return { days: [...byDay.values()].sort((a, b) => a.day.localeCompare(b.day)), problems }
}
