import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'
import { catalogueInWords, type Words } from '../../../features/accounts/words/rules.ts'
import type { Locale } from '../../../ui/format.ts'
import { changesLanguage, greetedIn } from '../../../ui/language.ts'
import { catalogueOf } from './catalogue.ts'

const remembered = 'cuxi.locale'

/** Chinese comes with the first bundle; English is fetched when somebody wants it. */
const chinese = catalogueOf(
  import.meta.glob('../../../locales/zh-CN/*.json', { eager: true, import: 'default' }),
)

// Records and spreadsheets outlive the words of today: what is sealed, and what an import reads, stays as it is.
const asEver = ['sealing', 'org.import', 'packs']

const catalogues: Partial<Record<Locale, Record<string, unknown>>> = { 'zh-CN': chinese }
let words: Words = {}

/** Says everything in the organization's own words from now on; what is already on the page is said anew. */
export function speakInWords(own: Words): void {
  if (JSON.stringify(own) === JSON.stringify(words)) return
  words = own
  for (const locale of Object.keys(catalogues) as Locale[]) carry(locale)
}

function carry(locale: Locale): void {
  const said = catalogueInWords(catalogues[locale], locale, words, asEver)
  i18next.addResourceBundle(locale, 'translation', said, true, true)
}

/** The language last spoken on this device; until somebody chooses, the browser's. */
const localeHere = (): Locale => greetedIn(localStorage.getItem(remembered) ?? navigator.language)

/** Starts the message catalogue in the language of this device. */
export async function startWords(): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: 'zh-CN',
    fallbackLng: 'zh-CN',
    resources: { 'zh-CN': { translation: chinese } },
    interpolation: { escapeValue: false }, // React escapes
    returnNull: false,
    react: { bindI18nStore: 'added' },
  })
  changesLanguage(speak)
  await show(localeHere())
}

async function speak(locale: Locale): Promise<void> {
  localStorage.setItem(remembered, locale)
  await show(locale)
}

async function show(locale: Locale): Promise<void> {
  if (locale === 'en' && !i18next.hasResourceBundle('en', 'translation')) {
    catalogues.en = (await import('./en.ts')).english
    carry('en')
  }
  document.documentElement.lang = locale
  await i18next.changeLanguage(locale)
}
