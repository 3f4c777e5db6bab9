import { sql } from 'kysely'
import { addDays, dayIn } from '../../../../platform/clock.ts'
import type { Db, OrganizationTable } from '../../../../platform/database.ts'
import { newId } from '../../../../platform/ids.ts'
import { invalid } from '../../../../platform/refusal.ts'
import type { Context } from '../../../accounts/policy.ts'
import type { Workspace } from '../../contract.ts'
import { peopleRefs } from '../../people/queries.ts'
import type { Found } from '../../queries.ts'
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

/**
 * Somebody who can be the second person: with an account, still here, neither of the two nor whoever asks.
 * @throws BAD_REQUEST on `witnessId`
 */
export async function demandWitness(
  { db, orgId, actor, today }: Context,
  { employeeId, managerId }: Found,
  witnessId: string,
) {
  if (witnessId === employeeId || witnessId === managerId || witnessId === actor.personId)
    throw invalid('conversations.witnessTakesPart', {}, 'witnessId')
  const witness = await db
    .selectFrom('person')
    .select('id')
    .where('orgId', '=', orgId)
    .where('id', '=', witnessId)
    .where('accountId', 'is not', null)
    .where((row) => row.or([row('leftOn', 'is', null), row('leftOn', '>', today)]))
    .executeTakeFirst()
  if (!witness) throw invalid('conversations.noSuchWitness', {}, 'witnessId')
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
