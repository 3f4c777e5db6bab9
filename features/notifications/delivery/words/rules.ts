import english from '../../../../locales/en/delivery.json' with { type: 'json' }
import chinese from '../../../../locales/zh-CN/delivery.json' with { type: 'json' }

export type Locale = 'zh-CN' | 'en'
type Values = Record<string, string | number>

const catalogues: Record<Locale, unknown> = { 'zh-CN': chinese.mail, en: english.mail }

/** Says a line of `delivery.mail` in a language: `say('reminder.open', { count: 2 })`. */
export function sayIn(locale: Locale) {
  const at = (path: string): unknown =>
    path
      .split('.')
      .reduce<unknown>((node, key) => (node as Record<string, unknown>)?.[key], catalogues[locale])
  return (path: string, values: Values = {}): string => {
    const number = values.count === 1 ? 'one' : 'other'
    const text = at(`${path}_${number}`) ?? at(path)
    if (typeof text !== 'string') throw new Error(`delivery.mail.${path} has no words in ${locale}`)
    return text.replace(/\{\{(\w+)\}\}/g, (_, name: string) => String(values[name] ?? ''))
  }
}

/** What a word says, before it is a mail or a chat message: no names, no content. */
export interface Message {
  subject: string
  lines: string[]
  button: { label: string; url: string }
}

/** What stands below every mail. */
export interface Foot {
  locale: Locale
  organization: string
  /** Where this kind of mail is stopped; null for what cannot be stopped. */
  stopUrl: string | null
}

/** The mail's two bodies: a page and its twin in plain text. */
export function bodiesOf({ lines, button }: Message, { locale, organization, stopUrl }: Foot) {
  const say = sayIn(locale)
  const stop = stopUrl ? [say('stop'), stopUrl] : []
  const text = [
    ...lines,
    '',
    `${button.label}: ${button.url}`,
    '',
    '-- ',
    say('why', { organization }),
    ...stop,
  ]
  const small = 'margin:16px 0 0;font-size:13px;line-height:1.7;color:#5C655F'
  const html = `<!doctype html>
<html lang="${locale}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark"><title>促膝</title></head>
<body style="margin:0;padding:24px;font-family:'PingFang SC','HarmonyOS Sans SC','Microsoft YaHei',sans-serif">
<div style="max-width:520px;margin:0 auto">
${lines.map((line) => `<p style="margin:0 0 12px;font-size:15px;line-height:1.75">${escaped(line)}</p>`).join('\n')}
<p style="margin:24px 0"><a href="${escaped(button.url)}" style="display:inline-block;padding:12px 24px;border-radius:10px;background:#1F6F5C;color:#FFFFFF;text-decoration:none;font-size:15px">${escaped(button.label)}</a></p>
<p style="${small}">${escaped(say('byLink'))}<br><span style="word-break:break-all">${escaped(button.url)}</span></p>
<p style="${small}">${escaped(say('why', { organization }))}</p>
${stopUrl ? `<p style="${small}">${escaped(say('stop'))} <a href="${escaped(stopUrl)}" style="color:#1F6F5C;word-break:break-all">${escaped(stopUrl)}</a></p>` : ''}
</div></body></html>`
  return { text: text.join('\n'), html }
}

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
const escaped = (text: string) => text.replace(/[&<>"']/g, (sign) => entities[sign]!)

/** A day as the language writes it: 11月25日 周三, Wed, 25 Nov. */
export const dayIn = (locale: Locale, day: string): string =>
  new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : 'zh-CN', {
    month: locale === 'en' ? 'short' : 'long',
    day: 'numeric',
    weekday: 'short',
    timeZone: 'UTC',
  }).format(new Date(`${day}T00:00:00Z`))

/** A moment in somebody's zone. */
export const momentIn = (locale: Locale, timeZone: string, at: Date): string =>
  new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : 'zh-CN', {
    dateStyle: 'medium',
    timeStyle: 'short',
    timeZone,
  }).format(at)
