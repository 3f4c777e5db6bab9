import type { Day } from '../../../rules.ts'
import {
  cleanCode,
  cleanName,
  cleanPath,
  cleanText,
  isDamagedNumber,
  isDamagedText,
  isMailAddress,
  isTooLong,
  readDay,
  readGender,
  readStatus,
  separatorOf,
} from '../../cells/rules.ts'
import type { Fault, FaultKind, Field, LineChoice, Mapping } from '../../contract.ts'
import { fields } from '../../rules.ts'
import type { Row } from '../../reading/rules.ts'
import type { Question } from '../contract.ts'

/** A row as it would be written: cleaned, with what somebody decided about it put in. */
export interface Draft {
  employeeNo: string
  name: string
  department: string
  position: string | null
  jobFamily: string | null
  level: string | null
  managerNo: string | null
  hiredOn: Day | null
  leftOn: Day | null
  active: boolean
  gender: string | null
  phone: string | null
  email: string | null
  /** Fields somebody left empty on purpose. */
  deliberate: Set<Field>
}

export interface Drafted {
  draft: Draft
  faults: Fault[]
  dropped: boolean
}

// Shared by the rows nobody decided anything about; 200,000 sets of nothing are 40 MB.
const nothing = new Set<Field>()

const joined = (cells: string[]) =>
  cells.length === 1 ? cells[0]! : cells.filter((cell) => cell.trim()).join(joinerOf(cells))
const joinerOf = (cells: string[]) =>
  cells.every((cell) => /^[\p{Script=Han}·\s]*$/u.test(cell)) ? '' : ' '

/** Faults after which the row can be written with that part left empty. */
export const emptiable: ReadonlySet<FaultKind> = new Set([
  'levelUnknown',
  'hiredOnUnreadable',
  'hiredOnFuture',
  'leftOnUnreadable',
  'emailUnreadable',
  'managerSelf',
  'managerMissing',
  'managerLeft',
  'managerLoop',
  'secondTop',
])

/** Doubts after which the row can be written as it says. */
export const acceptable: ReadonlySet<FaultKind> = new Set([
  'levelUnknown',
  'statusUnknown',
  'hiredOnFuture',
  'perhapsReturned',
])

const allows = (kind: FaultKind, choice: 'empty' | 'accept' | undefined) =>
  (choice === 'empty' && emptiable.has(kind)) || (choice === 'accept' && acceptable.has(kind))
    ? choice
    : undefined

/** A reader for the rows of one file: what each row would write, and what is wrong with its cells. */
export function drafter(question: Question): (row: Row) => Drafted {
  const { rows, mapping, choices, today } = question
  const separator = departmentSeparator(rows, mapping)
  const isKnownLevel = levelTest(question)
  const someForAll = Object.keys(choices.all).length > 0
  return (row) => {
    const choice: LineChoice | undefined = choices.lines[String(row.line)]
    const faults: Fault[] = []
    const deliberate = choice || someForAll ? new Set<Field>() : nothing
    const cell = (field: Field): string => {
      const chosen = choice?.set?.[field]
      if (chosen === null) deliberate.add(field)
      if (chosen !== undefined) return chosen ?? ''
      const columns = mapping[field]
      return columns ? joined(columns.map((column) => row.cells[column] ?? '')) : ''
    }
    const fault = (kind: FaultKind, field: Field, value: string, suggestion?: string) => {
      if (acceptable.has(kind) && choice?.accept?.includes(kind)) return false
      if (emptiable.has(kind) && deliberate.has(field)) return false
      const forAll = allows(kind, choices.all[kind])
      if (forAll === 'empty') deliberate.add(field)
      if (forAll) return forAll === 'empty'
      faults.push({ kind, field, value, ...(suggestion ? { suggestion } : {}) })
      return true
    }
    const draft = readRow(row, choice, mapping, separator, cell, deliberate, today)
    faultCells(draft, cell, fault, today, isKnownLevel)
    return { draft, faults, dropped: choice?.drop === true }
  }
}

