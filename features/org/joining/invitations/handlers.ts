import { implement } from '@orpc/server'
import { record } from '../../../../platform/events.ts'
import { enter } from '../../../accounts/door/handlers.ts'
import { factorOf } from '../../../accounts/factor/queries.ts'
import { replacePassword } from '../../../accounts/passwords/queries.ts'
import type { PublicContext } from '../../../accounts/policy.ts'
import { endSessionsOf } from '../../../accounts/queries.ts'
import { recordNewDevice } from '../../../accounts/sessions/queries.ts'
import { joiningContract } from '../contract.ts'
import { openAccountFor, openInvitation, readLink } from './queries.ts'

const os = implement(joiningContract).$context<PublicContext>()

const invitation = os.invitation.handler(async ({ input, context: { database, now } }) => {
  const { orgId, hash } = await readLink(database, input.token)
  return database.inOrg(orgId, async (db) => {
    const found = await openInvitation(db, orgId, hash, now)
    return {
      organization: found.organization,
      name: found.name,
      employeeNo: found.employeeNo,
      expiresAt: found.expiresAt,
    }
  })
})

const acceptInvitation = os.acceptInvitation.handler(async ({ input, context }) => {
  const { database, now, rules } = context
  const { orgId, hash } = await readLink(database, input.token)
  const { accountId, hasFactor, isNew } = await database.inOrg(orgId, async (db) => {
    const found = await openInvitation(db, orgId, hash, now)
    await db
      .updateTable('invitation')
      .set({ usedAt: now })
      .where('orgId', '=', orgId)
      .where('id', '=', found.id)
      .execute()
    const accountId = found.accountId ?? (await openAccountFor(db, orgId, found, input.locale, now))
    const account = { orgId, accountId, id: accountId }
    await replacePassword(db, account, input.password, { rules, now, field: 'password' })
    await endSessionsOf(db, orgId, accountId)
    await record(db, { orgId, actorId: found.personId, now }, 'invitation.accepted', {
      subjectId: found.id,
      personId: found.personId,
    })
    const isNew = found.accountId === null
    return { accountId, isNew, hasFactor: Boolean((await factorOf(db, account))?.confirmedAt) }
  })
  // A link replaces the password, not the phone: whoever has a second factor signs in with both.
  if (hasFactor) return
  const { isKnownDevice } = await enter(context, accountId)
  // A link in other hands than its owner's: who had the account before hears of it.
  if (!isNew && !isKnownDevice)
    await database.inOrg(orgId, (db) =>
      recordNewDevice(db, { orgId, actorId: null, now }, accountId),
    )
})

export const invitationsHandlers = { invitation, acceptInvitation }
