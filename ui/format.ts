/** The languages the product speaks. */
export type Locale = 'zh-CN' | 'en'

const DAY = 86_400_000

/** Words and figures for one language in one time zone. Pure: `now` comes in. */
export interface Format {
  /** 11月20日 周五; with the year when it is not this one. */
  day(value: DayLike): string
  /** 11月20日, without the weekday. */
  shortDay(value: DayLike): string
  /** 14:30 */
  time(value: Date | string): string
  /** 14:30:05, for "saved at". */
  clock(value: Date | string): string
  /** 11月20日 周五 14:30 */
  dayTime(value: Date | string): string
  /** 2026-11-20 15:06:41 +08:00, for records that must be exact. */
  exact(value: Date | string): string
  /** 今天 14:30, 明天, 昨天; otherwise the day. A time is added when the value carries one. */
  near(value: DayLike): string
  /** 刚刚, 3 分钟前, 2 小时前, 昨天; otherwise the day. */
  ago(value: Date | string): string
  /** 今天到期, 还有 3 天, 晚 2 天 for a due day. */
  due(value: DayLike): { text: string; days: number; isLate: boolean; isToday: boolean }
  /** 11月2日 – 12月18日; with both years where they differ. */
  range(from: DayLike, to: DayLike): string
  /** 1,192 */
  count(value: number): string
  /** 41 / 52: a figure never stands without its whole. */
  of(part: number, whole: number): string
  /** 88%; "–" when there is nothing to divide by. */
  share(part: number, whole: number): string
  /** 30 分钟, 1 小时 20 分 */
  minutes(value: number): string
  /** 生产部、研发部; in the order given. */
  list(items: readonly string[]): string
  /** 2.4 MB */
  bytes(value: number): string
}

/** A moment, or a calendar day 'YYYY-MM-DD' that has no time zone. */
type DayLike = Date | string

const isPlainDay = (value: DayLike): value is string =>
  typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value)

/** 'YYYY-MM-DD' of a moment in a zone. */
export function dayIn(zone: string, moment: Date): string {
  return new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  }).format(moment)
}

/** Whole days from one calendar day to another; negative when `to` is earlier. */
export const daysBetween = (from: string, to: string) =>
  Math.round((Date.parse(to) - Date.parse(from)) / DAY)

const words = {
  'zh-CN': {
    today: '今天',
    tomorrow: '明天',
    yesterday: '昨天',
    dayAfter: '后天',
    justNow: '刚刚',
    minutesAgo: (n: number) => `${n} 分钟前`,
    hoursAgo: (n: number) => `${n} 小时前`,
    dueToday: '今天到期',
    left: (n: number) => `还有 ${n} 天`,
    late: (n: number) => `晚 ${n} 天`,
    minutes: (n: number) => `${n} 分钟`,
    hours: (h: number, m: number) => (m ? `${h} 小时 ${m} 分` : `${h} 小时`),
  },
  en: {
    today: 'today',
    tomorrow: 'tomorrow',
    yesterday: 'yesterday',
    dayAfter: null,
    justNow: 'just now',
    minutesAgo: (n: number) => `${n} min ago`,
    hoursAgo: (n: number) => `${n} h ago`,
    dueToday: 'due today',
    left: (n: number) => (n === 1 ? '1 day left' : `${n} days left`),
    late: (n: number) => (n === 1 ? '1 day late' : `${n} days late`),
    minutes: (n: number) => `${n} min`,
    hours: (h: number, m: number) => (m ? `${h} h ${m} min` : `${h} h`),
  },
} satisfies Record<Locale, unknown>

