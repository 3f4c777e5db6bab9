import { timingSafeEqual } from 'node:crypto'
import { markOf } from '../../channels/queries.ts'
import { channelKinds, type ChannelKind } from '../../channels/rules.ts'
import { isId } from '../../../../platform/ids.ts'

const wordsOf = (orgId: string, personId: string, kind: ChannelKind) =>
  `stop/v1 ${orgId} ${personId} ${kind}`

/** Where a person stops reminders on one way without signing in. It names ids, and is good for nothing else. */
export async function stopAddress(
  base: string,
  orgId: string,
  personId: string,
  kind: ChannelKind,
): Promise<string> {
  const mark = await markOf(orgId, wordsOf(orgId, personId, kind))
  return `${base}/unsubscribe/${orgId}.${personId}.${kind}.${mark}`
}

/** Whose reminders on which way a link stops; null when it is not one of ours. */
export async function readStopToken(
  token: string,
): Promise<{ orgId: string; personId: string; kind: ChannelKind } | null> {
  const [orgId = '', personId = '', name = '', mark = ''] = token.slice(0, 300).split('.')
  const kind = channelKinds.find((known) => known === name)
  if (!isId(orgId) || !isId(personId) || !kind) return null
  const expected = Buffer.from(await markOf(orgId, wordsOf(orgId, personId, kind)))
  const given = Buffer.from(mark)
  return given.length === expected.length && timingSafeEqual(given, expected)
    ? { orgId, personId, kind }
    : null
}
