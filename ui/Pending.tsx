import { Skeleton } from '@mantine/core'
import { useTranslation } from 'react-i18next'

/** The quiet shape of a page that is on its way. */
export function Pending({ cards = 2 }: { cards?: number }) {
  const { t } = useTranslation()
  return (
    <div className="stack" role="status" aria-label={t('ui.pending')}>
      <Skeleton height={32} width="40%" />
      {Array.from({ length: cards }, (_, at) => (
        <Skeleton key={at} height={180} radius="lg" />
      ))}
    </div>
  )
}
