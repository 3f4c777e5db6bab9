import { type RawBuilder, sql } from 'kysely'
import { addDays } from '../../platform/clock.ts'
import { holds, isHr, type Context } from '../accounts/policy.ts'
import { reviewFor } from '../cycles/mechanism/queries.ts'
import { commitmentsWhere, inView, isOpen } from '../commitments/queries.ts'
import type { PersonRef, Phase } from '../conversations/contract.ts'
import { personRef } from '../conversations/people/queries.ts'
import { visibleAmong } from '../conversations/queries.ts'
import { amendmentsOf } from '../conversations/amending/queries.ts'
import { casesOf } from '../conversations/appeals/queries.ts'
import { casesFor as hrCasesFor } from '../conversations/intervention/queries.ts'
import { lineHasChanged } from '../conversations/line/queries.ts'
import { stepsFor } from '../conversations/steps/queries.ts'
import { stepKinds } from '../conversations/steps/contract.ts'
import { quietReports } from '../conversations/rhythm/queries.ts'
import { asDelegate, sightOf } from '../conversations/queries.ts'
import type {} from '../conversations/table.ts'
import { delegatedStages } from '../conversations/workspace/rules.ts'
import type { FlowStage } from '../flows/contract.ts'
import type {} from '../flows/table.ts'
import { postsOn } from '../org/queries.ts'
import type {} from '../sealing/table.ts'
import { surveysFor } from '../surveys/queries.ts'
import type { Todo } from './contract.ts'
import type { NoticeKind } from './kinds/rules.ts'
import { decisionsFor } from './deciding/queries.ts'
import { refusalsOf } from './refusing/queries.ts'
import { summaryFor } from './summaries/queries.ts'
import { toldTo } from './telling/queries.ts'
import { inOrder, promiseHorizonDays } from './rules.ts'

/**
 * Everything that is open for one person: stages of conversations whose turn is theirs, their own
 * promises late or soon due, pages somebody did not sign, what others ask them to decide, and
 * what of others they are to know of. The page, its counts and every reminder read this list, so that
 * nobody is reminded of what is done.
 */
export async function openFor(context: Context): Promise<Todo[]> {
  const promises = await promisesOf(context)
  return inOrder([
    ...promises,
    ...(await turnsOf(context)),
    ...(await refusalsOf(context)),
    ...(await casesFor(context)),
    ...(await interventionsOf(context)),
    ...(await decisionsFor(context)),
    ...(await quietReports(context)).map((it): Todo => ({ kind: 'quiet', ...it, dueOn: null })),
    ...(await summaryFor(context)),
    ...(await surveysFor(context)).map((it): Todo => ({ kind: 'survey', ...it })),
    ...(await reviewDueFor(context)),
    ...(await toldTo(context)).map(({ todo }) => todo),
  ])
}

async function reviewDueFor(context: Context): Promise<Todo[]> {
  const review = await reviewFor(context)
  return review ? [{ kind: 'review', year: review.year, dueOn: review.dueOn }] : []
}

async function promisesOf(context: Context): Promise<Todo[]> {
  const horizon = addDays(context.today, promiseHorizonDays)
  const mine = await commitmentsWhere(
    context,
    sql`${inView('mine', context)} and ${isOpen} and c.due_on <= ${horizon}::date`,
    { limit: 50 },
  )
  return mine.map((commitment) => ({ kind: 'promise', commitment, dueOn: commitment.dueOn }))
}

