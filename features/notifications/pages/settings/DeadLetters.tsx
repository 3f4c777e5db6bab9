import { useMutation, useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { failureIn } from '../../../../ui/admitted.ts'
import { ActionButton } from '../../../../ui/ActionButton.tsx'
import { Card } from '../../../../ui/Card.tsx'
import { ErrorNote } from '../../../../ui/ErrorNote.tsx'
import { Pending } from '../../../../ui/Pending.tsx'
import { api, queryClient } from '../../../../ui/api.ts'
import { toast } from '../../../../ui/toasts.tsx'
import { useFormat } from '../../../../ui/useFormat.ts'

/** Words that could not be delivered: to whom, why, and once more. What they were about is not said. */
export function DeadLetters() {
  const { t } = useTranslation()
  const f = useFormat()
  const { data, error, refetch } = useQuery(
    api.notifications.channels.dead.queryOptions({ input: {} }),
  )
  const again = () =>
    void queryClient.invalidateQueries({ queryKey: api.notifications.channels.key() })
  const resend = useMutation(
    api.notifications.channels.resend.mutationOptions({
      onSuccess: ({ count }) => {
        toast({ text: t('delivery.dead.resent', { count }) })
        again()
      },
    }),
  )
  const discard = useMutation(
    api.notifications.channels.discard.mutationOptions({ onSuccess: again }),
  )
  if (failureIn({ data, error })) return <ErrorNote error={error} onRetry={() => void refetch()} />
  if (!data) return <Pending />
  const { items, total, refusals } = data
  return (
    <Card title={t('delivery.dead.title')} note={t('delivery.dead.note')}>
      {total === 0 ? (
        <p>{t('delivery.dead.none')}</p>
      ) : (
        <div className="stack">
          <p>{t('delivery.dead.shown', { shown: items.length, total })}</p>
          <ul>
            {items.map(({ id, channel, to, fault, answer, attempts, diedAt }) => (
              <li key={id} className="row">
                <div>
                  {to ? `${to.name} · ${to.employeeNo}` : t('delivery.dead.group')}
                  <br />
                  <span className="small mute">
                    {t(`delivery.kind.${channel}`)} · {t(`delivery.fault.${fault}`)}
                    {answer && ` · ${answer}`} · {t('delivery.dead.tried', { count: attempts })} ·{' '}
                    {f.dayTime(diedAt)}
                  </span>
                </div>
                <div className="end cluster">
                  <ActionButton
                    kind="quiet"
                    refusal={refusals.resend}
                    aria-label={`${t('delivery.dead.resend')} ${to?.name ?? ''}`}
                    onClick={() => resend.mutate({ ids: [id] })}
                  >
                    {t('delivery.dead.resend')}
                  </ActionButton>
                  <ActionButton
                    kind="quiet"
                    refusal={refusals.resend}
                    aria-label={`${t('delivery.dead.discard')} ${to?.name ?? ''}`}
                    onClick={() => discard.mutate({ ids: [id] })}
                  >
                    {t('delivery.dead.discard')}
                  </ActionButton>
                </div>
              </li>
            ))}
          </ul>
          <div>
            <ActionButton
              refusal={refusals.resend}
              busy={resend.isPending}
              onClick={() => resend.mutate({})}
            >
              {t('delivery.dead.resendAll', { count: total })}
            </ActionButton>
          </div>
          <ErrorNote error={resend.error ?? discard.error} />
        </div>
      )}
    </Card>
  )
}
