import { sql } from 'kysely'
import { openOrg } from '../../../platform/database.ts'
import type { Context } from '../../accounts/policy.ts'
import { personFor } from '../../org/person/queries.ts'
import { conflictsOf } from './conflicts/queries.ts'
import type { Merge, Side } from './contract.ts'
import { askUndo, decideMerge, decideUndo, seeksDoubles } from './policy.ts'
import { holdings, stateOf, type Holding } from './rules.ts'
import type { PersonMergeTable } from './table.ts'

/** One of two who are compared: who it is, and how much of each kind is there. */
export async function sideOf(context: Context, id: string): Promise<Side> {
  const { db, orgId, now } = context
  const person = await personFor(context, id)
  const { rows } = await sql<Record<Holding, number>>`
    select (select count(*)::int from conversation where org_id = ${orgId} and employee_id = ${id}) as talks,
      (select count(*)::int from conversation where org_id = ${orgId} and manager_id = ${id}) as led,
      (select count(*)::int from conversation where org_id = ${orgId} and employee_id = ${id} and sealed_at is not null) as records,
      (select count(*)::int from commitment where org_id = ${orgId} and owner_id = ${id}) as promises,
      (select count(*)::int from signature where org_id = ${orgId} and person_id = any(persons_of(${orgId}, ${id}))) as signatures,
      (select count(*)::int from assignment where org_id = ${orgId} and person_id = ${id}) as posts,
      (select count(*)::int from role_grant where org_id = ${orgId} and person_id = ${id} and revoked_at is null
        and (to_at is null or to_at > ${now})) as roles`.execute(db)
  const counts = { ...rows[0]!, reports: person.reports }
  return {
    id: person.id,
    name: person.name,
    employeeNo: person.employeeNo,
    department: person.department,
    position: person.position,
    hiredOn: person.hiredOn,
    leftOn: person.leftOn,
    email: person.email,
    phone: person.phone,
    hasAccount: person.accountId !== null,
    holds: Object.fromEntries(holdings.map((kind) => [kind, counts[kind]])) as Side['holds'],
  }
}

type Somebody = Merge['kept']
type Row = PersonMergeTable & {
  kept: Somebody
  merged: Somebody
  asker: string
  decider: string | null
  undoAsker: string | null
  undoer: string | null
  isBuiltOn: boolean
}

const named = (column: string) => sql`(select json_build_object('id', p.id, 'name', p.name,
  'employeeNo', p.employee_no) from person p where p.org_id = m.org_id and p.id = ${sql.ref(column)})`
const name = (column: string) =>
  sql`(select p.name from person p where p.org_id = m.org_id and p.id = ${sql.ref(column)})`

/** Merges as whoever asks may treat them, what waits first; `id` asks for one. */
export async function mergesOf(context: Context, id: string | null = null): Promise<Merge[]> {
  const { db, orgId } = context
  const { rows } = await sql<Row>`
    select m.*, ${named('m.kept_id')} as kept, ${named('m.merged_id')} as merged, ${name('m.asked_by')} as asker,
           ${name('m.decided_by')} as decider, ${name('m.undo_asked_by')} as undo_asker, ${name('m.undone_by')} as undoer,
           exists (select from person p where p.org_id = m.org_id and p.id = m.kept_id and p.merged_into is not null) as is_built_on
      from person_merge m
     where m.org_id = ${orgId} and (${id}::uuid is null or m.id = ${id})
     order by m.decided_at is not null, m.id desc limit 100`.execute(db)
  const conflicts = await conflictsFor(context, rows)
  return rows.map((row) => presented(context, row, conflicts.get(row.id) ?? []))
}

const decision = ({ actor }: Context, row: Row) =>
  decideMerge(actor, { ...row, state: stateOf(row) })

/** What stands between the two of each merge that waits, with one look past the wall. */
async function conflictsFor(
  context: Context,
  rows: readonly Row[],
): Promise<Map<string, Merge['conflicts']>> {
  const waiting = rows.filter(
    (row) =>
      stateOf(row) === 'asked' &&
      (decision(context, row) === null || seeksDoubles(context.actor) === null),
  )
  if (waiting.length === 0) return new Map()
  return seeingAll(
    context,
    async () =>
      new Map(
        await Promise.all(
          waiting.map(async (row) => [row.id, await conflictsOf(context, row)] as const),
        ),
      ),
  )
}

function presented(context: Context, row: Row, conflicts: Merge['conflicts']): Merge {
  const { actor } = context
  const state = stateOf(row)
  const standing = { ...row, state }
  return {
    id: row.id,
    kept: row.kept,
    merged: row.merged,
    evidence: row.evidence,
    reason: row.reason,
    askedBy: row.asker,
    askedAt: row.askedAt,
    decidedBy: row.decider,
    decidedAt: row.decidedAt,
    state,
    conflicts,
    undo:
      row.undoReason !== null && row.undoAsker && row.undoAskedAt
        ? {
            reason: row.undoReason,
            askedBy: row.undoAsker,
            askedAt: row.undoAskedAt,
            undoneBy: row.undoer,
            undoneAt: row.undoneAt,
          }
        : null,
    refusals: {
      decide: decision(context, row),
      askUndo: askUndo(actor, standing),
      decideUndo: decideUndo(actor, standing),
    },
  }
}

/**
 * Looks past the second wall for as long as rows are counted or handed over: security administration carries a
 * merge out without reading a word. Nothing read meanwhile leaves but numbers.
 */
export async function seeingAll<T>({ db, orgId }: Context, work: () => Promise<T>) {
  const { rows } = await sql<{ reach: string }>`select content_reach() as reach`.execute(db)
  await openOrg(db, orgId, 'all')
  const result = await work()
  await openOrg(db, orgId, rows[0]!.reach)
  return result
}
