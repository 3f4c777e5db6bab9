/** What a self-check can find. `part` says where: see `findingShape`. */
export const findingKinds = [
  'recordTampered',
  'tableDiffers',
  'leafDiffers',
  'logBehind',
  'logDiffers',
  'signerForgot',
] as const
export type FindingKind = (typeof findingKinds)[number]

/** Most of what one night looks at; a larger company goes on the next night. */
export const perNight = { records: 5_000, leaves: 100_000, minutes: 30 }
export type Limits = typeof perNight

const anHour = 3_600_000
const night = [1, 2, 3, 4]

/**
 * Whether a self-check is due: once a night in the organization's own zone; or by day, where the machine
 * sleeps at night and more than a day has gone by.
 * @param last when the last one began; null: never
 * @param since when the organization was founded
 */
export function isDue(
  { last, since, timezone }: { last: Date | null; since: Date; timezone: string },
  now: Date,
): boolean {
  const hours = (now.getTime() - (last ?? since).getTime()) / anHour
  const hour = Number(
    new Intl.DateTimeFormat('en', { timeZone: timezone, hour: 'numeric', hourCycle: 'h23' }).format(
      now,
    ),
  )
  return night.includes(hour) ? hours >= 12 : hours >= 30
}
