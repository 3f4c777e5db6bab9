import { sql } from 'kysely'
import { json, type Db } from '../../../platform/database.ts'
import type { Source } from '../../../platform/events.ts'
import { newId } from '../../../platform/ids.ts'
import { conflict, demand } from '../../../platform/refusal.ts'
import type { Context } from '../../accounts/policy.ts'
import { cleanText } from '../canonical/rules.ts'
import { signPolicy } from '../policy.ts'
import type { Outcome } from '../rules.ts'
import type { SignatureTable } from '../table.ts'
import { consentRefusal } from './agreement/queries.ts'
import { agreement } from './agreement/rules.ts'
import type { Assertion } from './assertion/contract.ts'
import { statementOf } from './assertion/rules.ts'
import './table.ts'

/** One version of one record; what a record is, its own feature knows. */
export type VersionId = { recordId: string; version: number }

export type Acknowledgement = VersionId & {
  /** `shownHash(record)` of what was on the screen. */
  shownHash: string
  outcome: Outcome
  statement?: string | null
  /** What the person is in this record, e.g. `employee`, `manager`, `witness`. */
  role: string
  /** Whose acknowledgement it is when somebody else writes it down: a refusal, countersigned by a second person. */
  person?: { id: string; name: string }
}

/**
 * Signs a version on the actor's own account: at S2 with the proof a passkey gave (`signedBy`), else at S1. The same person's second request, however it comes about, gets the
 * first signature back with `isNew: false`.
 * @throws FORBIDDEN `sealing.stepUpNeeded`, `sealing.agreementFirst`; CONFLICT `sealing.alreadySealed`; BAD_REQUEST naming the field
 */
export async function sign(
  db: Db,
  context: Pick<Context, 'actor' | 'orgId' | 'now'>,
  act: Acknowledgement,
  assertion: Assertion | null = null,
): Promise<{ signature: SignatureTable; isNew: boolean }> {
  const { actor, orgId } = context
  const person = act.person ?? { id: actor.personId, name: actor.name }
  const isOwn = person.id === actor.personId
  if (!assertion) demand(signPolicy(actor, context.now))
  // Whoever only writes down what another did makes no statement that the agreement is about.
  if (isOwn) demand(await consentRefusal(db, orgId, actor.personId))
  return acknowledge(db, orgId, act, {
    level: assertion ? 'S2' : 'S1',
    evidence: assertion,
    agreement: isOwn ? agreement.version : null,
    personId: person.id,
    name: person.name,
    recordedBy: isOwn ? null : actor.personId,
    bySystem: false,
    ip: actor.ip,
    userAgent: actor.userAgent,
  })
}

/** Notes that a person was shown a version and let the deadline pass. Silence is never consent. */
export const noteSilence = (
  db: Db,
  source: Pick<Source, 'orgId'>,
  act: VersionId & {
    shownHash: string
    role: string
    person: { id: string; name: string }
    statement?: string
  },
): Promise<{ signature: SignatureTable; isNew: boolean }> =>
  acknowledge(
    db,
    source.orgId,
    { ...act, outcome: 'notAnswered' },
    {
      level: 'S1',
      evidence: null,
      agreement: null,
      personId: act.person.id,
      name: act.person.name,
      recordedBy: null,
      bySystem: true,
      ip: '',
      userAgent: '',
    },
  )

async function acknowledge(
  db: Db,
  orgId: string,
  {
    recordId,
    version,
    shownHash: shown,
    outcome,
    role,
    statement,
  }: Omit<Acknowledgement, 'person'>,
  who: Pick<
    SignatureTable,
    | 'personId'
    | 'name'
    | 'recordedBy'
    | 'bySystem'
    | 'ip'
    | 'userAgent'
    | 'level'
    | 'evidence'
    | 'agreement'
  >,
): Promise<{ signature: SignatureTable; isNew: boolean }> {
  await lockRecord(db, orgId, recordId)
  const key = { orgId, recordId, version, personId: who.personId }
  const existing = await oneSignature(db, key)
  if (existing) return { signature: existing, isNew: false }
  if (await sealedVersionOf(db, orgId, { recordId, version }))
    throw conflict('sealing.alreadySealed')
  const signature: SignatureTable = {
    ...who,
    ...key,
    name: cleanText(who.name),
    id: newId(),
    role,
    outcome,
    statement: statementOf(statement),
    shownHash: shown,
    at: await databaseTime(db),
    userAgent: cleanText(who.userAgent).slice(0, 400),
  }
  await db
    .insertInto('signature')
    .values({ ...signature, evidence: signature.evidence && json(signature.evidence) })
    .execute()
  return { signature, isNew: true }
}

// Signing and sealing of one record wait for each other: no signature may slip in behind a seal's back.
export const lockRecord = (db: Db, orgId: string, recordId: string) =>
  sql`select pg_advisory_xact_lock(hashtextextended(${`cuxi.record.${orgId}.${recordId}`}, 0))`.execute(
    db,
  )

/** The database's clock, to the millisecond: the only time that counts. */
export const databaseTime = async (db: Db): Promise<Date> => {
  const { rows } = await sql<{
    at: Date
  }>`select date_trunc('milliseconds', clock_timestamp()) as at`.execute(db)
  return rows[0]!.at
}

const oneSignature = (
  db: Db,
  {
    orgId,
    recordId,
    version,
    personId,
  }: Pick<SignatureTable, 'orgId' | 'recordId' | 'version' | 'personId'>,
) =>
  db
    .selectFrom('signature')
    .selectAll()
    .where('orgId', '=', orgId)
    .where('recordId', '=', recordId)
    .where('version', '=', version)
    // Signed under an account that was joined to this one since, it is signed.
    .where(sql<boolean>`person_id = any(persons_of(${orgId}, ${personId}))`)
    .executeTakeFirst()

/** All acknowledgements of a version, in the order they were given. */
export const signaturesOf = (
  db: Db,
  orgId: string,
  { recordId, version }: VersionId,
): Promise<SignatureTable[]> =>
  db
    .selectFrom('signature')
    .selectAll()
    .where('orgId', '=', orgId)
    .where('recordId', '=', recordId)
    .where('version', '=', version)
    .orderBy('at')
    .orderBy('id')
    .execute()

/** The sealed row of a version, if it has one. */
export const sealedVersionOf = (db: Db, orgId: string, { recordId, version }: VersionId) =>
  db
    .selectFrom('sealedVersion')
    .selectAll()
    .where('orgId', '=', orgId)
    .where('recordId', '=', recordId)
    .where('version', '=', version)
    .executeTakeFirst()