function readRow(
  row: Row,
  choice: LineChoice | undefined,
  mapping: Mapping,
  separator: string | null,
  cell: (field: Field) => string,
  deliberate: Set<Field>,
  today: Day,
): Draft {
  const leftOn = readDay(cell('leftOn')).day
  const status = cell('status')
  const chosenPath = choice?.set?.department
  return {
    employeeNo: cleanCode(cell('employeeNo')),
    name: cleanName(cell('name')),
    // A chosen path is already ours; the file's own may use another separator or several columns.
    department:
      chosenPath !== undefined
        ? cleanPath([chosenPath ?? ''], '/')
        : cleanPath(
            (mapping.department ?? []).map((column) => row.cells[column] ?? ''),
            separator,
          ),
    position: cleanText(cell('position')) || null,
    jobFamily: cleanText(cell('jobFamily')) || null,
    level: cleanText(cell('level')) || null,
    managerNo: cleanCode(cell('managerNo')) || null,
    hiredOn: readDay(cell('hiredOn')).day,
    leftOn,
    // Who leaves on a day to come is here until then, whatever the status already says.
    active:
      (leftOn !== null && leftOn > today) ||
      (status.trim() ? readStatus(status) !== 'left' : leftOn === null),
    gender: readGender(cell('gender')),
    phone: cleanCode(cell('phone')) || null,
    email: cleanCode(cell('email')).toLowerCase() || null,
    deliberate,
  }
}

type Blame = (kind: FaultKind, field: Field, value: string, suggestion?: string) => boolean

const damageChecked = fields.filter(
  (field) => !['hiredOn', 'leftOn', 'status', 'gender'].includes(field),
)

function faultCells(
  draft: Draft,
  cell: (field: Field) => string,
  fault: Blame,
  today: Day,
  isKnownLevel: (level: string) => boolean,
): void {
  if (!draft.employeeNo) fault('numberMissing', 'employeeNo', '')
  else if (isDamagedNumber(draft.employeeNo)) fault('numberDamaged', 'employeeNo', draft.employeeNo)
  if (!draft.name) fault('nameMissing', 'name', '')
  if (!draft.department && draft.active) fault('departmentMissing', 'department', '')
  if (draft.level && !isKnownLevel(draft.level) && fault('levelUnknown', 'level', draft.level))
    draft.level = null
  const status = cell('status')
  if (status.trim() && readStatus(status) === null)
    fault('statusUnknown', 'status', cleanText(status))
  for (const [field, kind] of [
    ['hiredOn', 'hiredOnUnreadable'],
    ['leftOn', 'leftOnUnreadable'],
  ] as const) {
    const text = cell(field)
    if (!text.trim() || draft[field]) continue
    const read = readDay(text)
    fault(kind, field, cleanText(text), read.day === null ? read.suggestion : undefined)
  }
  if (draft.hiredOn && draft.hiredOn > today && fault('hiredOnFuture', 'hiredOn', draft.hiredOn))
    draft.hiredOn = null
  if (draft.email && !isMailAddress(draft.email)) {
    fault('emailUnreadable', 'email', draft.email)
    draft.email = null
  }
  for (const field of damageChecked) {
    const text = draft[field as keyof Draft]
    if (typeof text !== 'string') continue
    if (isDamagedText(text)) fault('textDamaged', field, text.slice(0, 40))
    else if (isTooLong(text)) fault('textTooLong', field, `${text.slice(0, 40)}…`)
  }
}

function departmentSeparator(rows: readonly Row[], mapping: Mapping): string | null {
  const columns = mapping.department ?? []
  if (columns.length !== 1) return null
  const column = columns[0]!
  return separatorOf(rows.map((row) => row.cells[column] ?? ''))
}

// Where no cell of the column is a level we know, the company has a scheme of its own (P5, M2),
// and it is taken as it is; one strange word among known ones is a slip.
function levelTest({ rows, mapping, levels }: Question): (level: string) => boolean {
  const known = new Set(levels)
  const column = mapping.level?.[0]
  const ours =
    column === undefined || rows.some((row) => known.has(cleanText(row.cells[column] ?? '')))
  return (level) => !ours || known.has(level)
}
