import { z } from 'zod'
import { record } from '../../../platform/events.ts'
import { newId } from '../../../platform/ids.ts'
import { demand, invalid, missing } from '../../../platform/refusal.ts'
import type { Context } from '../../accounts/policy.ts'
import { parseRoster, unreadable, UnreadableRoster } from '../../org/import/reading/queries.ts'
import type { Taken } from '../contract.ts'
import { mayWriteIndicators, seesIndicators } from '../policy.ts'
import { departmentsNamed, indicatorsOf, type Period } from '../queries.ts'
import { columnsIn, readRows } from '../rules.ts'

/** More than this is no list of goals any more. */
const mostRows = 5_000

/** So many troubles are listed; the rest is counted. */
const troublesShown = 100

const periodShape = z
  .object({ periodFrom: z.iso.date(), periodTo: z.iso.date() })
  .refine(({ periodFrom, periodTo }) => periodFrom <= periodTo)

/**
 * Takes a CSV or XLSX file of indicators for one period: written whole or not at all. A row about a department
 * and an indicator that is there already changes it; what the file does not name stays.
 * @throws NOT_FOUND, FORBIDDEN; BAD_REQUEST `org.unreadable.*` for a file that is no table.
 */
export async function takeIndicators(
  context: Context,
  bytes: Buffer,
  asked: { periodFrom: string | null; periodTo: string | null },
): Promise<Taken> {
  if (!seesIndicators(context.actor)) throw missing()
  demand(mayWriteIndicators(context.actor))
  const period = periodShape.safeParse(asked).data
  if (!period) throw invalid('goals.periodReversed', {}, 'periodTo')
  const { header, rows } = await parseRoster(bytes).catch((error) => {
    if (!(error instanceof UnreadableRoster)) throw error
    // Of a roster these two speak of people.
    if (error.reason === 'noHeader') throw invalid('goals.noHeader')
    if (error.reason === 'noPeople') throw invalid('goals.noRows')
    throw unreadable(error)
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
    ...(await write(context, period, read)),
    rows: rows.length,
    troubles: [],
    troublesInAll: 0,
    missing: [],
  }
}

async function write(
  context: Context,
  period: Period,
  read: ReturnType<typeof readRows>['read'],
): Promise<Pick<Taken, 'added' | 'changed' | 'same'>> {
  const { db, orgId, actor, now } = context
  const there = new Map(
    (await indicatorsOf(context, period)).map((each) => [
      `${each.departmentId} ${each.title}`,
      each,
    ]),
  )
  const count = { added: 0, changed: 0, same: 0 }
  for (const { line: _line, ...row } of read) {
    const before = there.get(`${row.departmentId} ${row.title}`)
    const isSame =
      before !== undefined &&
      (['companyGoal', 'target', 'measure', 'weight'] as const).every(
        (field) => before[field] === row[field],
      )
    count[before ? (isSame ? 'same' : 'changed') : 'added']++
    if (isSame) continue
    const saved = { ...row, ...period, savedBy: actor.personId, savedAt: now, removedAt: null }
    await db
      .insertInto('departmentIndicator')
      .values({ orgId, id: before?.id ?? newId(), ...saved })
      .onConflict((conflict) => conflict.columns(['orgId', 'id']).doUpdateSet(saved))
      .execute()
  }
  if (count.added + count.changed > 0)
    await record(db, context, 'indicator.imported', {
      subjectId: orgId,
      data: { added: count.added, changed: count.changed },
    })
  return count
}
