import { randomBytes } from 'node:crypto'
import type { Db } from '../../../../platform/database.ts'
import { conflict, invalid, refuse } from '../../../../platform/refusal.ts'
import type { AssertionAnswer } from '../../../accounts/passkeys/contract.ts'
import { askFor, siteFor } from '../../../accounts/passkeys/handlers.ts'
import {
  keepChallenge,
  ownPasskey,
  passkeysOf,
  takeChallenge,
  usePasskey,
} from '../../../accounts/passkeys/queries.ts'
import type { Context } from '../../../accounts/policy.ts'
import { fromHex, toHex } from '../../bytes/rules.ts'
import type { JsonObject } from '../../canonical/rules.ts'
import { proofOf } from '../../log/proofs/queries.ts'
import type { Outcome } from '../../rules.ts'
import { publicHalf } from '../keys/handlers.ts'
import { newestEntries, signingStates } from '../keys/queries.ts'
import { pidsOf } from '../leaves/handlers.ts'
import type { Assertion } from './contract.ts'
import { signingChallenge, statementOf, toBase64url, type ToSign } from './rules.ts'

/** What somebody is about to sign on their own account. */
export type Signing = {
  recordId: string
  version: number
  role: string
  outcome: Outcome
  statement: string | null
  /** What is shown to everybody who signs this version. */
  record: JsonObject
}

/**
 * Asks the actor's passkeys to sign exactly this: draws the salt and keeps it until the answer comes.
 * @returns what the browser is asked with
 * @throws FORBIDDEN when no passkey of theirs is entered in the log yet
 */
export async function askToSign(context: Context, signing: Signing) {
  const { db, actor, orgId, now } = context
  const own = await passkeysOf(db, orgId, actor.accountId)
  const states = await signingStates(context, own)
  const only = new Set(own.flatMap(({ id }) => (states.get(id) === 'ready' ? id : [])))
  if (only.size === 0) throw refuse('sealing.noSigningKey')
  const salt = randomBytes(32)
  const challenge = signingChallenge(await toSign(db, orgId, signing), salt)
  const options = await askFor(context, { challenge, only })
  await keepChallenge(db, {
    purpose: 'sign',
    holder: actor.sessionId,
    challenge: options.challenge,
    value: toHex(salt),
    now,
  })
  return { ...options }
}

/**
 * Checks what a passkey answered, against what is signed now and not what was asked then.
 * @returns the proof that is sealed with the signature
 * @throws CONFLICT `sealing.shownDiffers` when another text, answer or version was signed; BAD_REQUEST and
 *   FORBIDDEN as `usePasskey`; FORBIDDEN when the key is not entered in the log
 */
export async function signedBy(
  context: Context,
  signing: Signing,
  answer: AssertionAnswer,
): Promise<Assertion> {
  const { db, actor, orgId, now } = context
  const passkey = await ownPasskey(db, orgId, actor.accountId, answer.id)
  if (!passkey) throw invalid('accounts.passkeyUnknown')
  const { clientDataJSON, authenticatorData, signature } = answer.response
  const taken = await takeChallenge(db, 'sign', actor.sessionId, clientDataJSON, now)
  const salt = fromHex(taken.value, 32)!
  const challenge = toBase64url(signingChallenge(await toSign(db, orgId, signing), salt))
  if (challenge !== taken.challenge) throw conflict('sealing.shownDiffers')
  if ((await signingStates(context, [passkey])).get(passkey.id) !== 'ready')
    throw refuse('sealing.noSigningKey')
  await usePasskey(context, passkey, answer, challenge, siteFor(actor))
  return {
    ...(await publicHalf(passkey)),
    authenticator_data: authenticatorData,
    client_data: clientDataJSON,
    signature,
    salt: taken.value,
    enrolment: await enrolmentOf(db, orgId, passkey.id),
  }
}

async function toSign(db: Db, orgId: string, signing: Signing): Promise<ToSign> {
  const { recordId, statement, ...rest } = signing
  const pids = await pidsOf(db, orgId, recordId, [recordId])
  return { ...rest, recordPid: pids.get(recordId)!, statement: statementOf(statement) }
}

async function enrolmentOf(
  db: Db,
  orgId: string,
  passkeyId: string,
): Promise<Assertion['enrolment']> {
  const { epoch, leafIndex, document, salt } = (await newestEntries(db, orgId, [passkeyId])).get(
    passkeyId,
  )!
  const { leaf, origin } = await db
    .selectFrom('logLeaf as l')
    .innerJoin('logKey as k', (join) =>
      join.onRef('k.orgId', '=', 'l.orgId').onRef('k.epoch', '=', 'l.epoch'),
    )
    .select(['l.leaf', 'k.origin'])
    .where('l.orgId', '=', orgId)
    .where('l.epoch', '=', epoch)
    .where('l.leafIndex', '=', leafIndex)
    .executeTakeFirstOrThrow()
  // A key counts from the moment a signed checkpoint covers its entry.
  if (!document || !(await proofOf(db, { orgId, epoch }, leafIndex)))
    throw refuse('sealing.noSigningKey')
  return { document, salt: toHex(salt), leaf, log: origin, index: leafIndex }
}
