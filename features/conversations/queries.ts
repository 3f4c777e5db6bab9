import { sql, type RawBuilder } from 'kysely'
import type { Db } from '../../platform/database.ts'
import { demand, missing } from '../../platform/refusal.ts'
import { isTechnical, type Actor, type Context, type Role } from '../accounts/policy.ts'
import { lineAbove } from '../org/delegation/queries.ts'
import type {} from '../org/delegation/table.ts'
import { segmentIn } from '../flows/beside/rules.ts'
import { flowVersion } from '../flows/queries.ts'
import { behind } from '../flows/order/rules.ts'
import type {} from '../flows/table.ts'
import { postsOn } from '../org/queries.ts'
import type {} from '../sealing/table.ts'
import type { AmendedPart } from './amending/contract.ts'
import { isUnderWay } from './amending/underway/queries.ts'
import type { Action, Relation } from './contract.ts'
import { refusalOf } from './actions/policy.ts'
import { noteLook } from './glass/queries.ts'
import { lineHasChanged } from './line/queries.ts'
import { formerReadsFrom, relationsOf, type Facts, type Viewer } from './policy.ts'
import type { ConversationTable } from './table.ts'

/** What a conversation is asked for with: the door's context, or a job's. */
export type Asking = Pick<Context, 'actor' | 'orgId' | 'now' | 'today'>

export type Conversation = Omit<ConversationTable, 'clientId'>

/** A conversation as somebody reached it: as what, and everything rights depend on. */
export interface Found extends Conversation {
  viewer: Viewer
  is: Relation[]
  facts: Facts
  /** The approved emergency of whoever asks, if one is under way. */
  glassId: string | null
  /** The newest version in the log; `sealedAt` is null while the next one is being written. */
  sealedVersion: number | null
}

/** How long a row is held: `write` lets others write beside, `decide` lets nobody. */
export type Hold = 'read' | 'write' | 'decide'

const scoped: Role[] = ['hrAdmin', 'hrbp', 'auditor']
const hasRole = (actor: Actor) => actor.roles.some(({ role }) => scoped.includes(role))

/** Those above whoever asks, as of today; asked for by holders of roles and delegates only. */
const chainAbove = async (db: Db, asking: Asking, isDelegate = false): Promise<string[]> =>
  isDelegate || hasRole(asking.actor) ? lineAbove(db, asking, asking.actor.personId) : []

/**
 * Whether the manager of record has handed the talk `c` to somebody: accepted, in force today, and
 * the manager is still here. SQL over the alias `c`; the policy says what follows.
 */
const handedTo = (personId: string, today: string) => sql<boolean>`exists (
  select from delegation g join person f on f.org_id = g.org_id and f.id = g.from_id
   where g.org_id = c.org_id and g.to_id = ${personId} and g.from_id = c.manager_id
     and (g.employee_ids is null or c.employee_id = any(g.employee_ids))
     and g.accepted_at is not null and g.withdrawn_at is null
     and g.from_on <= ${today}::date and g.until_on >= ${today}::date
     and (f.left_on is null or f.left_on > ${today}::date))`

const columns = sql.raw(
  [
    'org_id',
    'id',
    'kind',
    'title',
    'cycle_id',
    'employee_id',
    'manager_id',
    'line_manager_id',
    'department_id',
    'snapshot',
    'template_version_id',
    'flow_version_id',
    'phase',
    'previous_id',
    'created_at',
    'self_skipped_at',
    'revealed_at',
    'talk_started_at',
    'talk_ended_at',
    'channel',
    'paper_held_on',
    'paper_by',
    'paper_at',
    'presented_at',
    'presented_by',
    'presented_hash',
    'record_version',
    'sealed_at',
    'seal_hash',
    'outcome',
    'closed_at',
    'closed_reason',
  ]
    .map((name) => `c.${name}`)
    .join(', '),
)

type Row = Conversation & {
  currentLineId: string | null
  currentLineSince: string | null
  secondLineId: string | null
  wasViewers: boolean
  isDelegated: boolean
  glassId: string | null
  selfSubmittedAt: Date | null
  managerSubmittedAt: Date | null
  managerSigned: boolean
  employeeSigned: string | null
  refusalNotedAt: Date | null
  sealedVersion: number | null
  amending: AmendedPart[] | null
  restricted: boolean
  stages: {
    key: string
    kind: Facts['stages'][number]['kind']
    actor: string
    openedAt: string | null
    settledAt: string | null
    dueOn: string | null
  }[]
}

const moment = (text: string | null) => (text === null ? null : new Date(text))

/**
 * The one way to a conversation. `hold` other than `read` locks its row first, so that what rights
 * depend on cannot change before the answer. Who comes through an emergency leaves a look its person reads.
 * @throws NOT_FOUND when it does not exist for this person, FORBIDDEN with the reason when it does
 *   and the action is not theirs now.
 */
export async function conversationFor(
  db: Db,
  asking: Asking,
  id: string,
  action: Action,
  hold: Hold = 'read',
): Promise<Found> {
  const found = await stateFor(db, asking, id, action, hold)
  await noteLook(db, asking, found)
  return found
}

