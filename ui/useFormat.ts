import { createContext, useContext, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { formatFor, type Format, type Locale } from './format.ts'

/** The time zone of the organization; the browser's own until one is known. */
export const Zone = createContext(Intl.DateTimeFormat().resolvedOptions().timeZone)

/** Dates and figures in the reader's language and the organization's zone: `const f = useFormat(); f.near(talk.startsAt)`. */
export function useFormat(): Format {
  const { i18n } = useTranslation()
  const zone = useContext(Zone)
  return useMemo(() => formatFor(i18n.language as Locale, zone), [i18n.language, zone])
}
