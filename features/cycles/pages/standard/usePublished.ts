import { useTranslation } from 'react-i18next'
import type { Text } from '../../../templates/contract.ts'
import { useText } from '../../../templates/pages/useText.ts'

/** The name and version of something published; where it is not on the shelf, that. */
export function usePublished() {
  const { t } = useTranslation()
  const text = useText()
  return (published: { title: Text; version: number } | null) =>
    published
      ? t('cycles.standard.version', { title: text(published.title), version: published.version })
      : t('cycles.standard.notOnShelf')
}