/** The same where no word of the talk is handed out, only how it stands: this alone is no look. */
export async function stateFor(
  db: Db,
  asking: Asking,
  id: string,
  action: Action,
  hold: Hold = 'read',
): Promise<Found> {
  if (hold !== 'read') await holdConversation(db, asking.orgId, id, hold)
  const found = await findConversation(db, asking, id)
  if (!found || found.is.length === 0) throw missing()
  demand(refusalOf(action, found.viewer, found.is, found.facts))
  return found
}

/** Waits until nobody else decides about this conversation (`write`) or touches it (`decide`). */
export async function holdConversation(
  db: Db,
  orgId: string,
  id: string,
  hold: 'write' | 'decide',
) {
  const strength = sql.raw(hold === 'write' ? 'for share' : 'for no key update')
  await sql`select 1 from conversation where org_id = ${orgId} and id = ${id} ${strength}`.execute(
    db,
  )
}

/** A conversation with everything rights depend on, whether this person may see it or not. */
export async function findConversation(db: Db, asking: Asking, id: string): Promise<Found | null> {
  const { actor, orgId, now, today } = asking
  const { rows } = await sql<Row>`
    select ${columns},
      line.manager_id as current_line_id, line.from_on as current_line_since, second.manager_id as second_line_id,
      exists (select from manager_change h where h.org_id = c.org_id and h.conversation_id = c.id
        and h.from_id = ${actor.personId} and h.choice <> 'oldFinishes') as was_viewers,
      ${handedTo(actor.personId, today)} as is_delegated,
      (select b.id from break_glass b where b.org_id = c.org_id and b.conversation_id = c.id
        and b.asked_by = ${actor.personId} and b.ended_at is null and b.ends_at > ${now} limit 1) as glass_id,
      (select p.submitted_at from part p where p.org_id = c.org_id and p.conversation_id = c.id
        and p.kind = 'self' and p.author_id = c.employee_id) as self_submitted_at,
      (select p.submitted_at from part p where p.org_id = c.org_id and p.conversation_id = c.id
        and p.kind = 'manager' and p.author_id = c.manager_id) as manager_submitted_at,
      exists (select from signature s where s.org_id = c.org_id and s.record_id = c.id
        and s.version = c.record_version and s.role = 'manager') as manager_signed,
      (select s.outcome from signature s where s.org_id = c.org_id and s.record_id = c.id
        and s.version = c.record_version and s.role = 'employee') as employee_signed,
      (select r.noted_at from refusal_note r where r.org_id = c.org_id and r.conversation_id = c.id
        and r.record_version = c.record_version) as refusal_noted_at,
      (select max(v.version) from sealed_version v where v.org_id = c.org_id and v.record_id = c.id) as sealed_version,
      exists (select from data_hold h where h.org_id = c.org_id and h.conversation_id = c.id
        and h.kind = 'restriction' and h.lifted_at is null) as restricted,
      (select a.parts from amendment a where a.org_id = c.org_id and a.conversation_id = c.id
        and ${isUnderWay}) as amending,
      coalesce((select json_agg(json_build_object('key', s.key, 'kind', s.kind, 'actor', s.actor, 'openedAt', s.opened_at,
          'settledAt', coalesce(s.done_at, s.skipped_at), 'dueOn', s.due_on) order by s.position)
        from stage s where s.org_id = c.org_id and s.run_id = c.id), '[]') as stages
    from conversation c
    left join ${postsOn(today)} line on line.org_id = c.org_id and line.person_id = c.employee_id
    left join ${postsOn(today)} second on second.org_id = c.org_id and second.person_id = c.manager_id
    where c.org_id = ${orgId} and c.id = ${id}`.execute(db)
  const row = rows[0]
  if (!row) return null
  const {
    currentLineId,
    currentLineSince,
    secondLineId,
    wasViewers,
    isDelegated,
    glassId,
    selfSubmittedAt,
    managerSubmittedAt,
    managerSigned,
    employeeSigned,
    refusalNotedAt,
    stages,
    sealedVersion,
    amending,
    restricted,
    ...stored
  } = row
  // The row keeps its last seal; for whoever works on the next version it is open again.
  const conversation = amending ? { ...stored, sealedAt: null } : stored
  const viewer: Viewer = { actor, now, today }
  const flow = await flowVersion(db, orgId, conversation.flowVersionId)
  const talk = flow.stages.find(({ kind }) => kind === 'talk')
  const towards = talk && behind(flow.stages, talk.key)
  const besideTalk = new Set(
    flow.stages.flatMap(({ key, parallel }) => (parallel && !towards?.has(key) ? [key] : [])),
  )
  const above = await chainAbove(db, asking, isDelegated)
  const facts: Facts = {
    ...conversation,
    currentLineId,
    currentLineSince,
    secondLineId,
    wasViewers,
    isDelegated,
    isGlassBroken: glassId !== null,
    selfSubmittedAt,
    managerSubmittedAt,
    managerSigned,
    employeeSigned,
    refusalNotedAt,
    wasSealed: sealedVersion !== null,
    amending,
    restricted,
    isAboveViewer: above.includes(conversation.employeeId),
    stages: stages.map((stage) => ({
      ...stage,
      openedAt: moment(stage.openedAt),
      settledAt: moment(stage.settledAt),
      ...((besideTalk.has(stage.key) || segmentIn(stage.key) !== null) && { beside: true }),
    })),
  }
  return { ...conversation, viewer, is: relationsOf(viewer, facts), facts, glassId, sealedVersion }
}

