import { useMutation } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../ui/ActionButton.tsx'
import { Card } from '../../../ui/Card.tsx'
import { PageHeader } from '../../../ui/PageHeader.tsx'

/** Where the link at the end of a reminder leads: one press, no signing in. */
export function Unsubscribe() {
  const { t } = useTranslation()
  const { token = '' } = useParams({ strict: false }) as { token?: string }
  const stop = useMutation({
    mutationFn: async () => {
      const { ok, status } = await fetch(`/unsubscribe/${encodeURIComponent(token)}`, {
        method: 'POST',
      })
      if (!ok) throw new Error(status === 404 ? 'unknown' : 'failed')
    },
  })
  return (
    <>
      <PageHeader title={t('delivery.stop.title')} />
      <Card>
        <div className="stack">
          {stop.isSuccess ? (
            <p role="status">{t('delivery.stop.done')}</p>
          ) : (
            <>
              <p>{t('delivery.stop.text')}</p>
              <div>
                <ActionButton kind="primary" busy={stop.isPending} onClick={() => stop.mutate()}>
                  {t('delivery.stop.button')}
                </ActionButton>
              </div>
            </>
          )}
          {stop.error && (
            <p role="alert">
              {t(
                stop.error.message === 'unknown' ? 'delivery.stop.unknown' : 'delivery.stop.failed',
              )}
            </p>
          )}
        </div>
      </Card>
    </>
  )
}
