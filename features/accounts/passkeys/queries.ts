import type { Db } from '../../../platform/database.ts'
import { record } from '../../../platform/events.ts'
import { newId } from '../../../platform/ids.ts'
import { invalid, refuse } from '../../../platform/refusal.ts'
import type { Context } from '../policy.ts'
import type {} from '../table.ts'
import type { AssertionAnswer } from './contract.ts'
import { challengeMinutes, wentBack, type Site } from './rules.ts'
import type { PasskeyTable } from './table.ts'

/** What a challenge was given out for; an answer to one never passes for another. */
export type Purpose = 'signIn' | 'add' | 'stepUp' | 'sign'

const nameOf = (purpose: Purpose, holder: string, challenge: string) =>
  `passkey.${purpose}.${holder}.${challenge}`

/** Remembers a challenge for the holder (a session, or `stranger`) until it is taken, with what belongs to it. */
export async function keepChallenge(
  db: Db,
  challenge: { purpose: Purpose; holder: string; challenge: string; value?: string; now: Date },
) {
  const { purpose, holder, value = '', now } = challenge
  await db.deleteFrom('verification').where('expiresAt', '<', now).execute()
  await db
    .insertInto('verification')
    .values({
      id: newId(),
      identifier: nameOf(purpose, holder, challenge.challenge),
      value,
      expiresAt: new Date(now.getTime() + challengeMinutes * 60_000),
      createdAt: now,
      updatedAt: now,
    })
    .execute()
}

/**
 * Takes the challenge an answer names: once, and only while it lasts.
 * @throws BAD_REQUEST `accounts.passkeyTooLate`
 */
export async function takeChallenge(
  db: Db,
  purpose: Purpose,
  holder: string,
  clientDataJSON: string,
  now: Date,
): Promise<{ challenge: string; value: string }> {
  const challenge = challengeIn(clientDataJSON)
  const taken = await db
    .deleteFrom('verification')
    .where('identifier', '=', nameOf(purpose, holder, challenge))
    .where('expiresAt', '>=', now)
    .returning('value')
    .executeTakeFirst()
  if (!taken) throw invalid('accounts.passkeyTooLate')
  return { challenge, value: taken.value }
}

function challengeIn(clientDataJSON: string): string {
  try {
    const data: unknown = JSON.parse(Buffer.from(clientDataJSON, 'base64url').toString())
    return String((data as { challenge?: unknown }).challenge).slice(0, 200)
  } catch {
    return ''
  }
}

/** An account's passkeys, the oldest first. */
export const passkeysOf = (db: Db, orgId: string, accountId: string): Promise<PasskeyTable[]> =>
  db
    .selectFrom('passkey')
    .selectAll()
    .where('orgId', '=', orgId)
    .where('accountId', '=', accountId)
    .orderBy('id')
    .execute()

/** What a browser needs to look for them. */
export const descriptorsOf = (passkeys: PasskeyTable[]) =>
  passkeys.map(({ credentialId, transports }) => ({ id: credentialId, transports }))

/**
 * Checks an answer against the passkey it names: site, challenge, the person verified by the device,
 * signature, counter. Notes the use. A counter that went back suspends the passkey, which stands
 * although the answer is refused.
 * @throws BAD_REQUEST `accounts.passkeyWrong`, FORBIDDEN `accounts.passkeySuspended`
 */
export async function usePasskey(
  { db, afterwards, now }: Pick<Context, 'db' | 'afterwards' | 'now'>,
  passkey: PasskeyTable,
  answer: AssertionAnswer,
  challenge: string,
  site: Site,
): Promise<void> {
  const suspended = refuse('accounts.passkeySuspended', { name: passkey.name })
  if (passkey.suspendedAt) throw suspended
  const { counter, backedUp } = await check(passkey, answer, challenge, site)
  if (wentBack(passkey.counter, counter)) {
    afterwards((later) => suspend(later, passkey, now))
    throw suspended
  }
  await db
    .updateTable('passkey')
    .set({ counter, backedUp, lastUsedAt: now })
    .where('orgId', '=', passkey.orgId)
    .where('id', '=', passkey.id)
    .execute()
}

async function suspend(db: Db, { orgId, id, accountId }: PasskeyTable, now: Date) {
  await db
    .updateTable('passkey')
    .set({ suspendedAt: now })
    .where('orgId', '=', orgId)
    .where('id', '=', id)
    .execute()
  await record(db, { orgId, actorId: null, now }, 'passkey.suspended', {
    subjectId: id,
    data: { accountId },
  })
}

/** One of an account's own passkeys by what browsers call it, held until the transaction ends. */
export const ownPasskey = (db: Db, orgId: string, accountId: string, credentialId: string) =>
  db
    .selectFrom('passkey')
    .selectAll()
    .where('orgId', '=', orgId)
    .where('accountId', '=', accountId)
    .where('credentialId', '=', credentialId)
    .forUpdate()
    .executeTakeFirst()

async function check(
  passkey: PasskeyTable,
  answer: AssertionAnswer,
  challenge: string,
  site: Site,
) {
  if (passkey.rpId !== site.rpId) throw invalid('accounts.passkeyWrong')
  const { verifyAuthenticationResponse } = await import('@simplewebauthn/server')
  const { verified, authenticationInfo } = await verifyAuthenticationResponse({
    response: { ...answer, clientExtensionResults: {} },
    expectedChallenge: challenge,
    expectedOrigin: site.origin,
    expectedRPID: site.rpId,
    // The counter is ours to judge: an answer that is right and yet late means something of its own.
    credential: {
      id: passkey.credentialId,
      publicKey: Uint8Array.from(passkey.publicKey),
      counter: 0,
    },
    requireUserVerification: true,
  }).catch(() => ({ verified: false, authenticationInfo: null }))
  if (!verified || !authenticationInfo) throw invalid('accounts.passkeyWrong')
  return {
    counter: authenticationInfo.newCounter,
    backedUp: authenticationInfo.credentialBackedUp,
  }
}
