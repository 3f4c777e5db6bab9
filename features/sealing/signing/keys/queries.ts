import type { Db } from '../../../../platform/database.ts'
import type { Passkey } from '../../../accounts/passkeys/contract.ts'
import type { PasskeyTable } from '../../../accounts/passkeys/table.ts'
import type { Context } from '../../../accounts/policy.ts'
import { cleanText } from '../../canonical/rules.ts'
import { readLog } from '../../log/handlers.ts'
import type { KeyDocument } from '../assertion/rules.ts'
import type { SigningKeyTable } from '../table.ts'

/** The newest entry of each of these passkeys in the log. */
export async function newestEntries(
  db: Db,
  orgId: string,
  passkeyIds: string[],
): Promise<Map<string, SigningKeyTable>> {
  if (passkeyIds.length === 0) return new Map()
  const rows = await db
    .selectFrom('signingKey')
    .selectAll()
    .where('orgId', '=', orgId)
    .where('passkeyId', 'in', passkeyIds)
    .orderBy('passkeyId')
    .orderBy('version')
    .execute()
  return new Map(rows.map((row) => [row.passkeyId, row]))
}

/**
 * Whether passkeys may sign records: entered in the log that is written now, under the name their
 * owner has now, and covered by a signed checkpoint, which is made with every entry.
 */
export async function signingStates(
  { db, orgId, actor }: Pick<Context, 'db' | 'orgId' | 'actor'>,
  passkeys: Pick<PasskeyTable, 'id'>[],
): Promise<Map<string, Passkey['signing']>> {
  const entries = await newestEntries(
    db,
    orgId,
    passkeys.map(({ id }) => id),
  )
  const log = entries.size > 0 ? await readLog(db, orgId) : null
  return new Map(
    [...entries].map(([id, { document, epoch }]) => {
      const entered = document && (JSON.parse(document) as KeyDocument)
      const isCurrent = entered && epoch === log?.epoch && entered.name === cleanText(actor.name)
      return [id, isCurrent ? 'ready' : 'again']
    }),
  )
}
