import { implement } from '@orpc/server'
import { record } from '../../../../platform/events.ts'
import { enter } from '../../../accounts/door/handlers.ts'
import { factorOf } from '../../../accounts/factor/queries.ts'
import { replacePassword } from '../../../accounts/passwords/queries.ts'
import type { PublicContext } from '../../../accounts/policy.ts'
import { endSessionsOf } from '../../../accounts/queries.ts'
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
  const { accountId, hasFactor } = await database.inOrg(orgId, async (db) => {
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
    return { accountId, hasFactor: Boolean((await factorOf(db, account))?.confirmedAt) }
  })
  // A link replaces the password, not the phone: whoever has a second factor signs in with both.
  if (!hasFactor) await enter(context, accountId)
})

export const invitationsHandlers = { invitation, acceptInvitation }
