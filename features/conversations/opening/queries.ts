import { sql } from 'kysely'
import { forgetPlans, json, type Db } from '../../../platform/database.ts'
import { newId } from '../../../platform/ids.ts'
import { deadlinesIn } from '../../cycles/queries.ts'
import type {} from '../../cycles/table.ts'
import { flowVersion, startRun, startRuns } from '../../flows/queries.ts'
import { dueDates, knownDates, type FlowEvent } from '../../flows/rules.ts'
import { postsOn } from '../../org/queries.ts'
import type { Kind } from '../contract.ts'
import { askFormerManagers } from '../segments/queries.ts'
import { proceed, tell, type Doing } from '../stages/queries.ts'
import { beginsAlike, worldOf } from '../stages/world/queries.ts'
import { calendarOf } from '../../org/calendar/queries.ts'
import type { Snapshot } from '../table.ts'

/**
 * Opens the conversations of everybody in a cycle who has none yet, with their runs: two statements
 * per flow, however many people. Run again it adds what is missing.
 * @param range only participations with ids from … to …, both included; undefined is all of them.
 * @returns how many were opened now.
 */
export async function openForCycle(
  db: Db,
  doing: Doing & { today: string },
  cycleId: string,
  range?: { from: string; to: string },
): Promise<number> {
  const { orgId, now, today } = doing
  await refreshStatistics(db)
  await forgetPlans(db)
  const within = range ? sql`and t.id between ${range.from} and ${range.to}` : sql``
  const { rows: opened } = await sql<{
    id: string
    flowVersionId: string
    managerId: string | null
  }>`
    insert into conversation (org_id, id, kind, title, cycle_id, employee_id, manager_id, line_manager_id, department_id, snapshot,
      template_version_id, flow_version_id, phase, previous_id, created_at)
    select t.org_id, t.conversation_id, y.kind, y.name, y.id, t.person_id, t.manager_id, line.manager_id, t.department_id, t.snapshot,
      t.template_version_id, t.flow_version_id, 'prepare', ${previous(sql`t.person_id`, sql`t.manager_id`)}, ${now}
      from participation t
      join cycle y on y.org_id = t.org_id and y.id = t.cycle_id
      left join ${postsOn(today)} line on line.org_id = t.org_id and line.person_id = t.person_id
     where t.org_id = ${orgId} and t.cycle_id = ${cycleId} ${within}
       and not exists (select from conversation c where c.org_id = t.org_id and c.id = t.conversation_id)
    on conflict do nothing
    returning id, flow_version_id, manager_id`.execute(db)
  if (opened.length === 0) return 0
  const cycle = await db
    .selectFrom('cycle')
    .select(['startsOn', 'periodTo', 'deadlines'])
    .where('orgId', '=', orgId)
    .where('id', '=', cycleId)
    .executeTakeFirstOrThrow()
  const calendar = await calendarOf(db, orgId)
  for (const [flowVersionId, own] of Map.groupBy(opened, (row) => row.flowVersionId)) {
    const flow = await flowVersion(db, orgId, flowVersionId)
    const due = knownDates(flow, deadlinesIn(cycle, flow, calendar), cycle.deadlines)
    const ids = own.map(({ id }) => id)
    if (beginsAlike(flow))
      await startRuns(db, orgId, ids, flowVersionId, due, {}, now, { today, calendar })
    else for (const id of ids) await startAlone(db, doing, id, due)
  }
  for (const { id, managerId } of opened)
    if (managerId === null) await passOverManager(db, doing, id)
  await askFormerManagers(
    db,
    doing,
    opened.map(({ id }) => id),
  )
  return opened.length
}

// The pair's latest sealed conversation: its promises open the new one.
const previous = (employee: ReturnType<typeof sql>, manager: ReturnType<typeof sql>) => sql`(
  select b.id from conversation b where b.org_id = t.org_id and b.employee_id = ${employee}
     and b.manager_id is not distinct from ${manager} and b.sealed_at is not null order by b.sealed_at desc limit 1)`

// A planner that still takes these tables for much smaller ones joins thousands of rows one by one: after
// an import and in the first batches of a launch its own collector has not been there yet.
async function refreshStatistics(db: Db) {
  const { rows } = await sql<{ name: string }>`
    select relname as name from pg_class
     where oid = any ('{participation,conversation,stage,assignment,person}'::regclass[])
       and pg_relation_size(oid) > greatest(262144, 2 * relpages * current_setting('block_size')::int)`.execute(
    db,
  )
  if (rows.length > 0)
    await sql`analyze ${sql.join(rows.map(({ name }) => sql.table(name)))}`.execute(db)
}

/** One conversation outside any cycle, begun by the manager. @returns its id. */
export async function openOne(
  db: Db,
  doing: Doing & { clientId: string; today: string },
  about: {
    kind: Kind
    title: string
    employeeId: string
    managerId: string
    departmentId: string
    snapshot: Snapshot
    templateVersionId: string
    flowVersionId: string
  },
): Promise<string> {
  const { orgId, now, clientId, today } = doing
  const id = newId()
  const before = await db
    .selectFrom('conversation')
    .select('id')
    .where('orgId', '=', orgId)
    .where('employeeId', '=', about.employeeId)
    .where('managerId', '=', about.managerId)
    .where('sealedAt', 'is not', null)
    .orderBy('sealedAt', 'desc')
    .limit(1)
    .executeTakeFirst()
  await sql`
    insert into conversation (org_id, id, kind, title, employee_id, manager_id, line_manager_id, department_id, snapshot,
      template_version_id, flow_version_id, phase, previous_id, created_at, client_id)
    values (${orgId}, ${id}, ${about.kind}, ${about.title}, ${about.employeeId}, ${about.managerId}, ${about.managerId}, ${about.departmentId},
      ${json(about.snapshot)}, ${about.templateVersionId}, ${about.flowVersionId}, 'prepare', ${before?.id ?? null}, ${now}, ${clientId})`.execute(
    db,
  )
  const flow = await flowVersion(db, orgId, about.flowVersionId)
  const season = { periodTo: today, calendar: await calendarOf(db, orgId) }
  await startAlone(db, doing, id, knownDates(flow, dueDates(flow, today, {}, season)))
  return id
}

/** One run that begins as its own person has it: who stands where, what is asked of them. */
async function startAlone(db: Db, doing: Doing, id: string, due: Record<string, string>) {
  const { orgId, now } = doing
  const talk = await db
    .selectFrom('conversation')
    .selectAll()
    .where('orgId', '=', orgId)
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  const flow = await flowVersion(db, orgId, talk.flowVersionId)
  const world = await worldOf(db, doing, talk, flow)
  const begun = await startRun(db, orgId, id, talk.flowVersionId, due, {}, now, world)
  if (begun) await tell(db, doing, talk, flow, begun)
}

// Nobody above: what the manager would begin with is passed over at once (E17).
async function passOverManager(db: Db, doing: Doing, id: string) {
  const conversation = await db
    .selectFrom('conversation')
    .selectAll()
    .where('orgId', '=', doing.orgId)
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  const flow = await flowVersion(db, doing.orgId, conversation.flowVersionId)
  const first = flow.stages[0]
  if (!first || first.actor !== 'manager') return
  const skip: FlowEvent = { type: 'skip', stage: first.key, by: conversation.employeeId }
  await proceed(db, doing, conversation, skip)
}
