import type { Db } from '../../../../platform/database.ts'
import { record } from '../../../../platform/events.ts'
import { newId } from '../../../../platform/ids.ts'
import { type Writing, writeReview } from '../applying/handlers.ts'
import { holdReportingLines, knownPeople } from '../applying/queries.ts'
import { type Field, fields, type Mapping } from '../contract.ts'
import { judge } from '../verdicts/rules.ts'

/** One person as a program knows them; department as a path 生产中心/一车间, days as 2020-01-31. */
export type BulkPerson = { employeeNo: string; name: string; department: string } & Partial<
  Record<Exclude<Field, 'employeeNo' | 'name' | 'department'>, string | null>
>

const mapping: Mapping = Object.fromEntries(fields.map((field, column) => [field, [column]]))

/**
 * Writes people without a file, by the same rules and the same way as an import: new ones are
 * added, known numbers updated, nobody else is touched.
 * @throws Error naming the first faults; then nothing is written.
 */
export async function importPeople(
  db: Db,
  writing: Writing,
  rows: readonly BulkPerson[],
): Promise<{ created: number; updated: number; same: number }> {
  const { orgId, today } = writing
  await holdReportingLines(db, orgId)
  const people = await knownPeople(db, orgId, today)
  const review = judge({
    rows: rows.map((row, i) => ({ line: i + 1, cells: fields.map((field) => row[field] ?? '') })),
    mapping,
    choices: {
      lines: {},
      all: { levelUnknown: 'accept', secondTop: 'empty', hiredOnFuture: 'accept' },
    },
    people,
    today,
    levels: [],
    coverage: 'part',
    absent: 'keep',
    importerNo: null,
  })
  if (review.counts.fault > 0) {
    const faulty = review.rows.filter((row) => row.verdict === 'fault').slice(0, 5)
    throw new Error(
      `${review.counts.fault} people cannot be imported: ${faulty.map((row) => `${row.draft.employeeNo} ${row.faults.map((fault) => fault.kind).join()}`).join('; ')}`,
    )
  }
  await writeReview(db, writing, review, people)
  const { new: created, update: updated, same } = review.counts
  await record(db, writing, 'org.imported', {
    subjectId: newId(),
    data: { new: created, update: updated, same },
  })
  return { created, updated, same }
}
