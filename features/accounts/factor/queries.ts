import { createHash, randomInt, timingSafeEqual } from 'node:crypto'
import { join } from 'node:path'
import { createOTP } from '@better-auth/utils/otp'
import { openBox } from '../../../platform/box.ts'
import { config } from '../../../platform/config.ts'
import type { Db } from '../../../platform/database.ts'
import {
  plainCode,
  recoveryAlphabet,
  recoveryCodeCount,
  recoveryCodeLength,
  stepOf,
  stepsToTry,
} from './rules.ts'
import '../table.ts'

interface Account {
  orgId: string
  accountId: string
}

const boxOf = (orgId: string) => openBox(join(config().dataDir, 'keys', orgId, 'factor.hex'))

const textOf = (alphabet: string, length: number) =>
  Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join('')

/** The second factor of an account, begun or confirmed. */
export const factorOf = (db: Db, { orgId, accountId }: Account) =>
  db
    .selectFrom('secondFactor')
    .selectAll()
    .where('orgId', '=', orgId)
    .where('accountId', '=', accountId)
    .executeTakeFirst()

/** Makes a new secret that counts once it is confirmed. @returns it, to be shown this once. */
export async function beginFactor(db: Db, account: Account, now: Date): Promise<string> {
  // 40 characters when written for an authenticator, without a rest that some of them misread.
  const secret = textOf('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789', 25)
  const closed = (await boxOf(account.orgId)).close(secret, account.accountId)
  const values = { secret: closed, confirmedAt: null, lastStep: 0, createdAt: now }
  await db
    .insertInto('secondFactor')
    .values({ ...account, ...values })
    .onConflict((row) => row.columns(['orgId', 'accountId']).doUpdateSet(values))
    .execute()
  return secret
}

/** Whether a code from the phone is right now; it is good once, on whatever node. */
export async function takeCode(
  db: Db,
  account: Account,
  typed: string,
  now: Date,
): Promise<boolean> {
  const code = plainCode(typed)
  if (!/^\d{6}$/.test(code)) return false
  const factor = await db
    .selectFrom('secondFactor')
    .selectAll()
    .where('orgId', '=', account.orgId)
    .where('accountId', '=', account.accountId)
    .forUpdate()
    .executeTakeFirst()
  const secret = factor && (await boxOf(account.orgId)).open(factor.secret, account.accountId)
  if (!factor || !secret) return false
  const otp = createOTP(secret)
  let taken: number | null = null
  for (const step of stepsToTry(now, factor.lastStep))
    if (timingSafeEqual(Buffer.from(await otp.hotp(step)), Buffer.from(code))) taken = step
  if (taken === null) return false
  await db
    .updateTable('secondFactor')
    .set({ lastStep: taken })
    .where('orgId', '=', account.orgId)
    .where('accountId', '=', account.accountId)
    .execute()
  return true
}

const hashOf = ({ accountId }: Account, code: string) =>
  createHash('sha256').update(`cuxi/recovery/v1\0${accountId}\0${code}`).digest('hex')

/** Whether a recovery code was right; it is used up by that. */
export async function takeRecoveryCode(
  db: Db,
  account: Account,
  typed: string,
  now: Date,
): Promise<boolean> {
  const taken = await db
    .updateTable('recoveryCode')
    .set({ usedAt: now })
    .where('orgId', '=', account.orgId)
    .where('accountId', '=', account.accountId)
    .where('hash', '=', hashOf(account, plainCode(typed)))
    .where('usedAt', 'is', null)
    .executeTakeFirst()
  return taken.numUpdatedRows > 0n
}

/** Ten new recovery codes instead of those there were. @returns them, to be shown this once. */
export async function newRecoveryCodes(db: Db, account: Account): Promise<string[]> {
  const codes = Array.from({ length: recoveryCodeCount }, () =>
    textOf(recoveryAlphabet, recoveryCodeLength),
  )
  await db
    .deleteFrom('recoveryCode')
    .where('orgId', '=', account.orgId)
    .where('accountId', '=', account.accountId)
    .execute()
  await db
    .insertInto('recoveryCode')
    .values(codes.map((code) => ({ ...account, hash: hashOf(account, code), usedAt: null })))
    .execute()
  return codes
}

/** How many codes for the day without the second factor are not used up. */
export async function recoveryCodesLeft(db: Db, account: Account): Promise<number> {
  const { left } = await db
    .selectFrom('recoveryCode')
    .select((is) => is.fn.countAll<number>().as('left'))
    .where('orgId', '=', account.orgId)
    .where('accountId', '=', account.accountId)
    .where('usedAt', 'is', null)
    .executeTakeFirstOrThrow()
  return left
}

/** Takes the second factor and its recovery codes away. */
export async function dropFactor(db: Db, { orgId, accountId }: Account): Promise<void> {
  for (const table of ['recoveryCode', 'secondFactor'] as const)
    await db
      .deleteFrom(table)
      .where('orgId', '=', orgId)
      .where('accountId', '=', accountId)
      .execute()
}

/** What an authenticator reads: the key for typing, the link for phones. */
export function factorAddress(secret: string, organization: string, name: string) {
  const link = createOTP(secret).url(`促膝 ${organization}`, name)
  return { link, key: new URL(link).searchParams.get('secret')! }
}

/** The half minute `now` lies in, for tests of what a phone would show. */
export const codeOf = (secret: string, now: Date) => createOTP(secret).hotp(stepOf(now))
