import { sql } from 'kysely'
import type { Context } from '../../../accounts/policy.ts'
import type { Outcome, Workspace } from '../../contract.ts'
import { peopleRefs } from '../../people/queries.ts'
import { isShut, may, pageUnder } from '../../policy.ts'
import type { Found } from '../../queries.ts'
import { recordPage } from '../../record/page/rules.ts'
import { presentedRecord } from '../../signing/queries.ts'
import { unreadyOf } from '../../signing/unready/queries.ts'
import { refusalNoteOf } from '../../signing/witness/queries.ts'

/** The page both are to read, who has read it and who has signed, as far as whoever asks may know. */
export async function signingOf(
  context: Context,
  found: Found,
  readsTalk: boolean,
): Promise<Workspace['signing']> {
  const { db, orgId } = context
  const { facts, is, id, recordVersion: version } = found
  const reads = may(is, 'R', pageUnder(facts)) && !isShut(is, facts)
  const seesProof = may(is, 'R', 'evidence') && !is.includes('hrAdmin')
  // Before the page is presented nobody has signed or read it.
  const isShown = facts.presentedAt !== null || facts.sealedAt !== null
  const signed = sql<{
    personId: string
    name: string
    role: 'employee' | 'manager' | 'witness'
    outcome: Outcome
    statement: string | null
    at: Date
    level: string
    ip: string
    userAgent: string
  }>`
    select person_id, name, role, outcome, statement, at, level, ip, user_agent from signature
     where org_id = ${orgId} and record_id = ${id} and version = ${version} order by at, id`
  const read =
    reads && isShown
      ? db
          .selectFrom('reading')
          .select(['personId', (row) => row.fn.min('at').as('at')])
          .where('orgId', '=', orgId)
          .where('conversationId', '=', id)
          .where('recordVersion', '=', version)
          .groupBy('personId')
          .execute()
      : []
  const [{ rows: signatures }, refusalNote, readings, takenBack] = await Promise.all([
    isShown ? signed.execute(db) : { rows: [] },
    refusalNoteOf(context, found, reads),
    read,
    readsTalk && !isShown ? takenBackOf(context, id) : null,
  ])
  const isAlone = found.managerId === null
  const isWaiting = facts.presentedAt !== null && facts.sealedAt === null
  return {
    presentedAt: found.presentedAt,
    presentedBy: found.presentedBy,
    shownHash: reads ? found.presentedHash : null,
    page: isWaiting && reads ? recordPage(await presentedRecord(db, orgId, id)) : null,
    version,
    takenBack,
    signatures: signatures.map(({ statement, ip, userAgent, ...signature }) => ({
      ...signature,
      statement: reads ? statement : null,
      ip: seesProof ? ip : null,
      userAgent: seesProof ? userAgent : null,
    })),
    unready:
      facts.presentedAt === null && (facts.talkEndedAt !== null || isAlone) && readsTalk
        ? await unreadyOf(db, context, found)
        : [],
    refusalNote,
    dueOn: facts.stages.find(({ kind }) => kind === 'signature')?.dueOn ?? null,
    readings: readings.map(({ personId, at }) => ({ personId, at: new Date(at) })),
  }
}

/** How the page of this version that was shown last went back to the agreement. */
async function takenBackOf(
  context: Context,
  id: string,
): Promise<Workspace['signing']['takenBack']> {
  const { db, orgId } = context
  const last = await db
    .selectFrom('takenBack')
    .select(['takenBy', 'takenAt', 'reason'])
    .where('orgId', '=', orgId)
    .where('conversationId', '=', id)
    // What was taken back before an amendment began is no news of the version it writes. By id, in the order they came.
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('amendment')
            .select('amendment.id')
            .where('amendment.orgId', '=', orgId)
            .where('amendment.conversationId', '=', id)
            .where('approvedAt', 'is not', null)
            .whereRef('amendment.id', '>', 'takenBack.id'),
        ),
      ),
    )
    .orderBy('takenAt', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (!last) return null
  const people = await peopleRefs(context, [last.takenBy])
  return { by: people.get(last.takenBy)!, at: last.takenAt, reason: last.reason }
}
