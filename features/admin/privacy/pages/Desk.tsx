import { useQuery } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Card } from '../../../../ui/Card.tsx'
import { EmptyState } from '../../../../ui/EmptyState.tsx'
import { ErrorNote } from '../../../../ui/ErrorNote.tsx'
import { PageHeader } from '../../../../ui/PageHeader.tsx'
import { Pending } from '../../../../ui/Pending.tsx'
import { api } from '../../../../ui/api.ts'
import { admitted, failureIn } from '../../../../ui/admitted.ts'
import { useFormat } from '../../../../ui/useFormat.ts'
import { ErasureRow } from './ErasureRow.tsx'
import { Handle } from './Handle.tsx'
import { HoldRow } from './HoldRow.tsx'
import { RequestRow } from './RequestRow.tsx'
import { Retention } from './Retention.tsx'

/** 数据请求与抹除: what people asked, what is to be erased, what is held, what is past its years. */
export function Desk() {
  const { t } = useTranslation()
  const f = useFormat()
  const { record } = useSearch({ strict: false }) as { record?: string }
  const { data, error, refetch } = admitted(
    useQuery({
      ...api.admin.privacy.list.queryOptions(),
      retry: false,
    }),
  )
  if (failureIn({ data, error })) return <ErrorNote error={error} onRetry={() => void refetch()} />
  if (!data) return <Pending />
  const { requests, erasures, holds, proposals, retention } = data
  const isHr = retention.refusal === null
  return (
    <>
      <PageHeader title={t('admin.privacy.desk')} sub={t('admin.privacy.deskSub')} />
      <div className="stack measure">
        {isHr && record && (
          <Card title={t('admin.privacy.manage')}>
            <p className="mute">{t('admin.privacy.manageText')}</p>
            <Handle conversationId={record} />
          </Card>
        )}
        {isHr && (
          <Card title={t('admin.privacy.requests')}>
            {requests.length === 0 && <EmptyState text={t('admin.privacy.nothing')} />}
            <ul>
              {requests.map((it) => (
                <RequestRow key={it.id} it={it} />
              ))}
            </ul>
          </Card>
        )}
        <Card title={t('admin.privacy.erasures')}>
          {erasures.length === 0 && <EmptyState text={t('admin.privacy.noErasures')} />}
          <ul>
            {erasures.map((it) => (
              <ErasureRow key={it.id} it={it} />
            ))}
          </ul>
        </Card>
        {isHr && (
          <>
            <Card title={t('admin.privacy.holds')}>
              {holds.length === 0 && <EmptyState text={t('admin.privacy.noHolds')} />}
              <ul>
                {holds.map((it) => (
                  <HoldRow key={it.id} it={it} />
                ))}
              </ul>
            </Card>
            <Card title={t('admin.privacy.propose')} note={t('admin.privacy.proposeText')}>
              {proposals.length === 0 && <EmptyState text={t('admin.privacy.noProposals')} />}
              <ul>
                {proposals.map(({ id, title, employee, sealedAt }) => (
                  <li key={id}>
                    <p>
                      {t('admin.privacy.ofRecord', { name: employee.name, title })} ·{' '}
                      <span className="small mute">{f.day(sealedAt)}</span>
                    </p>
                    <Handle conversationId={id} />
                  </li>
                ))}
              </ul>
            </Card>
          </>
        )}
        <Retention {...retention} />
      </div>
    </>
  )
}
