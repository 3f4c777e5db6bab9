import { sql } from 'kysely'
import type { Db } from '../../../platform/database.ts'
import { missing } from '../../../platform/refusal.ts'
import type { Context } from '../../accounts/policy.ts'
import { seesImports } from '../policy.ts'
import { usualLevels } from '../rules.ts'
import type {} from '../table.ts'
import { joinedNumbers, knownPeople } from './applying/queries.ts'
import { missingFields } from './columns/rules.ts'
import type { Import, ImportRow } from './contract.ts'
import { approve, confirm, edit, undo } from './policy.ts'
import type { Row } from './reading/rules.ts'
import type { OrgImportTable } from './table.ts'
import { undoHours } from './undoing/rules.ts'
import type { KnownPerson } from './verdicts/contract.ts'
import { judge, type Judged, type Review } from './verdicts/rules.ts'

type Asking = Pick<Context, 'db' | 'orgId' | 'today' | 'org'>

/** @throws NOT_FOUND for whoever may not know that there are imports. */
export async function importFor(
  { db, actor, orgId }: Context,
  id: string,
  { lock = false } = {},
): Promise<OrgImportTable> {
  if (!seesImports(actor)) throw missing()
  let query = db.selectFrom('orgImport').selectAll().where('orgId', '=', orgId).where('id', '=', id)
  if (lock) query = query.forUpdate()
  const stored = await query.executeTakeFirst()
  if (!stored) throw missing()
  return stored
}

/** Every row of a roster as it was read, in the order of the file. */
export async function rowsOf(db: Db, orgId: string, importId: string): Promise<Row[]> {
  const chunks = await db
    .selectFrom('orgImportChunk')
    .select('rows')
    .where('orgId', '=', orgId)
    .where('importId', '=', importId)
    .orderBy('n')
    .execute()
  return chunks.flatMap((chunk) => chunk.rows.map(([line, cells]) => ({ line, cells })))
}

/** What the rows of an import would do to the organization as it is now. */
export async function freshReview(
  asking: Asking,
  stored: OrgImportTable,
): Promise<{ review: Review; people: KnownPerson[] }> {
  const { db, orgId, today, org } = asking
  const people = await knownPeople(db, orgId, today)
  const importer = await db
    .selectFrom('person')
    .select('employeeNo')
    .where('orgId', '=', orgId)
    .where('id', '=', stored.createdBy)
    .executeTakeFirst()
  const ours = (org.settings.levels as string[] | undefined) ?? usualLevels
  const review = judge({
    rows: await rowsOf(db, orgId, stored.id),
    mapping: stored.mapping,
    choices: stored.choices,
    people,
    joined: await joinedNumbers(db, orgId),
    today,
    levels: [...new Set([...ours, ...people.flatMap((person) => person.level ?? [])])],
    coverage: stored.coverage,
    absent: stored.absent,
    importerNo: importer?.employeeNo ?? null,
  })
  return { review, people }
}

let last: { key: string; review: Review; timer: NodeJS.Timeout } | null = null

/** Lets go of the kept review, a hundred thousand rows of it perhaps, before something larger starts. */
export function forgetReview(): void {
  if (last) clearTimeout(last.timer)
  last = null
}

/**
 * The same review for page after page of the same rows: kept for two minutes, asked again as soon as
 * the choices, the day or anything in the organization has changed.
 */
export async function reviewOf(asking: Asking, stored: OrgImportTable): Promise<Review> {
  const { db, orgId, today } = asking
  const newest = await sql<{
    id: string
  }>`select id from event where org_id = ${orgId} order by id desc limit 1`.execute(db)
  const key = [stored.id, stored.revision, today, newest.rows[0]?.id].join()
  if (last?.key === key) return last.review
  forgetReview()
  const { review } = await freshReview(asking, stored)
  last = { key, review, timer: setTimeout(() => (last = null), 120_000).unref() }
  return review
}

const stateOf = (stored: OrgImportTable): Import['state'] =>
  stored.discardedAt
    ? 'discarded'
    : stored.undoneAt
      ? 'undone'
      : stored.appliedAt
        ? 'written'
        : stored.failedAt
          ? 'failed'
          : stored.confirmedAt
            ? 'writing'
            : 'review'

const noCounts = { new: 0, update: 0, same: 0, fault: 0, dropped: 0 }
const nothing: Review = {
  rows: [],
  loops: [],
  counts: noCounts,
  faults: {},
  absent: [],
  vanishing: 0,
  active: 0,
  needsSecondPerson: false,
  heldManagers: 0,
}

