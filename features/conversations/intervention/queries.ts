import { sql } from 'kysely'
import type { OrganizationTable } from '../../../platform/database.ts'
import type { Context } from '../../accounts/policy.ts'
import { lineAbove } from '../../org/delegation/queries.ts'
import { postsOn } from '../../org/queries.ts'
import { peopleRefs, personRef } from '../people/queries.ts'
import type { PersonRef } from '../contract.ts'
import type { HrCase, InterventionRules } from './contract.ts'
import {
  answerCase,
  closeCase,
  conflictOf,
  handOverCase,
  isHrFor,
  knowsCase,
  opensCase,
  recuseCase,
  type About,
  type Candidate,
  type Standing,
} from './policy.ts'
import { usualRules } from './rules.ts'
import type { InterventionTable } from './table.ts'

type Asking = Pick<Context, 'db' | 'orgId' | 'today'>

/** What an organization has set, over what is usual. */
export function rulesOf({ settings }: Pick<OrganizationTable, 'settings'>): InterventionRules {
  const set = settings.interventionRules as Partial<InterventionRules> | undefined
  return { ...usualRules, ...set }
}

/** The talk of a case, as far as conflicts and names depend on it. */
export interface Talk {
  conversationId: string
  employeeId: string
  managerId: string | null
}

/** Who stands above the employee, and who has another part in the talk. */
export async function aboutOf({ db, orgId, today }: Asking, talk: Talk): Promise<About> {
  const { conversationId: id, employeeId, managerId } = talk
  const above = await lineAbove(db, { orgId, today }, employeeId)
  const { rows } = await sql<{ id: string }>`
    select handler_id as id from appeal where org_id = ${orgId} and conversation_id = ${id}
    union select witness_id from refusal_note where org_id = ${orgId} and conversation_id = ${id}
    union select author_id from contribution where org_id = ${orgId} and conversation_id = ${id}
    union select person_now(org_id, person_id) from signature where org_id = ${orgId} and record_id = ${id}
    union select asked_by from break_glass where org_id = ${orgId} and conversation_id = ${id} and withdrawn_at is null
    union select decided_by from break_glass where org_id = ${orgId} and conversation_id = ${id}
    union select owner_id from stage where org_id = ${orgId} and run_id = ${id} and kind in ('form', 'approval', 'calibration')
    union select g.to_id from delegation g where g.org_id = ${orgId} and g.from_id = ${managerId} and g.accepted_at is not null
      and g.withdrawn_at is null and g.until_on >= ${today}::date
      and (g.employee_ids is null or ${employeeId} = any(g.employee_ids))`.execute(db)
  return {
    employeeId,
    managerId,
    aboveEmployee: managerId ? [managerId, ...above] : above,
    others: rows.map((row) => row.id).filter((each) => each !== null),
  }
}

/** Somebody as conflicts look at them. */
export async function candidateOf(
  { db, orgId, today }: Asking,
  personId: string,
  roles: Candidate['roles'],
): Promise<Candidate> {
  const post = await db
    .selectFrom(postsOn(today).as('post'))
    .select('managerId')
    .where('orgId', '=', orgId)
    .where('personId', '=', personId)
    .executeTakeFirst()
  return {
    personId,
    roles,
    above: await lineAbove(db, { orgId, today }, personId),
    managerId: post?.managerId ?? null,
  }
}

type Row = InterventionTable &
  Talk & {
    title: string
    departmentId: string
    isRestricted: boolean
    employee: PersonRef
    manager: PersonRef | null
    hr: PersonRef | null
  }

/** A case, with what rights depend on. */
export interface FoundCase {
  row: Row
  standing: Standing
  shown: HrCase
}

const isRestricted = sql<boolean>`exists (select from data_hold h where h.org_id = c.org_id
  and h.conversation_id = c.id and h.kind = 'restriction' and h.lifted_at is null)`

/** Cases that whoever asks may know of, the newest first; one, those of a talk, or those that wait for them to be taken on. */
export async function casesFor(
  context: Context,
  wanted: { id?: string; conversationId?: string; isOpen?: boolean; isWaiting?: boolean },
): Promise<FoundCase[]> {
  const { db, orgId, today, actor } = context
  const { id = null, conversationId = null, isOpen = false, isWaiting = false } = wanted
  const { rows } = await sql<Omit<Row, 'hr'>>`
    select i.*, c.title, c.employee_id, c.manager_id, c.department_id, ${isRestricted} as is_restricted,
           ${personRef('c.employee_id', today)} as employee, ${personRef('c.manager_id', today)} as manager
      from intervention i join conversation c on c.org_id = i.org_id and c.id = i.conversation_id
     where i.org_id = ${orgId} and c.employee_id <> ${actor.personId}
       and (${id}::uuid is null or i.id = ${id})
       and (${conversationId}::uuid is null or i.conversation_id = ${conversationId})
       and (not ${isOpen || isWaiting} or i.closed_at is null)
       and (not ${isWaiting} or (i.accepted_at is null and (i.hr_id = ${actor.personId} or i.hr_id is null)))
     order by i.closed_at is not null, i.id desc limit 200`.execute(db)
  const reached = rows.filter(({ departmentId }) => isHrFor(actor, departmentId))
  if (reached.length === 0) return []
  const people = await peopleRefs(
    context,
    reached.map(({ hrId }) => hrId).filter((each) => each !== null),
  )
  const roles = actor.roles.map(({ role }) => role)
  const me = await candidateOf(context, actor.personId, roles)
  const found: FoundCase[] = []
  for (const row of reached) {
    const standing: Standing = {
      departmentId: row.departmentId,
      hrId: row.hrId,
      isAccepted: row.acceptedAt !== null,
      isClosed: row.closedAt !== null,
      isRestricted: row.isRestricted,
      conflict: conflictOf(me, await aboutOf(context, row)),
    }
    if (!knowsCase(actor, standing)) continue
    const hr = row.hrId === null ? null : (people.get(row.hrId) ?? null)
    found.push({
      row: { ...row, hr },
      standing,
      shown: shownCase(context, { ...row, hr }, standing),
    })
  }
  return found
}

function shownCase({ actor }: Context, row: Row, standing: Standing): HrCase {
  return {
    id: row.id,
    conversationId: row.conversationId,
    title: row.title,
    employee: row.employee,
    manager: row.manager,
    firedAt: row.firedAt,
    hr: row.hr,
    isMine: row.hrId === actor.personId,
    state: row.closedAt
      ? 'closed'
      : row.hrId === null
        ? 'unassigned'
        : row.acceptedAt
          ? 'accepted'
          : 'waiting',
    sitsIn: row.sitsIn,
    refusals: {
      open: opensCase(actor, standing),
      accept: answerCase(actor, standing),
      decline: answerCase(actor, standing),
      recuse: recuseCase(actor, standing),
      handOver: handOverCase(actor, standing),
      close: closeCase(actor, standing),
    },
  }
}
