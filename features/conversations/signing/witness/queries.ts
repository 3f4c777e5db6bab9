import { sql } from 'kysely'
import { addDays, dayIn } from '../../../../platform/clock.ts'
import type { Db, OrganizationTable } from '../../../../platform/database.ts'
import { newId } from '../../../../platform/ids.ts'
import { invalid, type Refusal } from '../../../../platform/refusal.ts'
import type { Context } from '../../../accounts/policy.ts'
import { inForce } from '../../../org/grants/queries.ts'
import { postsOn } from '../../../org/queries.ts'
import type { Workspace } from '../../contract.ts'
import { peopleRefs } from '../../people/queries.ts'
import type { Found } from '../../queries.ts'
import { witnessConflict, type Candidate, type Refused } from './policy.ts'
import { accountOf, witnessGraceDays, type Declined } from './rules.ts'

/** The second person of a note has said no; SQL over the aliases `n` (refusal_note). */
export const hasDeclined = sql<boolean>`exists (select from witness_request q
  where q.org_id = n.org_id and q.conversation_id = n.conversation_id and q.record_version = n.record_version
    and q.witness_id = n.witness_id and q.declined_at is not null)`

/** The refusal noted for the version now presented. */
export const noteOf = (db: Db, orgId: string, conversationId: string, version: number) =>
  db
    .selectFrom('refusalNote')
    .selectAll()
    .where('orgId', '=', orgId)
    .where('conversationId', '=', conversationId)
    .where('recordVersion', '=', version)
    .executeTakeFirst()

/** Everybody who was asked for it, in order. */
export const requestsOf = (db: Db, orgId: string, conversationId: string, version: number) =>
  db
    .selectFrom('witnessRequest')
    .selectAll()
    .where('orgId', '=', orgId)
    .where('conversationId', '=', conversationId)
    .where('recordVersion', '=', version)
    .orderBy('id')
    .execute()

/** The manager's account for whoever is asked now, with the words of those who said no before. */
export const accountFor = async (
  { db, org }: Pick<Context, 'db' | 'org'>,
  conversationId: string,
  version: number,
  reason: string,
): Promise<string> =>
  accountOf(org.locale, reason, await declinedOf(db, org, conversationId, version))

/** Who was asked to witness a refusal and said no, in order. */
export async function declinedOf(
  db: Db,
  org: Pick<OrganizationTable, 'id' | 'timezone'>,
  conversationId: string,
  version: number,
): Promise<Declined[]> {
  const declined = await db
    .selectFrom('witnessRequest as q')
    .innerJoin('person as p', (join) =>
      join.onRef('p.orgId', '=', 'q.orgId').onRef('p.id', '=', 'q.witnessId'),
    )
    .select(['p.name', 'q.declinedAt', 'q.declineReason'])
    .where('q.orgId', '=', org.id)
    .where('q.conversationId', '=', conversationId)
    .where('q.recordVersion', '=', version)
    .where('q.declinedAt', 'is not', null)
    .orderBy('q.id')
    .execute()
  return declined.map(({ name, declinedAt, declineReason }) => ({
    name,
    on: dayIn(org.timezone, declinedAt!), // asked for in the query
    reason: declineReason ?? '',
  }))
}

/** Everybody below these people today: of each, how many steps below whom. */
async function beneath(
  { db, orgId, today }: Pick<Context, 'db' | 'orgId' | 'today'>,
  heads: readonly string[],
): Promise<Map<string, Record<string, number>>> {
  const { rows } = await sql<{ id: string; head: string; step: number }>`
    with recursive down (id, head, step) as (
      select a.person_id, a.manager_id, 1 from ${postsOn(today)} a
       where a.org_id = ${orgId} and a.manager_id = any(${heads}::uuid[])
      union
      select a.person_id, down.head, down.step + 1 from down join ${postsOn(today)} a
          on a.org_id = ${orgId} and a.manager_id = down.id
       where down.step < 50
    ) select id, head, min(step) as step from down group by id, head`.execute(db)
  const found = new Map<string, Record<string, number>>()
  for (const { id, head, step } of rows) found.set(id, { ...found.get(id), [head]: step })
  return found
}

/** Whom a refusal is about, and where. */
type About = Refused & { departmentId: string }

/**
 * Everybody here who has an account, by name and as far as asked for, each with why they cannot be the
 * second person to a refusal.
 */
