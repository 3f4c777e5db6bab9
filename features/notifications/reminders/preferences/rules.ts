import { timeIn } from '../../../../platform/clock.ts'
import { channelKinds, type ChannelKind } from '../../channels/rules.ts'

/** As things fall due; or everything that waits, once a day or once a week; or not at all. */
export const rhythms = ['immediate', 'daily', 'weekly', 'never'] as const
export type Rhythm = (typeof rhythms)[number]

export interface Preference {
  channels: readonly ChannelKind[]
  rhythm: Rhythm
  /** Local hours, HH:MM; from a later to an earlier one they go over midnight. */
  quiet: { from: string; until: string } | null
  /** Null: the organization's. */
  timezone: string | null
  /** First and last day away. */
  away: { from: string; until: string } | null
}

/** For everybody who has said nothing else. */
export const usualPreference: Preference = {
  channels: channelKinds,
  rhythm: 'immediate',
  quiet: { from: '20:00', until: '08:00' },
  timezone: null,
  away: null,
}

const minutes = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3))

/** The first moment at or after `at` that is not quiet where the person lives. */
export function outOfQuiet(quiet: Preference['quiet'], timeZone: string, at: Date): Date {
  if (!quiet || quiet.from === quiet.until) return at
  const [from, until] = [minutes(quiet.from), minutes(quiet.until)]
  const isQuiet = (minute: number) =>
    from < until ? minute >= from && minute < until : minute >= from || minute < until
  let then = at
  // Twice: over the night on which clocks are put forward or back the first guess is an hour off.
  for (let tries = 0; tries < 2; tries++) {
    const minute = minutes(timeIn(timeZone, then))
    if (!isQuiet(minute)) break
    const wait = (until - minute + 1440) % 1440
    then = new Date(Math.floor(then.getTime() / 60_000) * 60_000 + wait * 60_000)
  }
  return then
}
