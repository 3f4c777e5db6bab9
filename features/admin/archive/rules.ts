/** A file that went in; `size` in bytes. */
export interface Taken {
  name: string
  /** Its words stand under `kind` of the archive. */
  kind: string
  size: number
}

/** A file that could not be put in, with the reason in both languages. */
export interface Absent {
  name: string
  kind: string
  reason: Record<'zh' | 'en', string>
}

/** Characters of a name before its ending. */
const longestStem = 80

/** A name every file system takes; people’s own words stay in it, and so does what kind of file it is. */
export function safeName(name: string): string {
  const safe = name
    .normalize('NFC')
    .replace(/[\\/:*?"<>|\u0000-\u001f\u007f\u202a-\u202e\u2066-\u2069]/g, '_')
    .replace(/^[. ]+|[. ]+$/g, '')
  const [, stem = '', ending = ''] = /^(.*?)(\.\w{1,8})?$/u.exec(safe) ?? []
  return `${[...stem].slice(0, longestStem).join('')}${ending}` || '_'
}

/** `007`, so that files sort as they were made. */
export const numbered = (at: number): string => String(at + 1).padStart(3, '0')

/** The same sentence in both languages. */
export type Both = (key: string, params?: Record<string, string>) => Record<'zh' | 'en', string>

const escaped = (text: string) => text.replace(/[&<>"']/g, (sign) => `&#${sign.codePointAt(0)};`)

const sizeOf = (bytes: number) =>
  bytes < 1024
    ? `${bytes} B`
    : `${(bytes / 1024).toLocaleString('en', { maximumFractionDigits: 1 })} KB`

/**
 * The page that says what each file is, in Chinese and English, without anything from elsewhere.
 * @param about fills the sentence under the title
 */
export function indexPage(
  about: Record<string, string>,
  files: { taken: readonly Taken[]; absent: readonly Absent[] },
  both: Both,
): string {
  const two = (key: string, params: Record<string, string> = {}) => {
    const { zh, en } = both(key, params)
    return `${escaped(zh)}<br><span lang="en">${escaped(en)}</span>`
  }
  const link = (name: string) =>
    `<a href="${escaped(name.split('/').map(encodeURIComponent).join('/'))}">${escaped(name)}</a>`
  const taken = files.taken.map(
    ({ name, kind, size }) =>
      `<tr><td>${link(name)}</td><td>${two(`kind.${kind}`)}</td><td>${sizeOf(size)}</td></tr>`,
  )
  const absent = files.absent.map(
    ({ name, kind, reason: { zh, en } }) =>
      `<tr><td>${escaped(name)}</td><td>${two(`kind.${kind}`)}</td><td>${escaped(zh)}<br><span lang="en">${escaped(en)}</span></td></tr>`,
  )
  const table = (third: string, rows: string[]) =>
    `<table><thead><tr><th scope="col">${two('file')}</th><th scope="col">${two('what')}</th><th scope="col">${two(third)}</th></tr></thead><tbody>${rows.join('')}</tbody></table>`
  return `<!doctype html>
<html lang="zh-CN">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta http-equiv="content-security-policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escaped(both('title').zh)} · ${escaped(both('title').en)}</title>
<style>
:root { color-scheme: light dark; font: 16px/1.6 system-ui, sans-serif }
body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
[lang=en] { opacity: .75 } table { border-collapse: collapse; width: 100% }
th, td { text-align: left; vertical-align: top; padding: .4rem .6rem; border-bottom: 1px solid color-mix(in srgb, currentColor 25%, transparent); overflow-wrap: anywhere }
</style></head>
<body>
<h1>${two('title')}</h1>
<p>${two('lead', about)}</p>
<p>${two('copies')}</p>
${table('size', taken)}
${absent.length > 0 ? `<h2>${two('absent')}</h2>${table('why', absent)}` : ''}
<p>${two('not')}</p>
</body></html>
`
}