/** Ids that decide what somebody sees in lists; see `visibleTo`. */
export interface Sight {
  me: string
  reports: string[]
  above: string[]
  handedOver: string[]
  /** Whether somebody has handed talks to whoever asks, today. */
  isDelegate: boolean
  roles: Actor['roles']
  today: string
}

export async function sightOf(db: Db, asking: Asking): Promise<Sight> {
  const { actor, orgId, today } = asking
  const { rows } = await sql<{ reports: string[]; handedOver: string[]; isDelegate: boolean }>`
    select
      array(select led.person_id from ${postsOn(today)} led where led.org_id = ${orgId} and led.manager_id = ${actor.personId}) as reports,
      array(select conversation_id from manager_change where org_id = ${orgId} and from_id = ${actor.personId}
        and choice <> 'oldFinishes') as handed_over,
      exists (select from delegation where org_id = ${orgId} and to_id = ${actor.personId} and accepted_at is not null
        and withdrawn_at is null and from_on <= ${today}::date and until_on >= ${today}::date) as is_delegate`.execute(
    db,
  )
  const technical = isTechnical(actor.roles)
  const isDelegate = rows[0]!.isDelegate && !technical
  return {
    me: actor.personId,
    reports: rows[0]!.reports,
    handedOver: rows[0]!.handedOver,
    isDelegate,
    above: await chainAbove(db, asking, isDelegate),
    roles: technical ? [] : actor.roles.filter(({ role }) => scoped.includes(role)),
    today,
  }
}

/** Whose conversation one takes part in oneself, over the table alias `c`. */
export const asEmployee = ({ me }: Sight) => sql<boolean>`c.employee_id = ${me}`

/** Those one was to lead, unless somebody else has stood there for so long that one reads no more. */
export const leadsOrLed = ({
  me,
  today,
}: Sight) => sql<boolean>`(c.manager_id = ${me} and not exists (
  select from ${postsOn(today)} a where a.org_id = c.org_id and a.person_id = c.employee_id
     and a.manager_id is not null and a.manager_id <> ${me}
     and a.manager_id is distinct from c.line_manager_id and a.from_on <= ${formerReadsFrom(today)}))`

/** Those one leads for their manager for a while. */
export const asDelegate = ({ me, above, today }: Sight) => sql<boolean>`(
  c.sealed_at is null and c.closed_at is null and c.employee_id <> ${me} and c.employee_id <> all(${above}::uuid[])
  and ${handedTo(me, today)} and not ${lineHasChanged(today)})`

/** Those one leads or has led, or whose people one leads. */
export const asManager = (sight: Sight) => sql<boolean>`(c.employee_id <> ${sight.me} and (
  ${leadsOrLed(sight)}
  ${sight.isDelegate ? sql`or ${asDelegate(sight)}` : sql``}
  or c.employee_id = any(${sight.reports}::uuid[])
  or c.manager_id = any(${sight.reports}::uuid[])
  or c.id = any(${sight.handedOver}::uuid[])))`

/** Those a role covers. */
export function byRight({ me, roles, above }: Sight): RawBuilder<boolean> {
  const covers = (wanted: Role[]) => {
    const grants = roles.filter(({ role }) => wanted.includes(role))
    if (grants.some(({ departmentId }) => departmentId === null)) return sql<boolean>`true`
    const ids = grants.flatMap(({ departmentIds }) => departmentIds)
    return ids.length === 0
      ? sql<boolean>`false`
      : sql<boolean>`c.department_id = any(${ids}::uuid[])`
  }
  return sql<boolean>`(c.employee_id <> ${me} and (${covers(['auditor'])}
    or (${covers(['hrAdmin', 'hrbp'])} and c.employee_id <> all(${above}::uuid[]))))`
}

/** What a person may know of at all, as SQL over the alias `c`: the same as `relationsOf` not being empty. */
export const visibleTo = (sight: Sight) =>
  sight.roles.length === 0
    ? sql<boolean>`(${asEmployee(sight)} or ${asManager(sight)})`
    : sql<boolean>`(${asEmployee(sight)} or ${asManager(sight)} or ${byRight(sight)})`

/** Which of these conversations somebody may know of; for live updates and links from elsewhere. */
export async function visibleAmong(db: Db, asking: Asking, ids: string[]): Promise<string[]> {
  if (ids.length === 0) return []
  const sight = await sightOf(db, asking)
  const { rows } = await sql<{ id: string }>`
    select c.id from conversation c
     where c.org_id = ${asking.orgId} and c.id = any(${ids}::uuid[]) and ${visibleTo(sight)}`.execute(
    db,
  )
  return rows.map(({ id }) => id)
}
