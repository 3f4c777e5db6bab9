import { sql, type RawBuilder } from 'kysely'
import { newId } from '../../../platform/ids.ts'
import type { Context } from '../../accounts/policy.ts'
import type { ChainExport, Happening } from './contract.ts'
import { decideExport, takeExport, withdrawExport } from './policy.ts'
import { covered, type Range } from './records/queries.ts'
import { recordsPerArchive } from './records/rules.ts'
import { logKinds, type ChainRow, type LogSubject } from './rules.ts'
import type { ChainExportTable } from './table.ts'
import { takingsOf } from './takings/queries.ts'
import { standingOf, standingOfAll } from './takings/rules.ts'

const asPerson = (person: string) => sql`case when ${sql.ref(`${person}.id`)} is null then null else
  json_build_object('id', ${sql.ref(`${person}.id`)}, 'name', ${sql.ref(`${person}.name`)},
    'employeeNo', ${sql.ref(`${person}.employee_no`)}) end`
const ownerOf = (account: RawBuilder<unknown>) =>
  sql`(select a.id from person a where a.org_id = e.org_id and a.account_id = ${account})`

/**
 * Whom an event `e` names: under row-level security people are looked up by their whole key only where
 * their ids are worked out beforehand, and not while they are joined.
 */
const whose = sql`left join lateral (select
    -- Whoever acted; of a sign-in, whose account it was.
    coalesce(e.actor_id, ${ownerOf(sql`case
      when e.kind like 'account.%' or e.kind = 'factor.recovered' then e.subject_id end`)}) as who,
    -- Whom it was done to: named by the event, the employee of a talk, the owner of a passkey.
    coalesce(e.person_id,
      (select c.employee_id from conversation c where c.org_id = e.org_id
          and c.id = case when e.kind like 'glass.%' then (e.data ->> 'conversationId')::uuid end),
      ${ownerOf(sql`case when e.kind like 'passkey.%' then (e.data ->> 'accountId')::uuid end`)}) as whom,
    case
      when e.kind like 'conversation.witness%' or e.kind = 'conversation.refusalNoted' then e.data ->> 'witnessId'
      when e.kind = 'conversation.managerChanged' then e.data ->> 'to'
      when e.kind = 'assignment.dottedAdded' then e.data ->> 'managerAfter'
      when e.kind like 'appeal.%' then e.data ->> 'handlerId'
      when e.kind like 'glass.%' or e.kind like 'amendment.%' then e.data ->> 'askedBy' end::uuid as third
  offset 0) whose on true`
const personAt = (as: string, id: string) => sql`left join lateral (
    select o.id, o.name, o.employee_no from person o
     where o.org_id = e.org_id and o.id = ${sql.ref(id)} offset 0) ${sql.ref(as)} on true`
const named = (whose: 'whose' | 'e') =>
  sql`${personAt('p', `${whose}.who`)} ${personAt('w', `${whose}.whom`)} ${personAt('h', `${whose}.third`)}`
const people = sql`${asPerson('p')} as who, ${asPerson('w')} as whom, ${asPerson('h')} as third`

/** Everything that happened to one talk, the newest first. */
export async function chainOf(
  { db, orgId }: Pick<Context, 'db' | 'orgId'>,
  conversationId: string,
): Promise<Happening[]> {
  const { rows } = await sql<Omit<Happening, 'pseudonym'>>`
    select e.id, e.at, e.kind, ${people}, e.data from event e ${whose} ${named('whose')}
     where e.org_id = ${orgId} and e.subject_id = ${conversationId}
     order by e.at desc, e.id desc limit 2000`.execute(db)
  return rows.map((row) => ({ ...row, pseudonym: null }))
}

interface Wanted {
  subjects: LogSubject[]
  names: boolean
  person: string
  /** What belongs to one event, instead of everything but that. */
  within: string | null
  after?: string | undefined
  limit: number
}

interface Called {
  people: string[]
  accounts: string[]
}

