import { implement } from '@orpc/server'
import type { Db } from '../../../../platform/database.ts'
import { invalid, refuse } from '../../../../platform/refusal.ts'
import { enter } from '../../door/handlers.ts'
import type { PublicContext } from '../../policy.ts'
import { passkeysPublicContract, type AssertionAnswer } from '../contract.ts'
import { recordSignIn } from '../../sessions/queries.ts'
import { keepChallenge, takeChallenge, usePasskey } from '../queries.ts'
import { siteOf, type Site } from '../rules.ts'

const os = implement(passkeysPublicContract).$context<PublicContext>()
const holder = 'stranger'

const signInOptions = os.signInOptions.handler(async ({ context }) => {
  const site = siteFor(context)
  const { generateAuthenticationOptions } = await import('@simplewebauthn/server')
  const options = await generateAuthenticationOptions({
    rpID: site.rpId,
    userVerification: 'required',
  })
  await context.database.inOrg(null, (db) =>
    keepChallenge(db, {
      purpose: 'signIn',
      holder,
      challenge: options.challenge,
      now: context.now,
    }),
  )
  return { ...options }
})

const signIn = os.signIn.handler(async ({ input: { answer }, context }) => {
  const { database, now } = context
  const site = siteFor(context)
  const later: { orgId: string; work: (db: Db) => Promise<unknown> }[] = []
  const account = await database
    .inOrg(null, (db) =>
      answered(db, answer, site, context, (orgId, work) => later.push({ orgId, work })),
    )
    .finally(async () => {
      for (const { orgId, work } of later) await database.inOrg(orgId, work)
    })
  // What one has and what one knows or is, at once: the device asked its owner.
  const { isKnownDevice } = await enter(context, account.id, { secondFactor: true })
  const source = { orgId: account.orgId, actorId: null, now }
  await database.inOrg(account.orgId, (db) =>
    recordSignIn(db, source, account.id, { by: 'passkey', secondFactor: true, isKnownDevice }),
  )
  return { organization: account.code }
})

/** @throws FORBIDDEN where browsers have no passkeys */
function siteFor({ origin }: PublicContext): Site {
  const site = siteOf(origin)
  if (!site) throw refuse('accounts.passkeyElsewhere')
  return site
}

/** The account that a right answer opens. */
async function answered(
  db: Db,
  answer: AssertionAnswer,
  site: Site,
  { now, meant }: PublicContext,
  afterwards: (orgId: string, work: (db: Db) => Promise<unknown>) => void,
) {
  const { clientDataJSON, userHandle } = answer.response
  const { challenge } = await takeChallenge(db, 'signIn', holder, clientDataJSON, now)
  const passkey = await db
    .selectFrom('passkey')
    .selectAll()
    .where('credentialId', '=', answer.id)
    .forUpdate()
    .executeTakeFirst()
  const account =
    passkey &&
    (await db
      .selectFrom('account')
      .innerJoin('organization', 'organization.id', 'account.orgId')
      .select(['account.id', 'account.orgId', 'organization.code'])
      .where('account.id', '=', passkey.accountId)
      .where('account.disabledAt', 'is', null)
      .executeTakeFirst())
  if (!account) throw invalid('accounts.passkeyUnknown')
  meant?.(account.id)
  // The device says for whom it answers; for somebody else it is no answer.
  if (userHandle && Buffer.from(userHandle, 'base64url').toString() !== account.id)
    throw invalid('accounts.passkeyWrong')
  await usePasskey(
    { db, now, afterwards: (work) => afterwards(account.orgId, work) },
    passkey,
    answer,
    challenge,
    site,
  )
  return account
}

export const passkeysPublicHandlers = os.router({ signInOptions, signIn })
