import { appendFileSync } from 'node:fs'

/** What a person was told is saved. */
export type Entry =
  | {
      kind: 'draft'
      talk: string
      by: 'employee' | 'manager'
      part: 'self' | 'manager'
      fieldKey: string
      text: string
      version: number
    }
  | { kind: 'submitted'; talk: string; part: 'self' | 'manager' }
  | { kind: 'planned'; talk: string; lineId: string; text: string }
  | { kind: 'presented'; talk: string; version: number; shownHash: string }
  | { kind: 'signed'; talk: string; version: number; role: 'employee' | 'manager'; at: Date }
  | { kind: 'sealed'; talk: string; version: number; at: Date }
  | { kind: 'reopened'; talk: string; version: number }
  | { kind: 'amended'; talk: string; lineId: string; text: string }

export interface Ledger {
  entries: Entry[]
  note(entry: Entry): void
}

/** Lies outside the product; an entry is written down before its writer asks for anything more. */
export function openLedger(file: string): Ledger {
  const entries: Entry[] = []
  return {
    entries,
    note(entry) {
      appendFileSync(file, `${JSON.stringify(entry)}\n`)
      entries.push(entry)
    },
  }
}
