import { sql } from 'kysely'
import { addDays } from '../../../../platform/clock.ts'
import type { Db } from '../../../../platform/database.ts'
import type { StageReminder } from '../../../flows/contract.ts'
import type { Day } from '../../../org/rules.ts'
import type { WorkCalendar } from '../../../org/calendar/rules.ts'
import { promiseHorizonDays } from '../../rules.ts'
import type { Todo } from '../../contract.ts'
import { remindersIn, remindersOf, usualReminders, type Window } from '../rules.ts'

/** What falls due so that somebody hears of it now. Few combinations, however many people. */
export interface Due {
  /** `<flow version> <stage> <day>` */
  stages: Map<string, StageReminder[]>
  /** Days of promises, and of whatever else has a day. */
  days: Set<Day>
}

const stageKey = (flowVersionId: string, key: string, dueOn: Day) =>
  `${flowVersionId} ${key} ${dueOn}`

/** Which stages and days are to be spoken of in these days. */
export async function dueIn(
  db: Db,
  orgId: string,
  calendar: WorkCalendar,
  window: Window,
): Promise<Due> {
  const { rows } = await sql<{
    flowVersionId: string
    key: string
    kind: string
    dueOn: Day
    reminders: StageReminder[] | null
  }>`
    select s.flow_version_id, s.key, s.kind, s.due_on,
           (select entry -> 'reminders' from flow_version v, jsonb_array_elements(v.body -> 'stages') entry
             where v.org_id = ${orgId} and v.id = s.flow_version_id and entry ->> 'key' = s.key) as reminders
      from (select distinct s.flow_version_id, s.key, s.kind, s.due_on from stage s
             where s.org_id = ${orgId} and s.opened_at is not null and s.done_at is null and s.skipped_at is null
               and s.due_on is not null and s.kind <> 'follow') s`.execute(db)
  const stages = new Map<string, StageReminder[]>()
  for (const { flowVersionId, key, kind, dueOn, reminders } of rows) {
    const now = remindersIn(
      calendar,
      window,
      dueOn,
      remindersOf({ kind, reminders: reminders ?? undefined }),
    )
    if (now.length > 0) stages.set(stageKey(flowVersionId, key, dueOn), now)
  }
  const days = new Set<Day>()
  // Far enough to both sides for the usual reminders over the longest holidays.
  for (
    let day = addDays(window.after, -31);
    day <= addDays(window.until, 31);
    day = addDays(day, 1)
  )
    if (remindersIn(calendar, window, day, usualReminders).length > 0) days.add(day)
  return { stages, days }
}

const combinations = (due: Due) =>
  [...due.stages.keys()].map((key) => {
    const [flowVersionId, stage, dueOn] = key.split(' ')
    return { flowVersionId, stage, dueOn }
  })

/**
 * Who may have to hear of something, in pages by id. A net with wide meshes: their own list says
 * whether they do. @param digest also whoever wants everything at once on this day
 */
export async function maybeReminded(
  db: Db,
  { orgId, today, due, digests }: { orgId: string; today: Day; due: Due; digests: string[] },
  after: string | null,
  limit: number,
): Promise<string[]> {
  const horizon = addDays(today, promiseHorizonDays)
  const { rows } = await sql<{ id: string }>`
    with talk as (
      select c.employee_id, c.manager_id, s.owner_id
        from jsonb_to_recordset(${JSON.stringify(combinations(due))}::jsonb) as d ("flowVersionId" uuid, stage text, "dueOn" date)
        join stage s on s.org_id = ${orgId} and s.flow_version_id = d."flowVersionId" and s.key = d.stage and s.due_on = d."dueOn"
         and s.opened_at is not null and s.done_at is null and s.skipped_at is null
        join conversation c on c.org_id = s.org_id and c.id = s.run_id and c.closed_at is null
    ), person_id (id) as (
      select employee_id from talk
      union select manager_id from talk
      union select owner_id from talk
      union select d.to_id from delegation d join talk on talk.manager_id = d.from_id
             where d.org_id = ${orgId} and d.accepted_at is not null and d.withdrawn_at is null
               and d.from_on <= ${today} and d.until_on >= ${today}
      union select k.owner_id from commitment k
             where k.org_id = ${orgId} and k.due_on = any(${[...due.days]}::date[]) and k.due_on <= ${horizon}
      union select g.person_id from role_grant g
             where g.org_id = ${orgId} and g.revoked_at is null and g.role in ('hrAdmin', 'securityAdmin')
      union select handler_id from appeal where org_id = ${orgId} and decided_at is null
      union select p.person_id from reminder_preference p
             where p.org_id = ${orgId} and p.rhythm = any(${digests}::text[]))
    select p.id from person_id
      join person p on p.org_id = ${orgId} and p.id = person_id.id
      join account a on a.org_id = p.org_id and a.id = p.account_id and a.disabled_at is null
     where (p.left_on is null or p.left_on > ${today}) and (${after}::uuid is null or p.id > ${after}::uuid)
     order by p.id limit ${limit}`.execute(db)
  return rows.map(({ id }) => id)
}