/** An import as its page shows it. Once written, only what was written is told. */
export async function present(context: Context, stored: OrgImportTable): Promise<Import> {
  const { db, actor, orgId, now } = context
  const state = stateOf(stored)
  const open = state === 'review' || state === 'failed'
  const review = open ? await reviewOf(context, stored) : nothing
  const lacking = missingFields(stored.mapping)
  const names = await nameLookup(db, orgId, [
    stored.createdBy,
    stored.approvedBy,
    stored.confirmedBy,
    stored.undoneBy,
  ])
  const leaving =
    stored.coverage === 'whole' && stored.absent === 'leave' ? review.absent.length : 0
  const writable = review.counts.new + review.counts.update + leaving
  return {
    id: stored.id,
    fileName: stored.fileName,
    encoding: stored.encoding,
    titles: stored.titles,
    header: stored.header,
    rowCount: stored.rowCount,
    readMs: stored.readMs,
    revision: stored.revision,
    mapping: stored.mapping,
    missingFields: lacking,
    coverage: stored.coverage,
    absent: stored.absent,
    state,
    createdBy: { id: stored.createdBy, name: names(stored.createdBy) },
    createdAt: stored.createdAt,
    counts: review.counts,
    faults: review.faults,
    loops: review.loops.slice(0, 50).map((loop) => ({ members: loop.members.slice(0, 200) })),
    samples: open ? await samplesOf(db, orgId, stored.id) : [],
    names: review.rows
      .slice(0, 50)
      .map((row) => row.draft.name)
      .filter(Boolean)
      .slice(0, 5),
    absentCount: review.absent.length,
    vanishing: review.vanishing,
    active: review.active,
    heldManagers: review.heldManagers,
    needsSecondPerson: review.needsSecondPerson,
    approvalAskedAt: stored.approvalAskedAt,
    approved:
      stored.approvedBy && stored.approvedAt && stored.approvedRevision === stored.revision
        ? { by: names(stored.approvedBy), at: stored.approvedAt }
        : null,
    progress: stored.progress,
    failure: stored.failure,
    written: stored.appliedAt && {
      by: names(stored.confirmedBy),
      at: stored.appliedAt,
      counts: { ...noCounts, ...stored.appliedCounts },
      undoUntil: new Date(stored.appliedAt.getTime() + undoHours * 3_600_000),
    },
    undone: stored.undoneAt && { by: names(stored.undoneBy), at: stored.undoneAt },
    refusals: {
      edit: edit(actor, stored),
      approve: approve(actor, stored),
      confirm: confirm(actor, stored, { ...review, missingFields: lacking, writable }),
      undo: undo(actor, stored, now),
    },
  }
}

async function nameLookup(
  db: Db,
  orgId: string,
  ids: (string | null)[],
): Promise<(id: string | null) => string> {
  const wanted = ids.filter((id) => id !== null)
  const people = await db
    .selectFrom('person')
    .select(['id', 'name'])
    .where('orgId', '=', orgId)
    .where('id', 'in', wanted)
    .execute()
  const names = new Map(people.map((person) => [person.id, person.name]))
  return (id) => (id && names.get(id)) || ''
}

/** One row of the file with its verdict, before and after. */
export function presentRow(row: Judged, stored: OrgImportTable): ImportRow {
  const { draft, known } = row
  return {
    line: row.line,
    verdict: row.verdict,
    employeeNo: draft.employeeNo,
    name: draft.name,
    department: draft.department,
    position: draft.position ?? '',
    faults: row.faults,
    changes: row.changes.map((field) => {
      if (field === 'status')
        return {
          field,
          before: known?.leftOn ? 'left' : 'active',
          after: draft.active ? 'active' : 'left',
        }
      return {
        field,
        before: (known?.[field] as string | null) ?? null,
        after: (draft[field] as string | null) ?? null,
      }
    }),
    managerHeld: row.managerHeld,
    choice: stored.choices.lines[String(row.line)] ?? null,
  }
}

async function samplesOf(db: Db, orgId: string, importId: string): Promise<string[][]> {
  const { rows } = await sql<{ cells: string[] }>`
    select jsonb_path_query_array(rows, '$[0 to 4][1]') as cells from org_import_chunk
     where org_id = ${orgId} and import_id = ${importId} and n = 0`.execute(db)
  return ((rows[0]?.cells ?? []) as unknown as string[][]).map((cells) =>
    cells.map((cell) => cell.slice(0, 60)),
  )
}
