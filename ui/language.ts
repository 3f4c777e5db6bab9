import type { Locale } from './format.ts'

let change: (locale: Locale) => Promise<void> = async () => {}

/** Called once by the application that carries the words: how the language of everything on the page is changed. */
export function changesLanguage(how: typeof change): void {
  change = how
}

/** What a stranger is greeted in: English where the browser speaks it, Chinese, the house's first language, everywhere else. */
export const greetedIn = (browserLanguage: string): Locale =>
  /^en(-|$)/i.test(browserLanguage) ? 'en' : 'zh-CN'

/** Switches the language of everything on the page and remembers it on this device. */
export const speak = (locale: Locale): Promise<void> => change(locale)
