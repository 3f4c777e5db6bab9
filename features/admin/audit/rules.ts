import type { Happening } from './contract.ts'

/** Kinds of events that make the security log, by what they are about; none carries a word of a talk. */
export const logKinds = {
  access: ['account.', 'session.', 'factor.', 'passkey.', 'invitation.'],
  rights: ['grant.', 'delegation.', 'person.left', 'person.returned', 'person.merged', 'merge.'],
  // Of HR beside talks only what HR did: who asked, and whom it is about, is not for these readers.
  looks: [
    'glass.',
    'conversation.recordRead',
    'conversation.ratingsRead',
    'conversation.exported',
    'chain.',
    'intervention.fired',
    'intervention.accepted',
    'intervention.declined',
    'intervention.recused',
    'intervention.handedOver',
    'intervention.closed',
    'intervention.note',
    'intervention.rulesSet',
    'talent.',
  ],
  data: [
    'import.',
    'org.imported',
    'organization.',
    'cycle.launched',
    'privacy.',
    'erasure.',
    'checkpoint.',
    'selfCheck.',
    'channel.',
    'delivery.',
    'calendar.',
  ],
} as const
export type LogSubject = keyof typeof logKinds

/** What whoever keeps the machine reads of it: signing in and imports, with numbers instead of names. */
export const technicalSubjects: readonly LogSubject[] = ['access', 'data']

/** How the course of one record is narrowed down. */
export const chainSubjects = ['all', 'steps', 'signatures', 'looks'] as const
export type ChainSubject = (typeof chainSubjects)[number]

const signing =
  /^conversation\.(presented|takenBack|signed|sealed|notAnswered|countersigned|refusalNoted|statementAttached|witness)/

/** Whether something that happened to a record belongs to that part of its course. */
export function isAbout(kind: string, subject: ChainSubject): boolean {
  if (subject === 'all') return true
  const isLook = logKinds.looks.some((look) => kind.startsWith(look))
  const isSigning = signing.test(kind)
  return subject === 'looks' ? isLook : subject === 'signatures' ? isSigning : !isLook && !isSigning
}

/** The longest time an approved export lies ready. */
export const exportReadyHours = 24

export const exportFormats = ['csv', 'json'] as const
export type ExportFormat = (typeof exportFormats)[number]

const columns = ['record', 'at', 'event', 'employeeNo', 'name', 'data'] as const

/** A row of an export: the record it belongs to and what happened. */
export type ChainRow = Omit<Happening, 'pseudonym' | 'whom' | 'third'> & { recordId: string }

/** What stands before the first row, between rows and after the last, so that a file can be written row by row. */
export const frameOf = (format: ExportFormat) =>
  format === 'csv'
    ? { head: `\ufeff${columns.join(',')}\r\n`, between: '', foot: '' }
    : { head: '[\n', between: ',\n', foot: '\n]\n' }

/** One row as text. */
export function rowAs(format: ExportFormat, { recordId, at, kind, who, data }: ChainRow): string {
  const row = {
    record: recordId,
    at: at.toISOString(),
    event: kind,
    employeeNo: who?.employeeNo ?? '',
    name: who?.name ?? '',
    data,
  }
  if (format === 'json') return JSON.stringify(row)
  return `${columns.map((column) => cell(column === 'data' ? JSON.stringify(data) : row[column])).join(',')}\r\n`
}

// A spreadsheet takes what begins like this for a formula (ASVS 1.2.10).
const formula = /^[=+\-@＝＋－＠\t\r\0]/

/** A cell of a CSV file. */
export const cell = (value: string) =>
  `"${(formula.test(value) ? `'${value}` : value).replaceAll('"', '""')}"`
