import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** A catalogue of words, or a part of it. */
export type Catalogue = { [key: string]: string | Catalogue }

/** The words of one feature in one language, for what is written on the server: mails, files, prints. */
export const catalogue = (locale: 'zh-CN' | 'en', feature: string): Catalogue =>
  JSON.parse(
    readFileSync(join(import.meta.dirname, '..', 'locales', locale, `${feature}.json`), 'utf8'),
  ) as Catalogue
