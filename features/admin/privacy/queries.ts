import { sql } from 'kysely'
import { dayIn } from '../../../platform/clock.ts'
import type { Context } from '../../accounts/policy.ts'
import { dutyConflict } from '../../conversations/duties/queries.ts'
import { lineAbove } from '../../org/delegation/queries.ts'
import type { DataHold, DataKind, Erasure, HoldKind, PrivacyRequest } from './contract.ts'
import { answerRequest, decideErasure, holdRecord, type Subject } from './policy.ts'
import { addYears, retentionOf, stateOf } from './rules.ts'
import type { DataHoldTable, ErasureTable, PrivacyRequestTable } from './table.ts'

type Somebody = Erasure['employee']
type Talk = Erasure['conversation']

const named = (ref: string) => sql`(select json_build_object('id', p.id, 'name', p.name,
  'employeeNo', p.employee_no) from person p where p.org_id = x.org_id and p.id = ${sql.ref(ref)})`
const talk = sql`case when c.id is not null then json_build_object('id', c.id, 'title', c.title) end`

/** Whether one line joins somebody and whoever asks, in either direction. */
export async function subjectOf(
  { db, orgId, today, actor }: Context,
  personId: string,
): Promise<Subject> {
  const above = await lineAbove(db, { orgId, today }, personId)
  const own = await lineAbove(db, { orgId, today }, actor.personId)
  return { personId, isInLine: above.includes(actor.personId) || own.includes(personId) }
}

/** Requests with whom and what they are about, as far as asked for. */
export async function requestsOf(
  context: Context,
  wanted: { id?: string; personId?: string; isOpen?: boolean },
): Promise<PrivacyRequest[]> {
  const { db, orgId, actor } = context
  const { id = null, personId = null, isOpen = false } = wanted
  const { rows } = await sql<PrivacyRequestTable & { person: Somebody; conversation: Talk | null }>`
    select x.*, ${named('x.person_id')} as person, ${talk} as conversation
      from privacy_request x left join conversation c on c.org_id = x.org_id and c.id = x.conversation_id
     where x.org_id = ${orgId} and (${id}::uuid is null or x.id = ${id})
       and (${personId}::uuid is null or x.person_id = ${personId})
       and (not ${isOpen} or x.answered_at is null)
     order by x.answered_at is not null, x.due_on, x.id limit 200`.execute(db)
  return Promise.all(
    rows.map(async (row) => ({
      id: row.id,
      kind: row.kind,
      person: row.person,
      conversation: row.conversation,
      wish: row.wish,
      askedAt: row.askedAt,
      dueOn: row.dueOn,
      granted: row.granted,
      answer: row.answer,
      answeredAt: row.answeredAt,
      refusal:
        answerRequest(actor, await subjectOf(context, row.personId), row.answeredAt !== null) ??
        (row.conversation &&
          (await dutyConflict(context, 'privacy', row.conversation.id, actor.personId))),
    })),
  )
}

/** What keeps records from being erased or used, of one talk or of all. */
export async function holdsOf(
  context: Context,
  conversationId: string | null = null,
): Promise<DataHold[]> {
  const { db, orgId, actor } = context
  const { rows } = await sql<
    DataHoldTable & { conversation: Talk; employee: Somebody; setter: Somebody }
  >`
    select x.*, ${talk} as conversation, ${named('c.employee_id')} as employee, ${named('x.set_by')} as setter
      from data_hold x join conversation c on c.org_id = x.org_id and c.id = x.conversation_id
     where x.org_id = ${orgId} and x.lifted_at is null
       and (${conversationId}::uuid is null or x.conversation_id = ${conversationId})
     order by x.id desc limit 200`.execute(db)
  return Promise.all(
    rows.map(async ({ setter, ...row }) => ({
      id: row.id,
      kind: row.kind,
      conversation: row.conversation,
      employee: row.employee,
      reason: row.reason,
      setBy: setter,
      setAt: row.setAt,
      refusal: holdRecord(actor, await subjectOf(context, row.employee.id)),
    })),
  )
}

/** Erasures that were asked for, one or all. */
export async function erasuresOf(context: Context, id: string | null = null): Promise<Erasure[]> {
  const { db, orgId, actor } = context
  const { rows } = await sql<
    ErasureTable & { conversation: Talk; employee: Somebody; asker: Somebody; isHeld: boolean }
  >`
    select x.*, ${talk} as conversation, ${named('c.employee_id')} as employee, ${named('x.asked_by')} as asker,
           exists (select from data_hold h where h.org_id = x.org_id and h.conversation_id = c.id
             and h.kind = 'legalHold' and h.lifted_at is null) as is_held
      from erasure x join conversation c on c.org_id = x.org_id and c.id = x.conversation_id
     where x.org_id = ${orgId} and (${id}::uuid is null or x.id = ${id})
     order by x.decided_at is not null, x.id desc limit 100`.execute(db)
  return Promise.all(
    rows.map(async (row) => ({
      id: row.id,
      conversation: row.conversation,
      employee: row.employee,
      basis: row.basis,
      askedBy: row.asker,
      askedAt: row.askedAt,
      state: stateOf(row),
      erasedAt: row.erasedAt,
      backupsUntil: row.backupsUntil,
      refusal:
        decideErasure(
          actor,
          { askedBy: row.askedBy, isDecided: row.decidedAt !== null, isHeld: row.isHeld },
          await subjectOf(context, row.employee.id),
        ) ?? (await dutyConflict(context, 'privacy', row.conversation.id, actor.personId)),
    })),
  )
}

