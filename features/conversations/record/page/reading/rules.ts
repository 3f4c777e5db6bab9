import type { Voice } from '../../contract.ts'
import type { Locale, Material, SealedField } from '../../material/rules.ts'
import { wordsIn } from '../../words/rules.ts'

/** A sealed or presented record as its own bytes say it; the page reads nothing else. */
export type Read = {
  locale: Locale
  timezone: string
  title: string
  cycle: { name: string; period_from: string; period_to: string } | null
  template: { title: string; version: number }
  participants: {
    role: string
    name: string
    employee_no: string
    department: string
    position: string
  }[]
  /** Not in records of earlier programs, nor where the period is one piece. */
  segments?: {
    from: string
    until: string
    share: number
    department: string
    position: string
    manager: string | null
    template: string
  }[]
  held: {
    started_at: string | null
    ended_at: string | null
    channel: string | null
    place: string
    steps: { label: string; seconds: number }[]
    /** Not in records of earlier programs, nor where the two were alone. */
    present?: {
      name: string
      employee_no: string
      position: string
      from: string
      until: string | null
    }[]
  }
  paper: { held_on: string; entered_by: string; entered_at: string } | null
  marks: string[]
  fields: SealedField[]
  /** Not in records of earlier programs. */
  contributions?: { label: string; author: { name: string }; fields: SealedField[] }[]
  gaps: { label: string; self: number | null; manager: number | null }[]
  score: {
    value: string | number | null
    nearest: string | null
    left_out: string[]
    /** Not in records of earlier programs. */
    outside?: { label: string; voice: Voice; name: string | null }[]
  } | null
  /** Not in records of earlier programs, nor where no rating was calibrated. */
  calibrations?: {
    label: string
    was: string | null
    value: string
    reason: string
    by: string
    at: string
  }[]
  minutes: string
  plan: {
    layer: string
    what: string
    how: string
    measure: string
    support: string
    owner_kind: string
    owner: string | null
    due_on: string | null
    proposed_by: string
  }[]
  attachments: Material['attachments']
  version?: number
  signatures?: {
    person_pid: string
    recorded_by_pid: string | null
    name: string
    role: string
    outcome: string
    statement: string | null
    at: string
    ip: string
    level: string
  }[]
}

/** What somebody is in the record, in its language. */
export const roleIn = (locale: Locale, role: string) =>
  wordsIn(locale)(role === 'manager' || role === 'witness' ? role : 'employee')
