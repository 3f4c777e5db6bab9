/** When the two sat together, as people say it: the day, from when until when, and by whose clock. */
export function heldTime(
  locale: string,
  timeZone: string,
  from: string,
  until: string | null,
): string {
  const isEnglish = locale === 'en'
  const written = (options: Intl.DateTimeFormatOptions, at: string) =>
    new Intl.DateTimeFormat(locale, { timeZone, ...options }).format(new Date(at))
  const day = (at: string) =>
    written({ year: 'numeric', month: isEnglish ? 'short' : 'long', day: 'numeric' }, at)
  const time = (at: string) => written({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }, at)
  const whole = (at: string) => `${day(at)}${isEnglish ? ',' : ''} ${time(at)}`
  const span = until
    ? `${whole(from)} – ${day(from) === day(until) ? time(until) : whole(until)}`
    : whole(from)
  const zone = new Intl.DateTimeFormat(locale, { timeZone, timeZoneName: 'long' })
    .formatToParts(new Date(from))
    .find(({ type }) => type === 'timeZoneName')!.value // always present: it was asked for
  return isEnglish ? `${span} (${zone})` : `${span}（${zone}）`
}

/** 15:06 by the record's own clock. */
export const clockTime = (iso: string, timeZone: string): string =>
  new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit' }).format(
    new Date(iso),
  )

/** `2026-11-20 15:06:41 +08:00`, so that it means the same to everybody. */
export function exactTime(iso: string, timezone: string): string {
  const at = new Date(iso)
  const text = new Intl.DateTimeFormat('sv-SE', {
    timeZone: timezone,
    dateStyle: 'short',
    timeStyle: 'medium',
  }).format(at)
  const offset = new Intl.DateTimeFormat('en', { timeZone: timezone, timeZoneName: 'longOffset' })
    .formatToParts(at)
    .find(({ type }) => type === 'timeZoneName')?.value
  return `${text} ${offset === 'GMT' ? '+00:00' : (offset ?? '').replace('GMT', '')}`
}
