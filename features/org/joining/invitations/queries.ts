import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { openBox } from '../../../../platform/box.ts'
import { config } from '../../../../platform/config.ts'
import type { Db } from '../../../../platform/database.ts'
import { invalid } from '../../../../platform/refusal.ts'
import type { PublicContext } from '../../../accounts/policy.ts'
import { openAccount } from '../../../accounts/queries.ts'
import '../../table.ts'

/** A link's token is `<code of the organization>.<secret>`; only the secret's hash is stored. */
export async function readLink(database: PublicContext['database'], token: string) {
  const at = token.lastIndexOf('.')
  const organization = await database.kysely
    .selectFrom('organization')
    .select('id')
    .where('code', '=', token.slice(0, at))
    .executeTakeFirst()
  if (!organization) throw invalid('joining.invitationUnknown')
  return {
    orgId: organization.id,
    hash: createHash('sha256')
      .update(token.slice(at + 1))
      .digest('hex'),
  }
}

/** The invitation, locked. @throws BAD_REQUEST when it is unknown, used or too old. */
export async function openInvitation(db: Db, orgId: string, hash: string, now: Date) {
  const found = await db
    .selectFrom('invitation')
    .innerJoin('person', (join) =>
      join
        .onRef('person.orgId', '=', 'invitation.orgId')
        .onRef('person.id', '=', 'invitation.personId'),
    )
    .innerJoin('organization', 'organization.id', 'invitation.orgId')
    .select([
      'invitation.id',
      'invitation.personId',
      'invitation.expiresAt',
      'invitation.usedAt',
      'person.name',
      'person.employeeNo',
      'person.email',
      'person.accountId',
      'organization.name as organization',
    ])
    .where('invitation.orgId', '=', orgId)
    .where('invitation.tokenHash', '=', hash)
    .forUpdate('invitation')
    .executeTakeFirst()
  if (!found) throw invalid('joining.invitationUnknown')
  if (found.usedAt) throw invalid('joining.invitationUsed')
  if (found.expiresAt < now) throw invalid('joining.invitationExpired')
  return found
}

/** Opens the account of a person who had none. */
export async function openAccountFor(
  db: Db,
  orgId: string,
  person: { personId: string; name: string; employeeNo: string; email: string | null },
  locale: 'zh-CN' | 'en',
  now: Date,
): Promise<string> {
  const names = [person.email, person.employeeNo]
  const accountId = await openAccount(db, {
    orgId,
    name: person.name,
    names,
    passwordHash: null,
    locale,
    now,
  })
  await db
    .updateTable('person')
    .set({ accountId, updatedAt: now })
    .where('orgId', '=', orgId)
    .where('id', '=', person.personId)
    .execute()
  return accountId
}

/** The secret half of a link, made again from its id: whoever mails it later needs no copy of it. */
export async function linkSecret(orgId: string, invitationId: string): Promise<string> {
  const box = await openBox(join(config().dataDir, 'keys', orgId, 'invitations.hex'))
  return box.mark(`invitation ${invitationId}`).toString('base64url')
}
