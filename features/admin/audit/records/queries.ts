import { sql } from 'kysely'
import type { Context } from '../../../accounts/policy.ts'
import { asEmployee, byRight, sightOf } from '../../../conversations/queries.ts'
import type { HoldKind } from '../../privacy/contract.ts'
import type { ChainExportTable } from '../table.ts'
import { archivesFor, positionsIn } from './rules.ts'

export type Range = Pick<
  ChainExportTable,
  'departmentId' | 'cycleId' | 'employeeId' | 'fromOn' | 'untilOn'
>

/** Sealed records the office of whoever asks covers today, as wanted; SQL over the alias `c`. */
export async function covered(context: Context, wanted: Range) {
  const { db, org } = context
  const sight = await sightOf(db, context)
  return sql<boolean>`(c.sealed_at is not null and ${byRight(sight)} and not ${asEmployee(sight)}
    and c.sealed_at >= ${wanted.fromOn}::timestamp at time zone ${org.timezone}
    and c.sealed_at < (${wanted.untilOn}::date + 1)::timestamp at time zone ${org.timezone}
    and (${wanted.cycleId}::uuid is null or c.cycle_id = ${wanted.cycleId})
    and (${wanted.employeeId}::uuid is null or c.employee_id = ${wanted.employeeId})
    and (${wanted.departmentId}::uuid is null or c.department_id in (
      select below.id from department at join department below on below.org_id = at.org_id
         and (below.id = at.id or starts_with(below.path, at.path || '/'))
       where at.org_id = c.org_id and at.id = ${wanted.departmentId})))`
}

/** The day on which the first of these was sealed; null where none was. */
export async function firstSealedOn(
  context: Context,
  wanted: Omit<Range, 'fromOn'>,
): Promise<string | null> {
  const { db, orgId, org } = context
  const { rows } = await sql<{ day: string | null }>`
    select min((c.sealed_at at time zone ${org.timezone})::date) as day from conversation c
     where c.org_id = ${orgId} and ${await covered(context, { ...wanted, fromOn: '1970-01-01' })}`.execute(
    db,
  )
  return rows[0]!.day
}

/** Writes down what an export of records will hold. @returns how many */
export async function listRecords(context: Context, id: string, wanted: Range): Promise<number> {
  const { numAffectedRows } = await sql`
    insert into export_record (org_id, export_id, conversation_id, position)
    select c.org_id, ${id}, c.id, row_number() over (order by c.sealed_at, c.id)
      from conversation c where c.org_id = ${context.orgId} and ${await covered(context, wanted)}`.execute(
    context.db,
  )
  return Number(numAffectedRows ?? 0)
}

/** A record of an export as the list names it. */
export interface Listed {
  id: string
  position: number
  title: string
  name: string
  employeeNo: string
  department: string
  cycle: string | null
  sealedAt: Date
  outcome: string
  /** Every sealed version, the oldest first. */
  versions: number[]
  holds: HoldKind[]
  erased: { on: string; basis: string } | null
}

/** In how many archives an export is taken. */
export async function archivesOf({ db, orgId }: Context, exportId: string): Promise<number> {
  const { count } = await db
    .selectFrom('exportRecord')
    .select((row) => row.fn.countAll<number>().as('count'))
    .where('orgId', '=', orgId)
    .where('exportId', '=', exportId)
    .executeTakeFirstOrThrow()
  return archivesFor(Number(count))
}

/** What one archive of an export holds, in order. */
export async function listedIn(
  { db, orgId, org }: Context,
  exportId: string,
  archive: number,
): Promise<Listed[]> {
  const { from, until } = positionsIn(archive)
  const { rows } = await sql<Listed>`
    select c.id, x.position, c.title, c.snapshot ->> 'name' as name, c.snapshot ->> 'employeeNo' as employee_no,
           c.snapshot ->> 'department' as department, c.sealed_at, c.outcome,
           (select y.name from cycle y where y.org_id = c.org_id and y.id = c.cycle_id) as cycle,
           array(select v.version from sealed_version v where v.org_id = c.org_id and v.record_id = c.id
             order by v.version) as versions,
           array(select h.kind from data_hold h where h.org_id = c.org_id and h.conversation_id = c.id
             and h.lifted_at is null order by h.kind) as holds,
           (select json_build_object('on', (e.erased_at at time zone ${org.timezone})::date, 'basis', e.basis)
              from erasure e where e.org_id = c.org_id and e.conversation_id = c.id and e.erased_at is not null) as erased
      from export_record x join conversation c on c.org_id = x.org_id and c.id = x.conversation_id
     where x.org_id = ${orgId} and x.export_id = ${exportId} and x.position between ${from} and ${until}
     order by x.position`.execute(db)
  return rows
}

/** Forgets how far an archive had come: it is written from its beginning. */
export async function beginArchive({ db, orgId }: Context, exportId: string, archive: number) {
  const { from, until } = positionsIn(archive)
  await db
    .updateTable('exportRecord')
    .set({ writtenAt: null, leftOut: null })
    .where('orgId', '=', orgId)
    .where('exportId', '=', exportId)
    .where('position', '>=', from)
    .where('position', '<=', until)
    .execute()
}

/** Notes that a record is in the archive, or why it is not. */
export const noteWritten = (
  { db, orgId, now }: Context,
  { exportId, id, leftOut }: { exportId: string; id: string; leftOut: string | null },
) =>
  db
    .updateTable('exportRecord')
    .set({ writtenAt: now, leftOut })
    .where('orgId', '=', orgId)
    .where('exportId', '=', exportId)
    .where('conversationId', '=', id)
    .execute()
