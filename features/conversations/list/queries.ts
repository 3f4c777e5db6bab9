import { sql, type RawBuilder } from 'kysely'
import type { Db } from '../../../platform/database.ts'
import type { StageKind } from '../../flows/contract.ts'
import { flowVersion } from '../../flows/queries.ts'
import { postsOn } from '../../org/queries.ts'
import type { Phase, Summary } from '../contract.ts'
import { daysToRecord } from './contract.ts'
import { lineHasChanged } from '../line/queries.ts'
import { peopleRefs } from '../people/queries.ts'
import { relationsOf, type Viewer } from '../policy.ts'
import {
  asDelegate,
  asEmployee,
  asManager,
  byRight,
  sightOf,
  visibleTo,
  type Asking,
  type Sight,
} from '../queries.ts'
import { delegatedStages, waitingFor } from '../workspace/rules.ts'
import type { ConversationTable } from '../table.ts'

export interface Wanted {
  view: 'all' | 'employee' | 'manager' | 'right'
  cycleId?: string | undefined
  phase?: Phase | undefined
  yourTurn: boolean
  unrecorded?: boolean
  personId?: string | undefined
  text?: string | undefined
  after?: string | undefined
  limit: number
}

type Row = Pick<
  ConversationTable,
  | 'id'
  | 'kind'
  | 'title'
  | 'employeeId'
  | 'managerId'
  | 'lineManagerId'
  | 'departmentId'
  | 'flowVersionId'
  | 'phase'
  | 'createdAt'
  | 'sealedAt'
  | 'outcome'
  | 'closedAt'
  | 'closedReason'
> & {
  cycle: { id: string; name: string } | null
  currentLineId: string | null
  currentLineSince: string | null
  secondLineId: string | null
  isDelegated: boolean
  managerSigned: boolean
  employeeSigned: string | null
  open: {
    key: string
    kind: StageKind
    actor: 'employee' | 'manager' | 'both' | 'system' | 'hr'
    dueOn: string | null
  }[]
}

/** Name, pinyin, initials or number of a person `p` that begins with this. */
export const named = (text: string) => {
  const start = `${text
    .trim()
    .toLowerCase()
    .replace(/[\\%_]/g, '\\$&')}%`
  const anywhere = `%${start}`
  return sql<boolean>`(p.name like ${anywhere} or lower(p.employee_no) like ${start} or p.pinyin like ${start} or p.initials like ${start})`
}

// Signatures come in order: one waits for the manager's first, the other for the employee's after it.
const waitsFor = (sight: Sight) => {
  const { me } = sight
  return sql<boolean>`c.closed_at is null and exists (
  select from stage s where s.org_id = c.org_id and s.run_id = c.id and s.opened_at is not null and s.done_at is null
    and s.skipped_at is null and s.kind <> 'follow' and (
    (c.employee_id = ${me} and s.actor in ('employee', 'both') and (s.kind <> 'signature'
      or (c.manager_id is null or exists (${signed('manager')})) and not exists (${signed('employee')})))
    or (c.manager_id = ${me} and not ${lineHasChanged(sight.today)} and s.actor in ('manager', 'both')
      and (s.kind <> 'signature' or not exists (${signed('manager')})))
    ${sight.isDelegate ? sql`or (s.actor in ('manager', 'both') and s.kind = any(${delegatedStages as readonly string[]}) and ${asDelegate(sight)})` : sql``}))`
}

const signed = (
  role: string,
) => sql`select from signature g where g.org_id = c.org_id and g.record_id = c.id
  and g.version = c.record_version and g.role = ${role}`

const views: Record<Wanted['view'], (sight: Sight) => RawBuilder<boolean>> = {
  all: visibleTo,
  employee: asEmployee,
  manager: asManager,
  right: (sight) =>
    sql<boolean>`(${byRight(sight)} and not ${asEmployee(sight)} and not ${asManager(sight)})`,
}