/** Whoever a piece of a name or a whole number may mean, with their accounts. */
async function called(
  { db, orgId }: Pick<Context, 'db' | 'orgId'>,
  looked: string,
): Promise<Called> {
  const { rows } = await sql<{ id: string; accountId: string | null }>`
    select id, account_id from person
     where org_id = ${orgId} and (strpos(lower(name), lower(${looked})) > 0 or employee_no = ${looked})`.execute(
    db,
  )
  return {
    people: rows.map(({ id }) => id),
    accounts: rows.flatMap(({ accountId }) => accountId ?? []),
  }
}

/** Events `e` that may name one of them, by their own row; what `whose` takes from elsewhere is let through. */
const mayName = ({ people, accounts }: Called) => sql`
  e.actor_id = any(${people}::uuid[]) or e.person_id = any(${people}::uuid[]) or e.subject_id = any(${accounts}::uuid[])
  or e.kind like any('{glass.%,passkey.%}'::text[])`

/** Events that do name one. Whose record was one of many is found by their name; by itself the log names the archive. */
const isOf = ({ people }: Called, within: string | null) => sql`
  (whose.whom = any(${people}::uuid[])
    or (whose.who = any(${people}::uuid[]) ${within ? sql`` : sql`and e.data ->> 'within' is null`}))`

/**
 * One page of the security log; without names every person becomes a number that holds for the page. Names are looked
 * up for the page alone: everybody's looks into everybody's records are in this log.
 */
export async function logPage(
  { db, orgId, actor: { personId } }: Context,
  wanted: Wanted,
): Promise<{ items: Happening[]; next: string | null }> {
  const kinds = wanted.subjects.flatMap((subject) => logKinds[subject])
  const looked = wanted.names ? wanted.person : ''
  const found = looked ? await called({ db, orgId }, looked) : null
  const page = sql`order by e.at desc, e.id desc limit ${wanted.limit + 1}`
  const { rows } = await sql<Omit<Happening, 'pseudonym'>>`
    select e.id, e.at, e.kind, ${people}, e.data from (
      select e.*, whose.* from (
        select e.* from event e
         where e.org_id = ${orgId} and e.kind like any(${kinds.map((kind) => `${kind}%`)}::text[])
           -- One's own records are read like everybody's: on the page that says who has seen them.
           and (e.person_id is null or e.person_id <> all((select persons_of(${orgId}, ${personId}))::uuid[]))
           ${
             wanted.after
               ? sql`and (e.at, e.id) < (select f.at, f.id from event f where f.org_id = ${orgId} and f.id = ${wanted.after})`
               : sql``
           }
           ${
             wanted.within
               ? sql`and e.data ->> 'within' = ${wanted.within}`
               : found
                 ? sql``
                 : sql`and e.data ->> 'within' is null`
           }
           ${found ? sql`and (${mayName(found)})` : page}) e ${whose}
       ${found ? sql`where ${isOf(found, wanted.within)} ${page}` : sql``}) e ${named('e')}
     order by e.at desc, e.id desc`.execute(db)
  const items = rows.slice(0, wanted.limit)
  const numbers = new Map<string, number>()
  const numberOf = (id: string) => {
    if (!numbers.has(id)) numbers.set(id, numbers.size + 1)
    return numbers.get(id)!
  }
  return {
    items: items.map((row) =>
      wanted.names
        ? { ...row, pseudonym: null }
        : {
            ...row,
            who: null,
            whom: null,
            third: null,
            pseudonym: row.who ? numberOf(row.who.id) : null,
            data: {},
          },
    ),
    next: rows.length > wanted.limit ? items.at(-1)!.id : null,
  }
}