/** Who is away today: said so themselves, or has handed all their talks to somebody meanwhile. */
export async function awayAmong(db: Db, orgId: string, today: Day, ids: string[]) {
  if (ids.length === 0) return new Set<string>()
  const { rows } = await sql<{ id: string }>`
    select person_id as id from reminder_preference
     where org_id = ${orgId} and person_id = any(${ids}::uuid[]) and ${today} between away_from and away_until
    union select from_id from delegation
     where org_id = ${orgId} and from_id = any(${ids}::uuid[]) and employee_ids is null
       and accepted_at is not null and withdrawn_at is null and ${today} between from_on and until_on`.execute(
    db,
  )
  return new Set(rows.map(({ id }) => id))
}

/** Whether one of these things is what somebody is to hear of now: due, theirs, and open for a day at least. */
export async function isAnyDue(
  db: Db,
  orgId: string,
  { stages, days }: Due,
  todos: Todo[],
  openedBefore: Date,
): Promise<boolean> {
  if (todos.some(({ kind, dueOn }) => kind !== 'stage' && dueOn !== null && days.has(dueOn)))
    return true
  const mine = todos.flatMap((todo) =>
    todo.kind === 'stage' ? [{ id: todo.conversationId, key: todo.stage.key }] : [],
  )
  if (mine.length === 0 || stages.size === 0) return false
  const { rows } = await sql<{ flowVersionId: string; key: string; dueOn: Day }>`
    select s.flow_version_id, s.key, s.due_on
      from jsonb_to_recordset(${JSON.stringify(mine)}::jsonb) as m (id uuid, key text)
      join stage s on s.org_id = ${orgId} and s.run_id = m.id and s.key = m.key
     where s.opened_at <= ${openedBefore} and s.due_on is not null`.execute(db)
  return rows.some(({ flowVersionId, key, dueOn }) =>
    stages
      .get(stageKey(flowVersionId, key, dueOn))
      ?.some(({ to }) => to === 'owner' || to === 'both'),
  )
}

/**
 * Whether an overdue stage of somebody else is to be told to this person: the manager of the talk, as
 * the reminder says by relation or by speaking to both.
 */
export async function isAnyToldTo(db: Db, orgId: string, { stages }: Due, personId: string) {
  const told = [...stages].filter(([, reminders]) =>
    reminders.some(
      ({ to }) => to === 'both' || (typeof to === 'object' && managing.has(to.relation)),
    ),
  )
  if (told.length === 0) return false
  const combos = combinations({ stages: new Map(told), days: new Set() })
  const { rows } = await sql<{ one: number }>`
    select 1 as one
      from jsonb_to_recordset(${JSON.stringify(combos)}::jsonb) as d ("flowVersionId" uuid, stage text, "dueOn" date)
      join stage s on s.org_id = ${orgId} and s.flow_version_id = d."flowVersionId" and s.key = d.stage and s.due_on = d."dueOn"
       and s.opened_at is not null and s.done_at is null and s.skipped_at is null
      join conversation c on c.org_id = s.org_id and c.id = s.run_id and c.closed_at is null
     where c.manager_id = ${personId} and s.actor <> 'manager' limit 1`.execute(db)
  return rows.length > 0
}

const managing = new Set<string>(['managerNow', 'managerAtLaunch'])
