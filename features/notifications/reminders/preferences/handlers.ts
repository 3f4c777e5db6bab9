import { implement } from '@orpc/server'
import type { Context } from '../../../accounts/policy.ts'
import '../../channels/table.ts'
import { type Addressing, channelKinds, type HookSettings } from '../../channels/rules.ts'
import { reminderHour } from '../rules.ts'
import { preferencesContract } from './contract.ts'
import { preferencesOf, savePreference } from './queries.ts'

const os = implement(preferencesContract).$context<Context>()

const mine = os.mine.handler(async ({ context: { db, orgId, org, actor } }) => {
  const preference = (await preferencesOf(db, orgId, [actor.personId]))(actor.personId)
  const me = await db
    .selectFrom('person')
    .select(['email', 'phone', 'employeeNo'])
    .where('orgId', '=', orgId)
    .where('id', '=', actor.personId)
    .executeTakeFirstOrThrow()
  const on = await db
    .selectFrom('channel')
    .select(['kind', 'settings'])
    .where('orgId', '=', orgId)
    .where('enabledAt', 'is not', null)
    .execute()
  const known = new Map(on.map(({ kind, settings }) => [kind, settings]))
  const refusalOf = (kind: (typeof channelKinds)[number]) => {
    const settings = known.get(kind)
    if (!settings) return 'delivery.wayOff'
    if (kind === 'mail') return me.email ? null : 'delivery.noAddressOfOwn'
    const by: Addressing = (settings as HookSettings).addressing
    return by === 'nobody' ? 'delivery.groupOnly' : me[by] ? null : 'delivery.noPhoneOfOwn'
  }
  return {
    preference: { ...preference, channels: [...preference.channels] },
    ways: channelKinds
      .map((kind) => ({ kind, refusal: refusalOf(kind) }))
      .filter(({ kind, refusal }) => kind === 'mail' || refusal !== 'delivery.wayOff'),
    address: me.email,
    timezone: org.timezone,
    hour: reminderHour,
  }
})

const save = os.save.handler(async ({ input, context: { db, orgId, actor, now } }) => {
  await savePreference(db, orgId, actor.personId, input, now)
})

export const preferencesHandlers = os.router({ mine, save })
