import { endSessionsOf } from '../../features/accounts/queries.ts'
import { signInName } from '../../features/accounts/rules.ts'
import { config } from '../../platform/config.ts'
import { openDatabase, type Database } from '../../platform/database.ts'
import { record } from '../../platform/events.ts'
import { readLine, type Command } from './commands.ts'
import { Complaint } from './complaint.ts'
import { withDatabase } from './source.ts'

/** `sign-out NAME… | --all [--org CODE]` */
export const signOutCommand: Command = async (argv) => {
  const { values, positionals } = readLine(argv, {
    all: { type: 'boolean' },
    org: { type: 'string' },
  })
  return withDatabase(
    config(),
    () => {},
    async (url) => {
      const database = openDatabase(url, { connections: 2 })
      try {
        const names = values.all ? null : positionals
        const ended = await signOut(database, { names, code: values.org ?? null }, new Date())
        for (const [name, count] of ended)
          process.stdout.write(`✔ ${name}：${count} 处登录已结束 · ${count} sessions ended\n`)
        if (ended.size === 0) process.stdout.write('没有打开的登录 · nobody is signed in\n')
        return 0
      } finally {
        await database.close()
      }
    },
  )
}

/**
 * Ends the sessions of some people, or of everybody, on every node within a second. Accounts stay open: whoever
 * should not come back needs a new password first.
 * @param names mail addresses or numbers; null: everybody's
 * @param code of one organization; null: in all of them
 * @returns how many ended, by name
 * @throws Complaint when nobody is named, or a name is nobody's; then nothing has ended
 */
export async function signOut(
  database: Database,
  { names, code }: { names: string[] | null; code: string | null },
  now: Date,
): Promise<Map<string, number>> {
  if (names?.length === 0)
    throw new Complaint(
      '请写明是谁：cuxi sign-out 工号或邮箱…，或 --all。',
      'Say who: cuxi sign-out NUMBER-OR-MAIL…, or --all.',
    )
  const accounts = await database.inOrg(null, (db) =>
    db
      .selectFrom('account')
      .innerJoin('organization', 'organization.id', 'account.orgId')
      .leftJoin('signInName', (join) =>
        join
          .onRef('signInName.orgId', '=', 'account.orgId')
          .onRef('signInName.accountId', '=', 'account.id'),
      )
      .select(['account.id', 'account.orgId', 'account.name', 'signInName.name as typed'])
      .$if(code !== null, (query) => query.where('organization.code', '=', code!))
      .execute(),
  )
  const isMeant = new Set(names?.map(signInName))
  const known = new Set(accounts.map(({ typed }) => typed))
  for (const name of isMeant)
    if (!known.has(name))
      throw new Complaint(
        `没有用 ${name} 登录的人；谁的登录都没有结束。`,
        `Nobody signs in as ${name}; nothing has ended.`,
      )
  const meant = accounts.filter(({ typed }) => names === null || isMeant.has(typed ?? ''))
  const ended = new Map<string, number>()
  for (const { id, orgId, name } of new Map(meant.map((one) => [one.id, one])).values()) {
    const count = await database.inOrg(orgId, async (db) => {
      const count = await endSessionsOf(db, orgId, id)
      const source = { orgId, actorId: null, now }
      if (count > 0) await record(db, source, 'account.sessionsEnded', { subjectId: id })
      return count
    })
    if (names !== null || count > 0) ended.set(name, (ended.get(name) ?? 0) + count)
  }
  return ended
}
