import { implement } from '@orpc/server'
import type { Db } from '../../../platform/database.ts'
import { record } from '../../../platform/events.ts'
import { newId } from '../../../platform/ids.ts'
import { demand, invalid, missing, refuse } from '../../../platform/refusal.ts'
import type { Context } from '../policy.ts'
import { stepUpFirst, stepUpUntil } from '../rules.ts'
import { markSteppedUp } from '../sessions/queries.ts'
import { passkeysContract, type Passkey } from './contract.ts'
import {
  descriptorsOf,
  keepChallenge,
  ownPasskey,
  passkeysOf,
  takeChallenge,
  usePasskey,
} from './queries.ts'
import { algorithms, deviceKindOf, siteOf, type Site } from './rules.ts'
import type { PasskeyTable } from './table.ts'

/** How far each passkey is entered in the log, which a later feature keeps. */
export type SigningStates = (
  context: Context,
  passkeys: PasskeyTable[],
) => Promise<Map<string, Passkey['signing']>>

/** The site this request came to. @throws FORBIDDEN where browsers have no passkeys. */
export function siteFor({ origin }: Context['actor']): Site {
  const site = siteOf(origin ?? '')
  if (!site) throw refuse('accounts.passkeyElsewhere')
  return site
}

/** A person's own passkeys; `signing` tells what the log knows of them. */
export const passkeysHandlers = (signing: SigningStates) => {
  const os = implement(passkeysContract).$context<Context>()

  const list = os.list.handler(async ({ context }) => {
    const { db, actor } = context
    const site = siteOf(actor.origin ?? '')
    const rows = await passkeysOf(db, actor.orgId, actor.accountId)
    const states = await signing(context, rows)
    return {
      origin: site?.origin ?? null,
      passkeys: rows.map((row) => ({
        id: row.id,
        name: row.name,
        deviceKind: row.deviceKind,
        backupEligible: row.backupEligible,
        backedUp: row.backedUp,
        vouchedBy: row.vouchedBy,
        createdAt: row.createdAt,
        lastUsedAt: row.lastUsedAt,
        suspendedAt: row.suspendedAt,
        isOfThisSite: row.rpId === site?.rpId,
        signing: states.get(row.id) ?? 'waiting',
      })),
    }
  })

  const addOptions = os.addOptions.handler(async ({ context }) => {
    const { db, actor, org, now } = context
    demandSteppedUp(context)
    const site = siteFor(actor)
    const { generateRegistrationOptions } = await import('@simplewebauthn/server')
    const options = await generateRegistrationOptions({
      rpName: `促膝 · ${org.name}`,
      rpID: site.rpId,
      userID: Uint8Array.from(Buffer.from(actor.accountId)),
      userName: actor.name,
      userDisplayName: actor.name,
      attestationType: 'none',
      excludeCredentials: descriptorsOf(await passkeysOf(db, actor.orgId, actor.accountId)),
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
      supportedAlgorithmIDs: algorithms,
    })
    await keepChallenge(db, {
      purpose: 'add',
      holder: actor.sessionId,
      challenge: options.challenge,
      now,
    })
    return { ...options }
  })

  const add = os.add.handler(async ({ input, context }) => {
    const { db, orgId, actor, now } = context
    demandSteppedUp(context)
    const site = siteFor(actor)
    const { answer } = input
    const { challenge } = await takeChallenge(
      db,
      'add',
      actor.sessionId,
      answer.response.clientDataJSON,
      now,
    )
    const made = await registered(answer, challenge, site)
    const id = newId()
    const vouchedBy = await voucherOf(db, actor)
    const added = await db
      .insertInto('passkey')
      .values({
        orgId,
        id,
        accountId: actor.accountId,
        ...made,
        rpId: site.rpId,
        name: input.name,
        vouchedBy,
        createdAt: now,
        lastUsedAt: null,
        suspendedAt: null,
      })
      .onConflict((row) => row.doNothing())
      .executeTakeFirst()
    if (added.numInsertedOrUpdatedRows === 0n) throw invalid('accounts.passkeyKnown')
    await record(db, context, 'passkey.added', {
      subjectId: id,
      personId: actor.personId,
      data: { accountId: actor.accountId, vouchedBy },
    })
    return { id }
  })

  const enterAgain = os.enterAgain.handler(async ({ input, context }) => {
    const { db, actor } = context
    const passkey = await passkeyFor(db, actor, input.id)
    demandSteppedUp(context)
    const state = (await signing(context, [passkey])).get(passkey.id)
    if (state !== 'again') return
    await record(db, context, 'passkey.enteredAgain', {
      subjectId: passkey.id,
      personId: actor.personId,
      data: { accountId: actor.accountId, vouchedBy: await voucherOf(db, actor) },
    })
  })

  const remove = os.remove.handler(async ({ input, context }) => {
    const { db, actor } = context
    const passkey = await passkeyFor(db, actor, input.id)
    demandSteppedUp(context)
    await db
      .deleteFrom('passkey')
      .where('orgId', '=', actor.orgId)
      .where('id', '=', passkey.id)
      .execute()
    await record(db, context, 'passkey.removed', {
      subjectId: passkey.id,
      personId: actor.personId,
      data: { accountId: actor.accountId },
    })
  })

  const stepUpOptions = os.stepUpOptions.handler(async ({ context }) => {
    const { db, actor, now } = context
    const options = await askFor(context)
    await keepChallenge(db, {
      purpose: 'stepUp',
      holder: actor.sessionId,
      challenge: options.challenge,
      now,
    })
    return { ...options }
  })

  const stepUp = os.stepUp.handler(async ({ input: { answer }, context }) => {
    const { db, actor, now } = context
    const site = siteFor(actor)
    const passkey = await ownPasskey(db, actor.orgId, actor.accountId, answer.id)
    if (!passkey) throw invalid('accounts.passkeyUnknown')
    const { challenge } = await takeChallenge(
      db,
      'stepUp',
      actor.sessionId,
      answer.response.clientDataJSON,
      now,
    )
    await usePasskey(context, passkey, answer, challenge, site)
    await markSteppedUp(context, 'passkey')
    return { until: stepUpUntil(now)! }
  })

  return os.router({ list, addOptions, add, enterAgain, remove, stepUpOptions, stepUp })
}

