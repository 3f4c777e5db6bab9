import { oc } from '@orpc/contract'
import { z } from 'zod'
import { cleanText } from '../org/import/cells/rules.ts'

const id = z.uuid()
const day = z.iso.date()
/** Cleaned as in a file, so that by hand and from a file one name is one name. */
const line = z.string().overwrite(cleanText).max(300)

/** A stretch of time the company sets itself goals for; both days included. */
const period = { periodFrom: day, periodTo: day }

export const indicatorFields = {
  departmentId: id,
  ...period,
  /** The goal of the company it comes from; '' where none is named. */
  companyGoal: line,
  title: line.min(1),
  target: line,
  /** Where the figure comes from, so that two people look at the same one. */
  measure: line,
  /** In percent; null where nothing is weighed. */
  weight: z.int().min(0).max(100).nullable(),
}

export const indicatorShape = z.object({ id, ...indicatorFields, department: z.string() })
export type Indicator = z.infer<typeof indicatorShape>

/** Columns of a file, each with the headings it may have; see rules.ts. */
export const columns = [
  'department',
  'companyGoal',
  'title',
  'target',
  'measure',
  'weight',
] as const
export type Column = (typeof columns)[number]

/** What is wrong with a cell; the words stand at `goals.trouble.<why>`. */
export const troubles = [
  'empty',
  'unknownDepartment',
  'severalDepartments',
  'tooLong',
  'noPercentage',
  'twice',
] as const

export const troubleShape = z.object({
  /** As the file numbers it. */
  line: z.int(),
  column: z.enum(columns),
  why: z.enum(troubles),
  value: z.string(),
})
export type Trouble = z.infer<typeof troubleShape>

/** What came of a file. With a single trouble nothing of it is written. */
export const takenShape = z.object({
  rows: z.int(),
  added: z.int(),
  changed: z.int(),
  same: z.int(),
  troubles: z.array(troubleShape),
  /** How many there are, where only the first are listed. */
  troublesInAll: z.int(),
  /** Columns that have to be there and are not. */
  missing: z.array(z.enum(columns)),
})
export type Taken = z.infer<typeof takenShape>

export const goalsContract = {
  indicators: {
    /** Those of one period by department; and the periods there are, the latest first. */
    list: oc.input(z.object(period)).output(
      z.object({
        items: z.array(indicatorShape),
        periods: z.array(z.object({ ...period, count: z.int() })),
        /** Departments with people that have none of their own and none above them, of all with people. */
        without: z.object({ names: z.array(z.string()), count: z.int(), of: z.int() }),
        refusals: z.object({ write: z.string().nullable() }),
      }),
    ),
    /** Writes one; the id is the caller’s, so that asking twice writes once. */
    save: oc.input(z.object({ id, ...indicatorFields })).output(z.void()),
    /** Takes one away; saved again it is back. */
    remove: oc.input(z.object({ id })).output(z.void()),
  },
}
