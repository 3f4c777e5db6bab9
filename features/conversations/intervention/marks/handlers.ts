import { implement } from '@orpc/server'
import { sql } from 'kysely'
import { addDays } from '../../../../platform/clock.ts'
import { record } from '../../../../platform/events.ts'
import { newId } from '../../../../platform/ids.ts'
import { demand, invalid, missing } from '../../../../platform/refusal.ts'
import { cleanText } from '../../../sealing/canonical/rules.ts'
import { isHr, type Context } from '../../../accounts/policy.ts'
import { peopleOn } from '../../../org/queries.ts'
import { linesOf } from '../../glass/queries.ts'
import { peopleRefs } from '../../people/queries.ts'
import { interventionContract, longestMarkDays, type Mark } from '../contract.ts'
import { keepsMark, readsMarkReason, type Marked } from '../policy.ts'
import type { TalentMarkTable } from '../table.ts'

const os = implement(interventionContract).$context<Context>()

const list = os.marks.list.handler(async ({ context }) => {
  if (!isHr(context.actor)) throw missing()
  return marksFor(context)
})

const set = os.marks.set.handler(async ({ input, context }) => {
  const { db, orgId, actor, now, today } = context
  if (!isHr(actor)) throw missing()
  const person = await db
    .selectFrom(peopleOn(today).as('person'))
    .select(['id', 'departmentId'])
    .where('orgId', '=', orgId)
    .where('id', '=', input.personId)
    .where((is) => is.or([is('leftOn', 'is', null), is('leftOn', '>', today)]))
    .executeTakeFirst()
  if (!person) throw invalid('intervention.noSuchPerson', {}, 'personId')
  demand(keepsMark(actor, await markedOf(context, person.id, person.departmentId)))
  if (input.untilOn <= today || input.untilOn > addDays(today, longestMarkDays))
    throw invalid('intervention.markDays', { days: longestMarkDays }, 'untilOn')
  const before = await db
    .selectFrom('talentMark')
    .select(['id', 'untilOn'])
    .where('orgId', '=', orgId)
    .where('personId', '=', person.id)
    .where('liftedAt', 'is', null)
    .forUpdate()
    .executeTakeFirst()
  if (before && before.untilOn >= today) throw invalid('intervention.marked', {}, 'personId')
  // One that has run out makes room for the new one.
  if (before) await lifted(context, before.id)
  const id = newId()
  await db
    .insertInto('talentMark')
    .values({
      orgId,
      id,
      personId: person.id,
      untilOn: input.untilOn,
      reason: cleanText(input.reason),
      setBy: actor.personId,
      setAt: now,
      liftedBy: null,
      liftedAt: null,
    })
    .execute()
  // Whom it is about stands in the mark alone: the log is read by those who may not know of it.
  await record(db, context, 'talent.marked', { subjectId: id })
})

const lift = os.marks.lift.handler(async ({ input, context }) => {
  const { actor, db } = context
  const mark = isHr(actor) ? (await marksFor(context)).find(({ id }) => id === input.id) : undefined
  if (!mark) throw missing()
  await lifted(context, mark.id)
  await record(db, context, 'talent.lifted', { subjectId: mark.id })
})

export const marksHandlers = { list, set, lift }

const lifted = ({ db, orgId, actor, now }: Context, id: string) =>
  db
    .updateTable('talentMark')
    .set({ liftedBy: actor.personId, liftedAt: now })
    .where('orgId', '=', orgId)
    .where('id', '=', id)
    .execute()

const markedOf = async (
  context: Context,
  employeeId: string,
  departmentId: string | null,
): Promise<Marked> => ({
  departmentId,
  lines: await linesOf(context, { employeeId, managerId: null }),
})

/** Marks in force on people one is in charge of; one’s own and those of one’s line are not there. */
async function marksFor(context: Context): Promise<Mark[]> {
  const { db, orgId, today, actor } = context
  const { rows } = await sql<TalentMarkTable & { departmentId: string | null }>`
    select m.*, p.department_id from talent_mark m
      join ${peopleOn(today)} p on p.org_id = m.org_id and p.id = m.person_id
     where m.org_id = ${orgId} and m.lifted_at is null and m.until_on >= ${today}::date
       and m.person_id <> ${actor.personId}
     order by m.until_on, m.id limit 500`.execute(db)
  const people = await peopleRefs(context, [
    ...new Set(rows.flatMap(({ personId, setBy }) => [personId, setBy])),
  ])
  const marks: Mark[] = []
  for (const row of rows) {
    const [person, setBy] = [people.get(row.personId), people.get(row.setBy)]
    const marked = await markedOf(context, row.personId, row.departmentId)
    if (!person || !setBy || keepsMark(actor, marked) !== null) continue
    marks.push({
      id: row.id,
      person,
      untilOn: row.untilOn,
      reason: readsMarkReason(actor, row) ? row.reason : null,
      setBy,
      setAt: row.setAt,
    })
  }
  return marks
}
