import { useTranslation } from 'react-i18next'

/** The two of a talk, where nobody in particular is meant. */
export function useNames() {
  const { t } = useTranslation()
  return { employee: t('drafts.writer.employee'), manager: t('drafts.writer.manager') }
}
