import { sql } from 'kysely'
import { z } from 'zod'
import { json } from '../../../platform/database.ts'
import { record } from '../../../platform/events.ts'
import { newId } from '../../../platform/ids.ts'
import { demand, invalid, missing } from '../../../platform/refusal.ts'
import type { Context } from '../../accounts/policy.ts'
import { parseRoster, unreadable, UnreadableRoster } from '../../org/import/reading/queries.ts'
import { reasonFor } from '../../org/import/reading/rules.ts'
import type { Column, Taken } from '../contract.ts'
import { mayWriteIndicators, seesIndicators } from '../policy.ts'
import { departmentsNamed, type Period } from '../queries.ts'
import { columnsIn, headings, readRows } from '../rules.ts'

/** More than this is no list of goals any more. */
const mostRows = 5_000

/** So many troubles are listed; the rest is counted. */
const troublesShown = 100

const periodShape = z.object({ periodFrom: z.iso.date(), periodTo: z.iso.date() })

/**
 * Takes a CSV or XLSX file of indicators for one period: written whole or not at all. A row about a department
 * and an indicator that is there already changes it; rows and columns the file does not have stay.
 * @throws NOT_FOUND, FORBIDDEN; BAD_REQUEST `org.unreadable.*` for a file that is no table.
 */
export async function takeIndicators(
  context: Context,
  bytes: Buffer,
  name: string,
  asked: { periodFrom: string | null; periodTo: string | null },
): Promise<Taken> {
  if (!seesIndicators(context.actor)) throw missing()
  demand(mayWriteIndicators(context.actor))
  const period = periodShape.safeParse(asked).data
  if (!period) throw invalid('goals.noPeriod', {}, 'period')
  if (period.periodTo < period.periodFrom) throw invalid('goals.periodReversed', {}, 'periodTo')
  const { header, rows } = await parseRoster(bytes, {
    asShown: true,
    headings: Object.values(headings).flat(),
  }).catch((error) => {
    if (!(error instanceof UnreadableRoster)) throw error
    const reason = reasonFor(error.reason, name, bytes)
    // Of a roster these two speak of people.
    if (reason === 'noHeader') throw invalid('goals.noHeader')
    if (reason === 'noPeople') throw invalid('goals.noRows')
    throw unreadable(error, name, bytes)
  })
  const nothing = { rows: rows.length, added: 0, changed: 0, same: 0 }
  const { at, missing: lacking } = columnsIn(header)
  if (lacking.length > 0) return { ...nothing, troubles: [], troublesInAll: 0, missing: lacking }
  if (rows.length > mostRows) throw invalid('goals.tooManyRows', { most: mostRows })
  const { read, troubles } = readRows(rows, at, await departmentsNamed(context))
  if (troubles.length > 0)
    return {
      ...nothing,
      troubles: troubles.slice(0, troublesShown),
      troublesInAll: troubles.length,
      missing: [],
    }
  return {
    ...(await write(context, period, read, (column) => at[column] !== undefined)),
    rows: rows.length,
    troubles: [],
    troublesInAll: 0,
    missing: [],
  }
}

async function write(
  context: Context,
  { periodFrom, periodTo }: Period,
  read: ReturnType<typeof readRows>['read'],
  has: (column: Column) => boolean,
): Promise<Pick<Taken, 'added' | 'changed' | 'same'>> {
  const { db, orgId, actor, now } = context
  const fields = read.map(({ line: _line, ...row }) => ({ id: newId(), ...row }))
  const said = (column: Column, name: string) =>
    sql.ref(`${has(column) ? 'excluded' : 'i'}.${name}`)
  const after = sql.join([
    said('companyGoal', 'company_goal'),
    said('target', 'target'),
    said('measure', 'measure'),
    said('weight', 'weight'),
  ])
  const { rows } = await sql<{ isNew: boolean }>`
    insert into department_indicator as i (org_id, id, department_id, period_from, period_to, company_goal,
             title, target, measure, weight, saved_by, saved_at)
      select ${orgId}, r.id, r."departmentId", ${periodFrom}, ${periodTo}, r."companyGoal",
             r.title, r.target, r.measure, r.weight, ${actor.personId}, ${now}
        from jsonb_to_recordset(${json(fields)}::jsonb) as r (id uuid, "departmentId" uuid, "companyGoal" text,
             title text, target text, measure text, weight int)
    on conflict (org_id, department_id, period_from, period_to, title) where removed_at is null
      do update set (company_goal, target, measure, weight) = (${after}),
             saved_by = excluded.saved_by, saved_at = excluded.saved_at
       where (i.company_goal, i.target, i.measure, i.weight) is distinct from (${after})
    returning xmax = 0 as is_new`.execute(db)
  const added = rows.filter(({ isNew }) => isNew).length
  const changed = rows.length - added
  if (rows.length > 0)
    await record(db, context, 'indicator.imported', { subjectId: orgId, data: { added, changed } })
  return { added, changed, same: read.length - rows.length }
}
