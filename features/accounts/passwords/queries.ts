import { hashPassword, passwordMatches } from '../../../platform/auth.ts'
import type { Db } from '../../../platform/database.ts'
import { newId } from '../../../platform/ids.ts'
import { invalid } from '../../../platform/refusal.ts'
import { passwordHashOf, setPassword } from '../queries.ts'
import type { SignInRules } from '../rules.ts'
import { passwordRefusal } from './rules.ts'
import '../table.ts'

/**
 * Hashes a new password that follows the rules.
 * @param about what people know of its owner
 * @throws BAD_REQUEST on `field` saying which rule it does not follow
 */
export async function newPasswordHash(
  password: string,
  rules: SignInRules,
  about: (string | null)[],
  field: string,
): Promise<string> {
  const refusal = passwordRefusal(password, rules, about)
  if (refusal) throw invalid(refusal.reason, refusal.params, field)
  return hashPassword(password)
}

/** What people know of an account's owner: the name, and what signs in. */
export async function knownOf(db: Db, orgId: string, accountId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('account')
    .leftJoin('signInName', (join) =>
      join
        .onRef('signInName.orgId', '=', 'account.orgId')
        .onRef('signInName.accountId', '=', 'account.id'),
    )
    .select(['account.name', 'signInName.name as signInName'])
    .where('account.orgId', '=', orgId)
    .where('account.id', '=', accountId)
    .execute()
  return rows.flatMap((row) => [row.name, row.signInName ?? ''])
}

/**
 * Sets an account's new password and remembers the old one where the rules ask for it.
 * @throws BAD_REQUEST on `field` when it is one of the earlier ones
 */
export async function replacePassword(
  db: Db,
  { orgId, id }: { orgId: string; id: string },
  password: string,
  { rules, now, field }: { rules: SignInRules; now: Date; field: string },
): Promise<void> {
  const hash = await newPasswordHash(password, rules, await knownOf(db, orgId, id), field)
  if (rules.passwordsRemembered > 0) {
    const former = await db
      .selectFrom('formerPassword')
      .select(['id', 'hash'])
      .where('orgId', '=', orgId)
      .where('accountId', '=', id)
      .orderBy('replacedAt', 'desc')
      .execute()
    const current = await passwordHashOf(db, id)
    const kept = former.slice(0, rules.passwordsRemembered - 1)
    for (const old of [current, ...kept.map((row) => row.hash)])
      if (old && (await passwordMatches(old, password)))
        throw invalid('accounts.passwordUsedBefore', { count: rules.passwordsRemembered }, field)
    if (current)
      await db
        .insertInto('formerPassword')
        .values({ orgId, id: newId(), accountId: id, hash: current, replacedAt: now })
        .execute()
    const gone = former.slice(rules.passwordsRemembered - 1).map((row) => row.id)
    if (gone.length > 0)
      await db
        .deleteFrom('formerPassword')
        .where('orgId', '=', orgId)
        .where('id', 'in', gone)
        .execute()
  }
  await setPassword(db, id, hash, now)
}
