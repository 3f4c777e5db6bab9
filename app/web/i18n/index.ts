import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'
import type { Locale } from '../../../ui/format.ts'
import { changesLanguage } from '../../../ui/language.ts'
import { catalogueOf } from './catalogue.ts'

const remembered = 'cuxi.locale'

/** Chinese comes with the first bundle; English is fetched when somebody wants it. */
const chinese = catalogueOf(
  import.meta.glob('../../../locales/zh-CN/*.json', { eager: true, import: 'default' }),
)

/** The language chosen on this device; Chinese until somebody chooses. */
const chosenLocale = (): Locale => (localStorage.getItem(remembered) === 'en' ? 'en' : 'zh-CN')

/** Starts the message catalogue in the chosen language. */
export async function startWords(): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: 'zh-CN',
    fallbackLng: 'zh-CN',
    resources: { 'zh-CN': { translation: chinese } },
    interpolation: { escapeValue: false }, // React escapes
    returnNull: false,
  })
  changesLanguage(speak)
  if (chosenLocale() === 'en') await speak('en')
}

async function speak(locale: Locale): Promise<void> {
  if (locale === 'en' && !i18next.hasResourceBundle('en', 'translation')) {
    const { english } = await import('./en.ts')
    i18next.addResourceBundle('en', 'translation', english)
  }
  localStorage.setItem(remembered, locale)
  document.documentElement.lang = locale
  await i18next.changeLanguage(locale)
}
