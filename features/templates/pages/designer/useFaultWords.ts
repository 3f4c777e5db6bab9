import { useTranslation } from 'react-i18next'
import type { Fault } from '../../drafts/contract.ts'

/** A fault in words: what is the matter, and what puts it right. */
export function useFaultWords(): (fault: Fault) => string {
  const { t } = useTranslation()
  return ({ reasonKey, params }) =>
    reasonKey.startsWith('formula.')
      ? t(`templates.${reasonKey}`, params)
      : t(`drafts.fault.${reasonKey}`, {
          ...params,
          ...(params.author && { author: t(`drafts.writer.${params.author}`) }),
        })
}