/**
 * What a browser is asked with, so that one of the actor's own passkeys answers.
 * @param challenge bytes to be signed; random when not given
 * @throws FORBIDDEN when there is none, or browsers have none at this address
 */
export async function askFor(
  { db, actor }: Context,
  { challenge, only }: { challenge?: Uint8Array<ArrayBuffer>; only?: Set<string> } = {},
) {
  const site = siteFor(actor)
  const own = (await passkeysOf(db, actor.orgId, actor.accountId)).filter(
    ({ id, rpId, suspendedAt }) =>
      rpId === site.rpId && suspendedAt === null && (!only || only.has(id)),
  )
  if (own.length === 0) throw refuse('accounts.passkeyNone')
  const { generateAuthenticationOptions } = await import('@simplewebauthn/server')
  return generateAuthenticationOptions({
    rpID: site.rpId,
    allowCredentials: descriptorsOf(own),
    userVerification: 'required',
    ...(challenge && { challenge }),
  })
}

const demandSteppedUp = ({ actor, now }: Context) => demand(stepUpFirst(actor, now))

/** @throws NOT_FOUND for anybody else's */
async function passkeyFor(db: Db, actor: Context['actor'], id: string): Promise<PasskeyTable> {
  const found = await db
    .selectFrom('passkey')
    .selectAll()
    .where('orgId', '=', actor.orgId)
    .where('accountId', '=', actor.accountId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  if (!found) throw missing()
  return found
}

/** What proved shortly ago that it is the owner who asks. */
async function voucherOf(db: Db, { orgId, sessionId }: Context['actor']) {
  const session = await db
    .selectFrom('session')
    .select('steppedUpBy')
    .where('orgId', '=', orgId)
    .where('id', '=', sessionId)
    .executeTakeFirst()
  return session?.steppedUpBy ?? 'password'
}

type Attestation = Parameters<
  typeof import('@simplewebauthn/server').verifyRegistrationResponse
>[0]['response']

async function registered(
  answer: Omit<Attestation, 'clientExtensionResults'>,
  challenge: string,
  site: Site,
) {
  const { verifyRegistrationResponse } = await import('@simplewebauthn/server')
  const { cose, decodeCredentialPublicKey } = await import('@simplewebauthn/server/helpers')
  const { verified, registrationInfo } = await verifyRegistrationResponse({
    response: { ...answer, clientExtensionResults: {} },
    expectedChallenge: challenge,
    expectedOrigin: site.origin,
    expectedRPID: site.rpId,
    requireUserVerification: true,
    supportedAlgorithmIDs: algorithms,
  }).catch(() => ({ verified: false, registrationInfo: undefined }))
  if (!verified || !registrationInfo) throw invalid('accounts.passkeyWrong')
  const { credential, credentialDeviceType, credentialBackedUp } = registrationInfo
  const transports = (answer.response.transports ?? []).slice(0, 10)
  return {
    credentialId: credential.id,
    publicKey: Buffer.from(credential.publicKey),
    algorithm: Number(decodeCredentialPublicKey(credential.publicKey).get(cose.COSEKEYS.alg)),
    counter: credential.counter,
    deviceKind: deviceKindOf(answer.authenticatorAttachment, transports),
    transports,
    backupEligible: credentialDeviceType === 'multiDevice',
    backedUp: credentialBackedUp,
  }
}