/** Makes the words of one language and zone, relative to `now`. */
export function formatFor(
  locale: Locale,
  zone: string,
  now: () => Date = () => new Date(),
): Format {
  const say = words[locale]
  const today = () => dayIn(zone, now())
  const plain = (value: DayLike) => (isPlainDay(value) ? value : dayIn(zone, new Date(value)))
  // Calendar days are read as noon UTC so that no zone can move them to a neighbour.
  const asNoon = (day: string) => new Date(`${day}T12:00:00Z`)
  const part = (options: Intl.DateTimeFormatOptions, value: Date, timeZone: string) =>
    new Intl.DateTimeFormat(locale, { timeZone, ...options }).format(value)
  const time = (value: Date | string, seconds = false) =>
    part(
      {
        hour: '2-digit',
        minute: '2-digit',
        hourCycle: 'h23',
        ...(seconds && { second: '2-digit' }),
      },
      new Date(value),
      zone,
    )

  const yearOf = (value: DayLike) => plain(value).slice(0, 4)
  const shortDay = (value: DayLike, withYear = yearOf(value) !== yearOf(today())) => {
    const day = plain(value)
    const year = withYear ? { year: 'numeric' as const } : {}
    return part(
      { month: locale === 'en' ? 'short' : 'long', day: 'numeric', ...year },
      asNoon(day),
      'UTC',
    )
  }
  const weekday = (value: DayLike) => part({ weekday: 'short' }, asNoon(plain(value)), 'UTC')
  const day = (value: DayLike) =>
    locale === 'en'
      ? `${weekday(value)}, ${shortDay(value)}`
      : `${shortDay(value)} ${weekday(value)}`
  const nearWord = (value: DayLike) =>
    ({ '-1': say.yesterday, '0': say.today, '1': say.tomorrow, '2': say.dayAfter })[
      String(daysBetween(today(), plain(value)))
    ] ?? null

  return {
    day,
    shortDay: (value) => shortDay(value),
    time,
    clock: (value) => time(value, true),
    dayTime: (value) => `${day(value)} ${time(value)}`,
    exact: (value) => {
      const moment = new Date(value)
      const offset = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' })
        .formatToParts(moment)
        .find((piece) => piece.type === 'timeZoneName')!
        .value // always present: it was asked for
        .replace('GMT', '')
      return `${dayIn(zone, moment)} ${time(moment, true)} ${offset || '+00:00'}`
    },
    near: (value) => {
      const text = nearWord(value) ?? day(value)
      return isPlainDay(value) ? text : `${text} ${time(value)}`
    },
    ago: (value) => {
      const minutes = Math.floor((now().getTime() - new Date(value).getTime()) / 60_000)
      if (minutes < 1) return say.justNow
      if (minutes < 60) return say.minutesAgo(minutes)
      if (minutes < 12 * 60) return say.hoursAgo(Math.floor(minutes / 60))
      return nearWord(value) ? `${nearWord(value)} ${time(value)}` : shortDay(value)
    },
    due: (value) => {
      const days = daysBetween(today(), plain(value))
      const text = days === 0 ? say.dueToday : days > 0 ? say.left(days) : say.late(-days)
      return { text, days, isLate: days < 0, isToday: days === 0 }
    },
    range: (from, to) => {
      // Over the turn of a year, neither day is told by the year that is ours.
      const withYear = yearOf(from) === yearOf(to) ? undefined : true
      return `${shortDay(from, withYear)} – ${shortDay(to, withYear)}`
    },
    count: (value) => value.toLocaleString(locale),
    of: (part, whole) => `${part.toLocaleString(locale)} / ${whole.toLocaleString(locale)}`,
    share: (part, whole) => (whole === 0 ? '–' : `${Math.round((part / whole) * 100)}%`),
    minutes: (value) =>
      value < 60 ? say.minutes(value) : say.hours(Math.floor(value / 60), value % 60),
    list: (items) => items.join(locale === 'en' ? ', ' : '、'),
    bytes: (value) => {
      const unit = value < 1024 ? 0 : value < 1024 ** 2 ? 1 : value < 1024 ** 3 ? 2 : 3
      return `${(value / 1024 ** unit).toLocaleString(locale, { maximumFractionDigits: unit ? 1 : 0 })} ${['B', 'KB', 'MB', 'GB'][unit]}`
    },
  }
}
