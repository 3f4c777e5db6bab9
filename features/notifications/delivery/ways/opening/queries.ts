import type { Db } from '../../../../../platform/database.ts'
import { channelOf, openSecret } from '../../../channels/queries.ts'
import type { ChannelKind, HookSettings } from '../../../channels/rules.ts'
import { mailWay } from '../mail/queries.ts'
import type { Way } from '../queries.ts'

/** Opens a way with the settings of this moment. */
export async function openWay(db: Db, orgId: string, kind: ChannelKind): Promise<Way> {
  const channel = await channelOf(db, orgId, kind)
  if (!channel) throw new Error(`channel ${kind} has words waiting and no settings`)
  const secret = await openSecret(channel)
  const common = { kind, settings: channel.settings, isDoubtful: channel.failures > 0 }
  if ('from' in channel.settings) return { ...common, ...mailWay(channel.settings, secret) }
  const { hookWay } = await import('../hooks/queries.ts')
  return { ...common, ...hookWay(kind, channel.settings as HookSettings, secret) }
}
