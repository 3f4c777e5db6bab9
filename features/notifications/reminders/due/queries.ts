import { sql } from 'kysely'
import { addDays } from '../../../../platform/clock.ts'
import type { Db } from '../../../../platform/database.ts'
import type { StageReminder } from '../../../flows/contract.ts'
import { postsOn } from '../../../org/queries.ts'
import type { Day } from '../../../org/rules.ts'
import type {} from '../../../scheduling/table.ts'
import type {} from '../../../surveys/table.ts'
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

/** Days ahead of which a talk may be spoken of: over the longest holidays it is the working day before. */
const farthestTalk = 21

const combinations = (due: Due) =>
  [...due.stages.keys()].map((key) => {
    const [flowVersionId, stage, dueOn] = key.split(' ')
    return { flowVersionId, stage, dueOn }
  })

/**
 * Who may have to hear of something, all of them at once: asked for in pages it would be the same
 * work for each. A net with wide meshes: their own list says whether they do.
 * @param digests rhythms of those who want everything at once on this day
 */
export async function maybeReminded(
  db: Db,
  {
    orgId,
    today,
    due,
    digests,
    asksForSummaries,
  }: { orgId: string; today: Day; due: Due; digests: string[]; asksForSummaries: boolean },
): Promise<string[]> {
  const horizon = addDays(today, promiseHorizonDays)
  const { rows } = await sql<{ id: string }>`
    with talk as (
      select c.id, c.employee_id, c.manager_id, s.owner_id
        from jsonb_to_recordset(${JSON.stringify(combinations(due))}::jsonb) as d ("flowVersionId" uuid, stage text, "dueOn" date)
        join stage s on s.org_id = ${orgId} and s.flow_version_id = d."flowVersionId" and s.key = d.stage and s.due_on = d."dueOn"
         and s.opened_at is not null and s.done_at is null and s.skipped_at is null
        join conversation c on c.org_id = s.org_id and c.id = s.run_id and c.closed_at is null
      union all
      select c.id, c.employee_id, c.manager_id, null
        from meeting m join conversation c on c.org_id = m.org_id and c.id = m.conversation_id and c.closed_at is null
       where m.org_id = ${orgId} and m.outcome is null
         and m.starts_at between ${addDays(today, -1)}::date and ${addDays(today, farthestTalk)}::date
    ), person_id (id) as (
      select employee_id from talk
      union select manager_id from talk
      union select owner_id from talk
      union select d.to_id from delegation d join talk on talk.manager_id = d.from_id
             where d.org_id = ${orgId} and d.accepted_at is not null and d.withdrawn_at is null
               and d.from_on <= ${today} and d.until_on >= ${today}
      union select k.owner_id from commitment k
             where k.org_id = ${orgId} and ((k.due_on = any(${[...due.days]}::date[]) and k.due_on <= ${horizon})
               or (${asksForSummaries} and k.done_at is null and k.not_done_at is null))
      union select g.person_id from role_grant g
             where g.org_id = ${orgId} and g.revoked_at is null and g.role in ('hrAdmin', 'hrbp', 'securityAdmin')
      union select post.manager_id from talk join ${postsOn(today)} post on post.org_id = ${orgId} and post.person_id = talk.manager_id
      union select a.manager_id from talk join assignment a on a.org_id = ${orgId} and a.person_id = talk.employee_id and a.kind = 'dotted'
             where a.from_on <= ${today}::date and (a.to_on is null or a.to_on > ${today}::date)
      union select p.manager_id from talk join participation p on p.org_id = ${orgId} and p.conversation_id = talk.id
      union select i.person_id from survey s join survey_invitee i on i.org_id = s.org_id and i.survey_id = s.id and not i.answered
             where s.org_id = ${orgId} and s.closed_at is null and s.closes_on = any(${[...due.days]}::date[]) and s.opens_on <= ${today}
      union select handler_id from appeal where org_id = ${orgId} and decided_at is null
      union select p.person_id from reminder_preference p
             where p.org_id = ${orgId} and p.rhythm = any(${digests}::text[]))
    select p.id from person_id
      join person p on p.org_id = ${orgId} and p.id = person_id.id
      join account a on a.org_id = p.org_id and a.id = p.account_id and a.disabled_at is null
     where (p.left_on is null or p.left_on > ${today})
     order by p.id`.execute(db)
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
  const isDated = ({ kind, dueOn }: Todo) =>
    kind !== 'stage' && kind !== 'told' && dueOn !== null && days.has(dueOn)
  if (todos.some(isDated)) return true
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