export async function candidatesFor(
  context: Pick<Context, 'db' | 'orgId' | 'today' | 'now'>,
  about: About,
  wanted: { id: string } | { text: string },
): Promise<{ id: string; refusal: Refusal }[]> {
  const { db, orgId, today, now } = context
  const { employeeId, managerId, notedBy, departmentId } = about
  const heads = [employeeId, notedBy, ...(managerId ? [managerId] : [])]
  const text =
    'text' in wanted &&
    `${wanted.text
      .trim()
      .toLowerCase()
      .replace(/[\\%_]/g, '\\$&')}%`
  const { rows } = await sql<Pick<Candidate, 'personId' | 'isHrInCharge' | 'isTechnical'>>`
    with held as (
      select g.person_id, g.role, at.id is null or at.id = own.id or starts_with(own.path, at.path || '/') as covers
        from role_grant g left join department at on at.org_id = g.org_id and at.id = g.department_id
        join department own on own.org_id = g.org_id and own.id = ${departmentId}
       where g.org_id = ${orgId} and ${inForce(now)})
    select p.id as person_id,
           exists (select from held h where h.person_id = p.id and h.covers and h.role in ('hrbp', 'hrAdmin')) as is_hr_in_charge,
           exists (select from held h where h.person_id = p.id and h.role in ('securityAdmin', 'itAdmin')) as is_technical
      from person p
     where p.org_id = ${orgId} and p.account_id is not null and (p.left_on is null or p.left_on > ${today}::date)
       ${'id' in wanted ? sql`and p.id = ${wanted.id}` : sql`and (lower(p.name) like ${text} or lower(p.employee_no) like ${text} or p.pinyin like ${text} or p.initials like ${text})`}
     order by p.name collate "zh-x-icu", p.id`.execute(db)
  const below = await beneath(context, heads)
  return rows.map((row) => ({
    id: row.personId,
    refusal: witnessConflict({ ...row, beneath: below.get(row.personId) ?? {} }, about),
  }))
}

/** Why somebody in particular cannot be the second person. */
export async function conflictOf(
  context: Pick<Context, 'db' | 'orgId' | 'today' | 'now'>,
  about: About,
  witnessId: string,
): Promise<Refusal> {
  const [found] = await candidatesFor(context, about, { id: witnessId })
  return found ? found.refusal : 'conversations.noSuchWitness'
}

/**
 * Somebody who can be the second person, and is not who asks.
 * @param notedBy who writes down that the employee said no, or has
 * @throws BAD_REQUEST on `witnessId`
 */
export async function demandWitness(
  context: Context,
  found: Found,
  notedBy: string,
  witnessId: string,
) {
  const refusal =
    witnessId === context.actor.personId
      ? 'conversations.witnessTakesPart'
      : await conflictOf(context, { ...found, notedBy }, witnessId)
  if (refusal) throw invalid(refusal, {}, 'witnessId')
}

export const askWitness = (
  { db, orgId, actor, now }: Context,
  { id, recordVersion }: Found,
  witnessId: string,
) =>
  db
    .insertInto('witnessRequest')
    .values({
      orgId,
      id: newId(),
      conversationId: id,
      recordVersion,
      witnessId,
      askedBy: actor.personId,
      askedAt: now,
      declinedAt: null,
      declineReason: null,
      withdrawnAt: null,
    })
    .execute()

/**
 * The refusal and who was asked to see to it. Reasons are for who may read the page; HR, who may
 * name another second person, learns only how it stands.
 */
export async function refusalNoteOf(
  context: Context,
  found: Found,
  reads: boolean,
): Promise<Workspace['signing']['refusalNote']> {
  const { db, orgId } = context
  const { id, recordVersion, facts } = found
  if (!reads && !found.is.includes('hrAdmin')) return null
  const note = facts.refusalNotedAt && (await noteOf(db, orgId, id, recordVersion))
  if (!note) return null
  const requests = await requestsOf(db, orgId, id, recordVersion)
  const people = await peopleRefs(context, [
    note.notedBy,
    note.witnessId,
    ...requests.map(({ witnessId }) => witnessId),
  ])
  const current = requests.findLast(({ witnessId }) => witnessId === note.witnessId)
  const dueOn = facts.stages.find(({ kind }) => kind === 'signature')?.dueOn ?? null
  return {
    reason: reads ? note.reason : null,
    statement: found.is.includes('employee') ? note.statement : null,
    notedBy: people.get(note.notedBy)!,
    notedAt: note.notedAt,
    witness: people.get(note.witnessId)!,
    countersignedAt: note.countersignedAt,
    declined: current?.declinedAt
      ? { at: current.declinedAt, reason: reads ? current.declineReason : null }
      : null,
    earlier: requests
      .filter((request) => request !== current)
      .map(({ witnessId, declinedAt, declineReason, withdrawnAt }) => ({
        witness: people.get(witnessId)!,
        declinedAt,
        reason: reads ? declineReason : null,
        withdrawnAt,
      })),
    sealsAfter:
      dueOn === null || facts.employeeSigned !== null ? null : addDays(dueOn, witnessGraceDays),
  }
}
