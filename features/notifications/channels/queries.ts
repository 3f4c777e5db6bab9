import { join } from 'node:path'
import { openBox, type Box } from '../../../platform/box.ts'
import { config } from '../../../platform/config.ts'
import type { Db } from '../../../platform/database.ts'
import { missing } from '../../../platform/refusal.ts'
import type { Context } from '../../accounts/policy.ts'
import { seesChannels } from './policy.ts'
import type { ChannelKind, ChannelSecret } from './rules.ts'
import type { ChannelTable } from './table.ts'
import './table.ts'

/**
 * Whoever has nothing to do with it does not find it.
 * @throws NOT_FOUND
 */
export const demandSight = ({ actor }: Pick<Context, 'actor'>) => {
  if (!seesChannels(actor)) throw missing()
}

const boxOf = (orgId: string): Promise<Box> =>
  openBox(join(config().dataDir, 'keys', orgId, 'channels.hex'))

/** How a channel is set up, whether it is on or off; undefined when it never was. */
export const channelOf = (
  db: Db,
  orgId: string,
  kind: ChannelKind,
): Promise<ChannelTable | undefined> =>
  db
    .selectFrom('channel')
    .selectAll()
    .where('orgId', '=', orgId)
    .where('kind', '=', kind)
    .executeTakeFirst()

/** What lets us speak there, closed with the organization's own key. */
export async function closeSecret(orgId: string, kind: ChannelKind, secret: ChannelSecret) {
  return (await boxOf(orgId)).close(JSON.stringify(secret), kind)
}

/** What lets us speak there; null when the key it was closed with is another one. */
export async function openSecret({
  orgId,
  kind,
  secret,
}: Pick<ChannelTable, 'orgId' | 'kind' | 'secret'>): Promise<ChannelSecret | null> {
  if (!secret) return {}
  const text = (await boxOf(orgId)).open(secret, kind)
  return text === null ? null : (JSON.parse(text) as ChannelSecret)
}

/** A keyed mark over some text, so that a link we sent is known as ours when it comes back. */
export async function markOf(orgId: string, text: string): Promise<string> {
  return (await boxOf(orgId)).mark(text).toString('base64url')
}
