import { cell } from '../rules.ts'

/** How many records one archive holds; more come in several, and each can be taken again by itself. */
export const recordsPerArchive = 500

/** In how many archives so many records leave. */
export const archivesFor = (records: number): number => Math.ceil(records / recordsPerArchive)

/** Which positions an archive holds; both counted from 1. */
export const positionsIn = (archive: number): { from: number; until: number } => ({
  from: (archive - 1) * recordsPerArchive + 1,
  until: archive * recordsPerArchive,
})

/** The columns of the list; their words stand under `admin.audit.records.column`. */
export const listColumns = [
  'position',
  'name',
  'employeeNo',
  'department',
  'cycle',
  'title',
  'version',
  'sealedAt',
  'outcome',
  'mark',
  'commit',
  'place',
  'signing',
  'witness',
  'verdict',
  'remarks',
  'files',
  'record',
] as const
export type ListRow = Record<(typeof listColumns)[number], string>

/** A row, or the heading, of the list as text; lines end as spreadsheets expect it. */
export const listLine = (row: ListRow): string =>
  `${listColumns.map((column) => cell(row[column])).join(',')}\r\n`