/** One page of what this person may know of, newest first. */
export async function conversationsFor(
  db: Db,
  asking: Asking,
  wanted: Wanted,
): Promise<{ items: Summary[]; next: string | null }> {
  const { orgId, actor, now, today } = asking
  const sight = await sightOf(db, asking)
  const conditions = [
    sql<boolean>`c.org_id = ${orgId}`,
    views[wanted.view](sight),
    ...(wanted.cycleId ? [sql<boolean>`c.cycle_id = ${wanted.cycleId}`] : []),
    ...(wanted.phase ? [sql<boolean>`c.phase = ${wanted.phase}`] : []),
    ...(wanted.personId ? [sql<boolean>`c.employee_id = ${wanted.personId}`] : []),
    ...(wanted.yourTurn ? [waitsFor(sight)] : []),
    ...(wanted.unrecorded
      ? [
          sql<boolean>`c.sealed_at is null and c.closed_at is null and c.talk_ended_at <= ${new Date(now.getTime() - daysToRecord * 86_400_000)}`,
        ]
      : []),
    ...(wanted.text?.trim()
      ? [
          sql<boolean>`exists (select from person p where p.org_id = c.org_id and p.id = c.employee_id and ${named(wanted.text)})`,
        ]
      : []),
    ...(wanted.after ? [sql<boolean>`c.id < ${wanted.after}`] : []),
  ]
  // The ids by themselves: what a page needs beside them is planned once then, however it was chosen.
  const found = await sql<{ id: string }>`
    select c.id from conversation c where ${sql.join(conditions, sql` and `)} order by c.id desc limit ${wanted.limit + 1}`.execute(
    db,
  )
  const ids = found.rows.slice(0, wanted.limit).map(({ id }) => id)
  if (ids.length === 0) return { items: [], next: null }
  const { rows } = await sql<Row>`
    select c.id, c.kind, c.title, c.employee_id, c.manager_id, c.line_manager_id, c.department_id, c.flow_version_id, c.phase,
      c.created_at, c.sealed_at, c.outcome, c.closed_at, c.closed_reason,
      (select json_build_object('id', y.id, 'name', y.name) from cycle y where y.org_id = c.org_id and y.id = c.cycle_id) as cycle,
      line.manager_id as current_line_id, line.from_on as current_line_since, second.manager_id as second_line_id,
      ${sight.isDelegate ? asDelegate(sight) : sql`false`} as is_delegated,
      exists (${signed('manager')}) as manager_signed,
      (select g.outcome from signature g where g.org_id = c.org_id and g.record_id = c.id and g.version = c.record_version and g.role = 'employee') as employee_signed,
      coalesce((select json_agg(json_build_object('key', s.key, 'kind', s.kind, 'actor', s.actor, 'dueOn', s.due_on) order by s.position)
        from stage s where s.org_id = c.org_id and s.run_id = c.id and s.opened_at is not null and s.done_at is null and s.skipped_at is null), '[]') as open
    from conversation c
    left join ${postsOn(today)} line on line.org_id = c.org_id and line.person_id = c.employee_id
    left join ${postsOn(today)} second on second.org_id = c.org_id and second.person_id = c.manager_id
    where c.org_id = ${orgId} and c.id = any(${ids}::uuid[])
    order by c.id desc`.execute(db)
  const people = await peopleRefs({ db, orgId, today }, [
    ...new Set(rows.flatMap(({ employeeId, managerId }) => [employeeId, managerId ?? []].flat())),
  ])
  const viewer: Viewer = { actor, now, today }
  const items = await Promise.all(
    rows.map(async (row) => ({
      ...(await summaryOf(db, orgId, viewer, sight, row)),
      employee: people.get(row.employeeId)!,
      manager: (row.managerId && people.get(row.managerId)) || null,
    })),
  )
  return { items, next: found.rows.length > wanted.limit ? ids.at(-1)! : null }
}

async function summaryOf(
  db: Db,
  orgId: string,
  viewer: Viewer,
  sight: Sight,
  row: Row,
): Promise<Omit<Summary, 'employee' | 'manager'>> {
  const {
    employeeId,
    managerId,
    lineManagerId,
    departmentId,
    currentLineId,
    currentLineSince,
    secondLineId,
    isDelegated,
    managerSigned,
    employeeSigned,
    flowVersionId,
    open,
    ...rest
  } = row
  const edges = {
    employeeId,
    managerId,
    lineManagerId,
    departmentId,
    currentLineId,
    currentLineSince,
    secondLineId,
    isAboveViewer: sight.above.includes(employeeId),
    wasViewers: sight.handedOver.includes(row.id),
    isDelegated,
    // An emergency opens what one knows of already: it adds nothing to a list.
    isGlassBroken: false,
    sealedAt: row.sealedAt,
    closedAt: row.closedAt,
  }
  const is = relationsOf(viewer, edges)
  const [relation] = is
  if (!relation) throw new Error(`the list shows conversation ${row.id}, which the rule hides`)
  const flow = await flowVersion(db, orgId, flowVersionId)
  const waiting = row.closedAt
    ? []
    : open.map((stage) => ({
        ...stage,
        label: flow.stages.find(({ key }) => key === stage.key)!.label,
      }))
  return {
    ...rest,
    relation,
    waiting,
    yourTurn: waitingFor(
      viewer.actor.personId,
      {
        employeeId,
        managerId,
        managerSigned,
        employeeSigned,
        isDelegate: is.includes('delegate'),
        isManager: is.includes('manager'),
      },
      waiting,
    ),
  }
}
