import { createReadStream } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { hashPassword, passwordMatches } from '../../../platform/auth.ts'
import { config } from '../../../platform/config.ts'
import type { Db } from '../../../platform/database.ts'
import { newId } from '../../../platform/ids.ts'
import { invalid } from '../../../platform/refusal.ts'
import { passwordHashOf, setPassword } from '../queries.ts'
import type { SignInRules } from '../rules.ts'
import { passwordRefusal, readingsOf } from './rules.ts'
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
  if (await isListed(password)) throw invalid('accounts.passwordCommon', {}, field)
  return hashPassword(password)
}

/**
 * Whether a list that somebody put beside the data names it: leaked passwords, or words of the house, one a
 * line. Read line by line each time: passwords are seldom chosen, and the lists may be long.
 */
async function isListed(password: string): Promise<boolean> {
  const folder = join(config().dataDir, 'passwords')
  const wanted = new Set(readingsOf(password).filter(Boolean))
  const files = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error
    return []
  })
  for (const file of files)
    for await (const line of createInterface({ input: createReadStream(join(folder, file)) }))
      if (wanted.has(readingsOf(line)[0])) return true
  return false
}

/** What people know of an account's owner: the name, what signs in, and where they work. */
export async function knownOf(db: Db, orgId: string, accountId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('account')
    .leftJoin('signInName', (join) =>
      join
        .onRef('signInName.orgId', '=', 'account.orgId')
        .onRef('signInName.accountId', '=', 'account.id'),
    )
    .innerJoin('organization', 'organization.id', 'account.orgId')
    .select([
      'account.name',
      'signInName.name as signInName',
      'organization.name as organization',
      'organization.code',
    ])
    .where('account.orgId', '=', orgId)
    .where('account.id', '=', accountId)
    .execute()
  return rows.flatMap((row) => [row.name, row.signInName ?? '', row.organization, row.code])
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
