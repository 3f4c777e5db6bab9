import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { failureIn } from '../../../ui/admitted.ts'
import { ActionButton } from '../../../ui/ActionButton.tsx'
import { Card } from '../../../ui/Card.tsx'
import { EmptyState } from '../../../ui/EmptyState.tsx'
import { ErrorNote } from '../../../ui/ErrorNote.tsx'
import { PageHeader } from '../../../ui/PageHeader.tsx'
import { Pending } from '../../../ui/Pending.tsx'
import { Tag } from '../../../ui/Tag.tsx'
import { api } from '../../../ui/api.ts'
import { useRefusal } from '../../../ui/failure.ts'
import { useFormat } from '../../../ui/useFormat.ts'
import { AddContact } from './AddContact.tsx'
import styles from './Checkpoints.module.css'

/** 检查点: how long the log was on each day, to be kept by people who are not its keepers. */
export function Checkpoints() {
  const { t } = useTranslation()
  const f = useFormat()
  const refusal = useRefusal()
  const { data, error, refetch } = useQuery(api.checkpoints.list.queryOptions())
  const queries = useQueryClient()
  const remove = useMutation(
    api.checkpoints.removeContact.mutationOptions({
      onSuccess: () => queries.invalidateQueries({ queryKey: api.checkpoints.key() }),
    }),
  )
  const { data: me } = useQuery(api.accounts.me.queryOptions())
  if (failureIn({ data, error })) return <ErrorNote error={error} onRetry={() => void refetch()} />
  if (!data || !me) return <Pending />
  const waiting = (['timestamp', 'cosignature'] as const).filter((kind) => data.waiting[kind])
  return (
    <>
      <PageHeader
        title={t('sealing.checkpoints.title')}
        sub={t('sealing.checkpoints.lead')}
        actions={<ActionButton to="/verify">{t('sealing.checkpoints.verify')}</ActionButton>}
      />
      <div className="stack">
        {data.paused && (
          <p role="alert" className={styles.paused}>
            {refusal(data.paused.reason, data.paused.params)}
          </p>
        )}
        {(waiting.length > 0 || data.disputes > 0) && (
          <p className={styles.tags}>
            {waiting.map((kind) => (
              <Tag key={kind} kind="w">
                {t(`sealing.checkpoints.waiting.${kind}`, {
                  since: f.dayTime(data.waiting[kind]!),
                })}
              </Tag>
            ))}
            {data.disputes > 0 && (
              <Tag kind="s">{t('sealing.checkpoints.disputes', { count: data.disputes })}</Tag>
            )}
          </p>
        )}
        <Card title={t('sealing.checkpoints.days')} note={t('sealing.checkpoints.daysNote')}>
          {data.days.length === 0 ? (
            <EmptyState text={t('sealing.checkpoints.none')} />
          ) : (
            <ul className={styles.list}>
              {data.days.map(({ day, epoch, size }) => (
                <li key={day}>
                  <span>
                    {f.day(day)}{' '}
                    <span className="small mute">
                      {t('sealing.checkpoints.size', { size: f.count(size), epoch })}
                    </span>
                  </span>
                  <a
                    href={`/api/files/checkpoint/${me.organization.id}?day=${day}`}
                    aria-label={t('sealing.checkpoints.downloadOf', { day: f.day(day) })}
                  >
                    {t('sealing.checkpoints.download')}
                  </a>
                </li>
              ))}
            </ul>
          )}
        </Card>
        <Card
          title={t('sealing.checkpoints.contacts')}
          note={t('sealing.checkpoints.contactsNote')}
        >
          {data.contacts.length === 0 && (
            <p className="mute">{t('sealing.checkpoints.noContacts')}</p>
          )}
          <ul className={styles.list}>
            {data.contacts.map(({ person, role }) => (
              <li key={person.id}>
                <span>
                  {person.name} <span className="small mute">{role}</span>
                </span>
                <ActionButton
                  kind="quiet"
                  refusal={data.refusals.manage}
                  busy={remove.isPending}
                  aria-label={t('sealing.checkpoints.removeNamed', { name: person.name })}
                  onClick={() => remove.mutate({ personId: person.id })}
                >
                  {t('sealing.checkpoints.remove')}
                </ActionButton>
              </li>
            ))}
          </ul>
          {data.refusals.manage === null && <AddContact />}
          {remove.error && <ErrorNote error={remove.error} />}
        </Card>
        <details>
          <summary>{t('sealing.checkpoints.keys')}</summary>
          <ul className={styles.keys}>
            {data.keys.map((key) => (
              <li key={key} className="mono">
                {key}
              </li>
            ))}
          </ul>
        </details>
      </div>
    </>
  )
}
