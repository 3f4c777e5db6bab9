import { oc } from '@orpc/contract'
import { z } from 'zod'
import { channelKinds } from '../../channels/rules.ts'
import { rhythms } from './rules.ts'

const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'delivery.refusal.timeUnreadable')

const zone = z.string().refine((name) => {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: name }))
  } catch {
    return false
  }
}, 'joining.refusal.timezoneUnknown')

export const preferenceShape = z.object({
  channels: z.array(z.enum(channelKinds)).max(channelKinds.length),
  rhythm: z.enum(rhythms),
  quiet: z.object({ from: time, until: time }).nullable(),
  /** Null: the organization's. */
  timezone: zone.nullable(),
  /** First and last day away: nobody is reminded meanwhile. */
  away: z
    .object({ from: z.iso.date(), until: z.iso.date() })
    .refine(({ from, until }) => from <= until, {
      message: 'delivery.refusal.daysReversed',
      path: ['until'],
    })
    .nullable(),
})

export const preferencesContract = {
  mine: oc.output(
    z.object({
      preference: preferenceShape,
      /** Ways that are on and can reach me, and why others cannot. */
      ways: z.array(z.object({ kind: z.enum(channelKinds), refusal: z.string().nullable() })),
      /** Where mail goes. */
      address: z.string().nullable(),
      timezone: z.string(),
      /** The hour at which reminders are sent, in the organization's zone. */
      hour: z.int(),
    }),
  ),
  save: oc.input(preferenceShape).output(z.void()),
}