/** Exports as whoever asks may treat them; `id` asks for one. */
export async function exportsOf(
  context: Context,
  id: string | null = null,
): Promise<ChainExport[]> {
  const { db, orgId, now, actor: viewer } = context
  const person = (column: string) => sql`(select json_build_object('id', p.id, 'name', p.name,
    'employeeNo', p.employee_no) from person p where p.org_id = x.org_id and p.id = ${sql.ref(column)})`
  const { rows } = await sql<
    ChainExportTable & {
      asker: ChainExport['askedBy']
      decider: ChainExport['decidedBy']
      employee: ChainExport['employee']
      department: string | null
      cycle: string | null
      archives: { records: number; written: number; leftOut: number }[]
    }
  >`
    select x.*, ${person('x.asked_by')} as asker, ${person('x.decided_by')} as decider,
           ${person('x.employee_id')} as employee,
           (select y.name from cycle y where y.org_id = x.org_id and y.id = x.cycle_id) as cycle,
           coalesce((select json_agg(json_build_object('records', a.records, 'written', a.written, 'leftOut', a.left_out)
                order by a.n)
              from (select (r.position - 1) / ${recordsPerArchive}::int as n, count(*)::int as records,
                           count(r.written_at)::int as written, count(r.left_out)::int as left_out
                      from export_record r where r.org_id = x.org_id and r.export_id = x.id group by 1) a), '[]') as archives,
           (select d.path from department d where d.org_id = x.org_id and d.id = x.department_id) as department
      from chain_export x
     where x.org_id = ${orgId} and (${id}::uuid is null or x.id = ${id})
     order by x.id desc limit 50`.execute(db)
  const takings = await takingsOf(
    context,
    rows.map((row) => row.id),
  )
  return rows.map((row) => {
    const standing = (archive: number) =>
      standingOf(
        takings.filter((one) => one.exportId === row.id && one.archive === archive),
        now,
      )
    const asked = {
      ...row,
      isDecided: row.decidedAt !== null,
      isWithdrawn: row.withdrawnAt !== null,
    }
    const archives = row.archives.map((each, at) => ({ ...each, ...standing(at + 1) }))
    return {
      id: row.id,
      askedBy: row.asker,
      askedAt: row.askedAt,
      reason: row.reason,
      contents: row.contents,
      department: row.department,
      cycle: row.cycle,
      employee: row.employee,
      archives,
      ...standingOfAll(archives.length > 0 ? archives : [standing(1)]),
      fromOn: row.fromOn,
      untilOn: row.untilOn,
      decidedBy: row.decider,
      expiresAt: row.expiresAt,
      state: row.withdrawnAt
        ? 'withdrawn'
        : !row.decidedAt
          ? 'asked'
          : !row.approvedAt
            ? 'declined'
            : row.expiresAt! > now
              ? 'ready'
              : 'expired',
      refusals: {
        decide: decideExport(viewer, asked),
        withdraw: withdrawExport(viewer, asked),
        take: takeExport(viewer, row, now),
      },
    }
  })
}

/**
 * Some more sealed records of an export with their chains, after `after`, as far as the office of
 * whoever asks covers them today. Each look is noted for the person it is about.
 */
export async function chainsAfter(
  context: Context,
  wanted: Range & Pick<ChainExportTable, 'reason' | 'decidedBy'>,
  after: string | null,
  limit: number,
): Promise<{ rows: ChainRow[]; next: string | null }> {
  const { db, orgId, actor: viewer, now } = context
  const { rows: talks } = await sql<{ id: string }>`
    select c.id from conversation c
     where c.org_id = ${orgId} and ${await covered(context, wanted)}
       and (${after}::uuid is null or c.id > ${after})
     order by c.id limit ${limit}`.execute(db)
  if (talks.length === 0) return { rows: [], next: null }
  const ids = talks.map(({ id }) => id)
  const { rows } = await sql<ChainRow>`
    select e.subject_id as record_id, e.id, e.at, e.kind, ${asPerson('p')} as who, e.data from event e ${whose} ${personAt('p', 'whose.who')}
     where e.org_id = ${orgId} and e.subject_id = any(${ids}::uuid[])
     order by e.subject_id, e.id`.execute(db)
  const relation = viewer.roles.some(({ role }) => role === 'auditor') ? 'auditor' : 'hrAdmin'
  await db
    .insertInto('opening')
    .values(
      ids.map((conversationId) => ({
        orgId,
        id: newId(),
        conversationId,
        personId: viewer.personId,
        kind: 'chain' as const,
        reason: wanted.reason,
        at: now,
        relation,
        glassId: null,
        shownFrom: null,
        purpose: null,
        approvedBy: wanted.decidedBy,
      })),
    )
    .execute()
  return { rows, next: talks.length === limit ? ids.at(-1)! : null }
}
