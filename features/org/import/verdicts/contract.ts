import type { Day } from '../../rules.ts'
import type { Choices, Mapping } from '../contract.ts'
import type { Row } from '../reading/rules.ts'

/** A person as the organization knows them on the day of the import. */
export interface KnownPerson {
  id: string
  employeeNo: string
  name: string
  gender: string | null
  email: string | null
  phone: string | null
  hiredOn: Day | null
  leftOn: Day | null
  department: string | null
  position: string
  jobFamily: string | null
  level: string | null
  managerNo: string | null
}

/** Everything the verdicts on a roster depend on. */
export interface Question {
  rows: readonly Row[]
  mapping: Mapping
  choices: Choices
  people: readonly KnownPerson[]
  /** Numbers of accounts that were joined to another, with the number of that other (E28). */
  joined?: ReadonlyMap<string, string>
  today: Day
  levels: readonly string[]
  /** Is the file everybody, or a part that says nothing about the others? */
  coverage: 'whole' | 'part'
  /** What happens to active people a whole roster does not mention. */
  absent: 'keep' | 'leave'
  /** Employee number of the person who imports. */
  importerNo: string | null
}