/** How much of each kind is kept about somebody. */
export async function kindsOf({ db, orgId, actor }: Context) {
  const me = actor.personId
  const { rows } = await sql<Record<DataKind, number | null>>`
    select 1 as profile,
      (select count(*)::int from assignment where org_id = ${orgId} and person_id = ${me}) as posts,
      (select count(*)::int from conversation where org_id = ${orgId} and employee_id = ${me} and sealed_at is not null) as records,
      (select count(*)::int from conversation where org_id = ${orgId} and employee_id = ${me} and sealed_at is null) as drafts,
      (select count(*)::int from commitment where org_id = ${orgId} and employee_id = ${me}) as commitments,
      (select count(*)::int from signature where org_id = ${orgId} and person_id = any(persons_of(${orgId}, ${me}))) as signatures,
      (select count(*)::int from opening o join conversation c on c.org_id = o.org_id and c.id = o.conversation_id
        where o.org_id = ${orgId} and c.employee_id = ${me} and (o.shown_from is null or o.shown_from <= now())) as access,
      (select count(*)::int from notice where org_id = ${orgId} and person_id = ${me}) as notices,
      (select count(*)::int from session where org_id = ${orgId} and account_id = ${actor.accountId}) as sessions,
      null::int as hr_notes`.execute(db)
  return Object.entries(rows[0]!).map(([kind, count]) => ({ kind: kind as DataKind, count }))
}

/** One's own sealed records, how long each is kept, what keeps it, and what became of it. */
export async function recordsOf({ db, org, orgId, actor }: Context) {
  const { rows } = await sql<{
    id: string
    title: string
    sealedAt: Date
    holds: HoldKind[]
    erasedAt: Date | null
    backupsUntil: string | null
  }>`
    select c.id, c.title, c.sealed_at,
           array(select h.kind from data_hold h where h.org_id = c.org_id and h.conversation_id = c.id
             and h.lifted_at is null order by h.kind) as holds, e.erased_at, e.backups_until
      from conversation c left join erasure e
        on e.org_id = c.org_id and e.conversation_id = c.id and e.erased_at is not null
     where c.org_id = ${orgId} and c.employee_id = ${actor.personId} and c.sealed_at is not null
     order by c.sealed_at desc limit 500`.execute(db)
  const { recordYears } = retentionOf(org)
  return rows.map((row) => ({
    ...row,
    keptUntil: addYears(dayIn(org.timezone, row.sealedAt), recordYears),
  }))
}

/** E28: accounts that were joined to one's own, the newest first. */
export async function mergesInto({ db, orgId, actor }: Context) {
  const { rows } = await sql<{ employeeNo: string; mergedAt: Date; undoneAt: Date | null }>`
    select p.employee_no, m.merged_at, m.undone_at from person_merge m
      join person p on p.org_id = m.org_id and p.id = m.merged_id
     where m.org_id = ${orgId} and m.kept_id = ${actor.personId} and m.merged_at is not null
     order by m.merged_at desc limit 20`.execute(db)
  return rows
}

/** Records past their years that nothing holds and nobody has asked to erase; never erased by themselves. */
export async function proposalsFor({ db, org, orgId, actor, today }: Context) {
  const { recordYears } = retentionOf(org)
  const { rows } = await sql<{ id: string; title: string; employee: Somebody; sealedAt: Date }>`
    select c.id, c.title, c.sealed_at,
           (select json_build_object('id', p.id, 'name', p.name, 'employeeNo', p.employee_no)
              from person p where p.org_id = c.org_id and p.id = c.employee_id) as employee
      from conversation c
     where c.org_id = ${orgId} and c.employee_id <> ${actor.personId}
       and c.sealed_at < (${addYears(today, -recordYears)}::date)::timestamp at time zone ${org.timezone}
       and not exists (select from data_hold h where h.org_id = c.org_id and h.conversation_id = c.id and h.lifted_at is null)
       and not exists (select from erasure e where e.org_id = c.org_id and e.conversation_id = c.id
         and (e.decided_at is null or e.approved_at is not null))
     order by c.sealed_at limit 100`.execute(db)
  return rows
}
