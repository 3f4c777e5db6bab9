import { useTranslation } from 'react-i18next'
import type { Text } from '../contract.ts'

/** Reads content texts in the language of the page: `const text = useText(); text(field.label)`. */
export function useText(): (text: Text) => string {
  const { i18n } = useTranslation()
  return (text) => (i18n.language === 'en' ? text.en : text.zh)
}
