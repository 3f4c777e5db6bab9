/** What stands in a date-and-time box for a moment, in a zone: 'YYYY-MM-DDTHH:mm'. */
export function wallClock(moment: Date, zone: string): string {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(moment)
  const of = (type: string) => parts.find((part) => part.type === type)!.value // asked for above
  return `${of('year')}-${of('month')}-${of('day')}T${of('hour')}:${of('minute')}`
}

/** The moment at which clocks of a zone show 'YYYY-MM-DDTHH:mm', whatever zone the browser is in; null when it is no time. */
export function momentAt(local: string, zone: string): Date | null {
  // An empty text with a zone behind it is a moment to some engines.
  const asUtc = local === '' ? NaN : Date.parse(`${local}:00Z`)
  if (Number.isNaN(asUtc)) return null
  const shift = (at: number) => Date.parse(`${wallClock(new Date(at), zone)}:00Z`) - at
  // The shift is looked up twice: near a change of summer time the first guess lies on the other side.
  const guess = asUtc - shift(asUtc)
  return new Date(asUtc - shift(guess))
}