/** Own open promises beyond the horizon of the list: nothing promised is out of sight. */
export async function laterPromisesOf(context: Context) {
  const { db, orgId, today } = context
  const later = sql`${inView('mine', context)} and ${isOpen}
    and c.due_on > ${addDays(today, promiseHorizonDays)}::date`
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from commitment c where c.org_id = ${orgId} and ${later}`.execute(
    db,
  )
  return { count: rows[0]!.count, next: await commitmentsWhere(context, later, { limit: 5 }) }
}

/**
 * Who a notice is about, by its id: for the employee the other of the two, for everybody else the
 * employee. Left out where the reader may not know of the conversation (any more).
 */
export async function peopleBehind(
  context: Context,
  notices: { id: string; kind: NoticeKind; conversationId: string | null }[],
): Promise<Map<string, string>> {
  const { db, orgId, actor } = context
  const ids = [...new Set(notices.flatMap(({ conversationId }) => conversationId ?? []))]
  if (ids.length === 0) return new Map()
  const visible = new Set(await visibleAmong(db, context, ids))
  const { rows } = await sql<{
    id: string
    isMine: boolean
    isWitness: boolean
    employee: string
    manager: string | null
  }>`
    select c.id, c.employee_id = ${actor.personId} as is_mine, e.name as employee, m.name as manager,
           exists (select 1 from refusal_note n where n.org_id = c.org_id and n.conversation_id = c.id
              and n.witness_id = ${actor.personId}) as is_witness
      from conversation c
      join person e on e.org_id = c.org_id and e.id = c.employee_id
      left join person m on m.org_id = c.org_id and m.id = c.manager_id
     where c.org_id = ${orgId} and c.id = any(${ids}::uuid[])`.execute(db)
  const found = new Map(rows.map((row) => [row.id, row]))
  return new Map(
    notices.flatMap(({ id, kind, conversationId }) => {
      const talk = conversationId ? found.get(conversationId) : undefined
      if (!talk || (!visible.has(talk.id) && !(talk.isWitness && kind === 'witnessAsked')))
        return []
      const name = talk.isMine ? (betweenTheTwo.has(kind) ? talk.manager : null) : talk.employee
      return name === null ? [] : [[id, name] as const]
    }),
  )
}

// What happened between the two; who read or approved is somebody else.
const betweenTheTwo = new Set<NoticeKind>([
  'cycleStarted',
  'partSubmitted',
  'revealed',
  'meetingBooked',
  'meetingMoved',
  'meetingRoomMoved',
  'meetingCancelled',
  'presented',
  'takenBack',
  'signed',
  'refused',
  'sealed',
  'commitmentSettled',
])

/** The stages that wait for one person: of that list, what somebody can be nudged about. */
export const turnsOf = async (context: Context): Promise<Todo[]> =>
  inOrder([...(await stagesOf(context)), ...(await stepsOf(context))])

/**
 * The same for many at once who lead nobody's talks for others and have no stage by name: by person, and
 * only of those who can sign in.
 */
export async function turnsOfMany(
  context: Pick<Context, 'db' | 'orgId' | 'today'>,
  people: readonly string[],
): Promise<Map<string, Todo[]>> {
  const rows = await openStages(context, {
    among: sql`person who
      join account a on a.org_id = who.org_id and a.id = who.account_id and a.disabled_at is null
      join conversation c on c.org_id = who.org_id and (c.employee_id = who.id or c.manager_id = who.id)`,
    which: sql`who.org_id = ${context.orgId} and who.id = any(${people}::uuid[])
      and (who.left_on is null or who.left_on > ${context.today})`,
    me: sql`who.id`,
    limit: 200 * people.length,
  })
  const byReader = Map.groupBy(rows, ({ reader }) => reader)
  return new Map([...byReader].map(([reader, theirs]) => [reader, inOrder(theirs.map(asTodo))]))
}

async function stagesOf(context: Context): Promise<Todo[]> {
  const me = context.actor.personId
  const sight = await sightOf(context.db, context)
  const delegated = sql`or (s.kind = any(${delegatedStages as string[]}) and ${asDelegate(sight)})`
  const rows = await openStages(context, {
    among: sql`conversation c`,
    which: sql`(c.employee_id = ${me} or c.manager_id = ${me} ${sight.isDelegate ? delegated : sql``})`,
    me: sql`${me}::uuid`,
    limit: 200,
  })
  return rows.map(asTodo)
}

interface StageRow {
  reader: string
  conversationId: string
  title: string
  key: string
  stageKind: FlowStage['kind']
  label: FlowStage['label']
  employee: PersonRef
  manager: PersonRef | null
  dueOn: string | null
}

/** Whose stages are asked for: where the talks are looked for, which of them, and who reads. */
interface Readers {
  among: RawBuilder<unknown>
  which: RawBuilder<unknown>
  me: RawBuilder<unknown>
  limit: number
}

async function openStages(
  { db, orgId, today }: Pick<Context, 'db' | 'orgId' | 'today'>,
  { among, which, me, limit }: Readers,
): Promise<StageRow[]> {
  const { rows } = await sql<StageRow>`
    select ${me} as reader, c.id as conversation_id, c.title, s.key, s.kind as stage_kind, s.due_on,
           (select entry -> 'label' from flow_version v, jsonb_array_elements(v.body -> 'stages') entry
             where v.org_id = c.org_id and v.id = c.flow_version_id and entry ->> 'key' = s.key) as label,
           ${personRef('c.employee_id', today)} as employee,
           ${personRef('c.manager_id', today)} as manager
      from ${among}
      join stage s on s.org_id = c.org_id and s.run_id = c.id
     where c.org_id = ${orgId} and ${which}
       and c.closed_at is null
       -- Whose talk it was until the line above changed writes nothing more: it waits for HR.
       and (c.manager_id is distinct from ${me} or not ${lineHasChanged(today)})
       and s.opened_at is not null and s.done_at is null and s.skipped_at is null
       and s.kind <> 'follow' and s.kind <> all(${stepKinds as readonly string[]})
       and (s.actor = 'both' or s.actor = case when c.employee_id = ${me} then 'employee' else 'manager' end)
       and not (s.kind = 'signature' and (
             exists (select 1 from signature g where g.org_id = c.org_id and g.record_id = c.id
                        and g.version = c.record_version and g.person_id = ${me})
             -- The manager signs first.
             or (c.employee_id = ${me} and c.manager_id is not null and not exists (
                   select 1 from signature g where g.org_id = c.org_id and g.record_id = c.id
                      and g.version = c.record_version and g.person_id = c.manager_id))))
       -- Both sit in the talk and in the agreement; the manager opens the one and presents the other.
       and not (s.kind in ('talk', 'agreement') and c.employee_id = ${me} and c.talk_started_at is null)
     order by s.due_on nulls last, c.id
     limit ${limit}`.execute(db)
  return rows
}

const asTodo = (row: StageRow): Todo => ({
  kind: 'stage',
  conversationId: row.conversationId,
  title: row.title,
  stage: { key: row.key, kind: row.stageKind, label: row.label },
  employee: row.employee,
  other: row.employee.id === row.reader ? row.manager : row.employee,
  dueOn: row.dueOn,
})

/** Stages by name in talks of others: to write beside the two, to approve, to take part in. */
async function stepsOf(context: Context): Promise<Todo[]> {
  const steps = await stepsFor(context)
  return steps.map(({ conversationId, title, stageKey, kind, label, employee, dueOn }) => ({
    kind: 'stage',
    conversationId,
    title,
    stage: { key: stageKey, kind, label },
    employee,
    other: employee,
    dueOn,
  }))
}

/** Cases to decide; for HR administration also those nobody decides yet, and records to be opened again. */
async function casesFor(context: Context): Promise<Todo[]> {
  const { actor } = context
  const toDecide = await casesOf(context, { isOpen: true, handlerId: actor.personId })
  const isHr = holds(actor, 'hrAdmin')
  const toName = isHr
    ? (await casesOf(context, { isOpen: true })).filter(
        ({ handler, refusals }) => handler === null && refusals.name === null,
      )
    : []
  const toApprove = isHr
    ? (await amendmentsOf(context)).filter(({ refusals }) => refusals.decide === null)
    : []
  const row = (task: 'name' | 'decide' | 'approve', dueOn: string | null, it: Waiting): Todo => ({
    kind: 'case',
    task,
    id: it.id,
    title: it.title,
    employee: { id: it.employee.id, name: it.employee.name },
    dueOn,
  })
  return [
    ...toDecide.map((it) => row('decide', it.dueOn, it)),
    ...toName.map((it) => row('name', it.dueOn, it)),
    ...toApprove.map((it) => row('approve', null, it)),
  ]
}

/** Talks beside which HR is wanted: mine to take on; for HR administration also those nobody has. */
async function interventionsOf(context: Context): Promise<Todo[]> {
  if (!isHr(context.actor)) return []
  const cases = await hrCasesFor(context, { isWaiting: true })
  return cases.flatMap(({ shown: { id, title, employee, state, isMine, refusals } }): Todo[] => {
    const task =
      state === 'waiting' && isMine
        ? ('take' as const)
        : state === 'unassigned' && refusals.handOver === null
          ? ('assign' as const)
          : null
    return task ? [{ kind: 'intervention', task, id, title, employee, dueOn: null }] : []
  })
}

type Waiting = { id: string; title: string; employee: { id: string; name: string } }

/** The people who report to somebody today, each with the conversation that is under way. */
export async function teamOf({ db, actor, orgId, today }: Context) {
  const { rows } = await sql<{
    person: PersonRef
    conversation: { id: string; title: string; phase: Phase } | null
  }>`
    select ${personRef('c.person_id', today)} as person,
           (select json_build_object('id', t.id, 'title', t.title, 'phase', t.phase)
              from conversation t
             where t.org_id = c.org_id and t.employee_id = c.person_id and t.manager_id = ${actor.personId}
             order by t.closed_at is not null, t.id desc limit 1) as conversation
      from ${postsOn(today)} c
     where c.org_id = ${orgId} and c.manager_id = ${actor.personId}
     order by c.from_on, c.id
     limit 100`.execute(db)
  return rows
}
