import { sql } from 'kysely'
import type { Context } from '../../accounts/policy.ts'
import type { PersonRef } from '../../conversations/contract.ts'
import { personRef } from '../../conversations/people/queries.ts'
import { byRight, sightOf, visibleAmong } from '../../conversations/queries.ts'
import type {} from '../../conversations/table.ts'
import type { FlowStage, StageKind } from '../../flows/contract.ts'
import { flowVersion } from '../../flows/queries.ts'
import type {} from '../../flows/table.ts'
import { calendarOf } from '../../org/calendar/queries.ts'
import { postsOn } from '../../org/queries.ts'
import type { Day } from '../../org/rules.ts'
import type { Todo } from '../contract.ts'
import { reminderDay, remindersOf } from '../reminders/rules.ts'
import { isTold, standings, type Standing } from './rules.ts'

/** A stage of somebody else that one is told of, and the days on which a flow says so. */
export interface Told {
  todo: Extract<Todo, { kind: 'told' }>
  days: Day[]
}

interface Row {
  standings: Standing[]
  conversationId: string
  title: string
  key: string
  stageKind: StageKind
  flowVersionId: string
  employee: PersonRef
  waitsFor: PersonRef | null
  dueOn: Day
}

/**
 * Open stages of others of which somebody is told as the flow says: their manager, the one above, the
 * dotted line, HR in charge, the other of the two. From the day on which the first word of it is due
 * until it is done.
 */
export async function toldTo(context: Context): Promise<Told[]> {
  const { db, orgId, today } = context
  const stages = await stagesThatTell(context)
  if (stages.size === 0) return []
  const rows = await waitingBeside(context, stages)
  if (rows.length === 0) return []
  const calendar = await calendarOf(db, orgId)
  const found = rows.flatMap((row) => {
    const stage = stages.get(`${row.flowVersionId} ${row.key}`)
    const days = stage
      ? remindersOf(stage)
          .filter(({ to }) => row.standings.some((standing) => isTold(to, standing)))
          .map((reminder) => reminderDay(calendar, row.dueOn, reminder))
      : []
    return stage && days.some((day) => day <= today) ? [{ row, stage, days }] : []
  })
  const open = await visibleAmong(
    db,
    context,
    found.map(({ row }) => row.conversationId),
  )
  return found.map(({ row, stage: { key, kind, label }, days }) => ({
    days,
    todo: {
      kind: 'told',
      conversationId: row.conversationId,
      title: row.title,
      stage: { key, kind, label },
      employee: row.employee,
      waitsFor: row.waitsFor,
      mayOpen: open.includes(row.conversationId),
      dueOn: row.dueOn,
    },
  }))
}

/** Stages of this organization's flows that tell anybody besides whose they are, by `<version> <key>`. */
async function stagesThatTell({ db, orgId }: Context): Promise<Map<string, FlowStage>> {
  const versions = await db
    .selectFrom('flowVersion')
    .select('id')
    .where('orgId', '=', orgId)
    .execute()
  const stages = new Map<string, FlowStage>()
  for (const { id } of versions)
    for (const stage of (await flowVersion(db, orgId, id)).stages)
      if (remindersOf(stage).some(({ to }) => standings.some((standing) => isTold(to, standing))))
        stages.set(`${id} ${stage.key}`, stage)
  return stages
}

/** Open stages with a day, of somebody else, in talks beside which one stands so that the flow tells one. */
async function waitingBeside(context: Context, stages: Map<string, FlowStage>): Promise<Row[]> {
  const { db, orgId, actor, today } = context
  const me = actor.personId
  const sight = await sightOf(db, context)
  /** Talks one stands beside, of those flows only that tell somebody who stands there. */
  const beside = (standing: Standing, where: ReturnType<typeof sql>) => {
    const versions = [...stages].flatMap(([key, stage]) =>
      remindersOf(stage).some(({ to }) => isTold(to, standing)) ? key.split(' ')[0]! : [],
    )
    return versions.length === 0
      ? []
      : sql`select c.id, ${standing}::text as standing from conversation c
             where c.org_id = ${orgId} and c.closed_at is null
               and c.flow_version_id = any(${[...new Set(versions)]}::uuid[]) and ${where}`
  }
  const inCharge = byRight({
    ...sight,
    roles: sight.roles.filter(({ role }) => role === 'hrbp' || role === 'hrAdmin'),
  })
  const partners = byRight({ ...sight, roles: sight.roles.filter(({ role }) => role === 'hrbp') })
  const talks = [
    beside('employee', sql`c.employee_id = ${me}`),
    beside('manager', sql`c.manager_id = ${me}`),
    beside(
      'managerAtLaunch',
      sql`(c.cycle_id is null and c.manager_id = ${me} or c.id in (
            select p.conversation_id from participation p where p.org_id = ${orgId} and p.manager_id = ${me}))`,
    ),
    beside(
      'secondManager',
      sql`c.manager_id in (select r.person_id from ${postsOn(today)} r where r.org_id = ${orgId} and r.manager_id = ${me})`,
    ),
    beside(
      'dottedManager',
      sql`c.employee_id in (select a.person_id from assignment a where a.org_id = ${orgId} and a.manager_id = ${me}
            and a.kind = 'dotted' and a.from_on <= ${today}::date and (a.to_on is null or a.to_on > ${today}::date))`,
    ),
    ...(sight.roles.some(({ role }) => role === 'hrbp') ? [beside('hrbp', partners)] : []),
    ...(sight.roles.some(({ role }) => role === 'hrbp' || role === 'hrAdmin')
      ? [beside('hr', inCharge)]
      : []),
  ].flat()
  if (talks.length === 0) return []
  const { rows } = await sql<Row>`
    select beside.standings, c.id as conversation_id, c.title, s.key, s.kind as stage_kind, s.due_on, c.flow_version_id,
           ${personRef('c.employee_id', today)} as employee, ${personRef('whose.id', today)} as waits_for
      from (select id, array_agg(distinct standing) as standings
              from (${sql.join(talks, sql` union all `)}) talk group by id) beside
      join conversation c on c.org_id = ${orgId} and c.id = beside.id
      join stage s on s.org_id = c.org_id and s.run_id = c.id
      cross join lateral (select coalesce(s.owner_id,
        case s.actor when 'employee' then c.employee_id when 'manager' then c.manager_id end) as id) whose
     where s.opened_at is not null and s.done_at is null and s.skipped_at is null and s.due_on is not null
       and (c.flow_version_id || ' ' || s.key) = any(${[...stages.keys()]}::text[])
       -- What is one's own stands in the list as such.
       and whose.id is distinct from ${me}
       and not (s.actor = 'both' and ${me} in (c.employee_id, c.manager_id))
       and not (s.actor = 'hr' and s.owner_id is null and 'hr' = any(beside.standings))
       and (c.employee_id = ${me} or c.employee_id <> all(${sight.above}::uuid[]))
       and not exists (select from data_hold h where h.org_id = c.org_id and h.conversation_id = c.id
                         and h.kind = 'restriction' and h.lifted_at is null)
     order by s.due_on, c.id, s.key
     limit 200`.execute(db)
  return rows
}
