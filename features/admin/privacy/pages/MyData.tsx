import { useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import { Link, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { failureIn } from '../../../../ui/admitted.ts'
import { ActionButton } from '../../../../ui/ActionButton.tsx'
import { Card } from '../../../../ui/Card.tsx'
import { EmptyState } from '../../../../ui/EmptyState.tsx'
import { ErrorNote } from '../../../../ui/ErrorNote.tsx'
import { PageHeader } from '../../../../ui/PageHeader.tsx'
import { Pending } from '../../../../ui/Pending.tsx'
import { Tag } from '../../../../ui/Tag.tsx'
import { api } from '../../../../ui/api.ts'
import { toast } from '../../../../ui/toasts.tsx'
import { useFormat } from '../../../../ui/useFormat.ts'
import { StepUp } from '../../../accounts/pages/StepUp.tsx'
import { AskRequest } from './AskRequest.tsx'

/** 我的数据: what is kept, for how long and why; one's records to read and take along; one's requests. */
export function MyData() {
  const { t } = useTranslation()
  const f = useFormat()
  const [isAsking, setAsking] = useState(false)
  const { take } = useSearch({ strict: false }) as { take?: string }
  const [isTaking, setTaking] = useState(take === 'all')
  const { data: me } = useQuery(api.accounts.me.queryOptions())
  const { data, error, refetch } = useQuery(api.admin.privacy.mine.queryOptions())
  if (failureIn({ data, error })) return <ErrorNote error={error} onRetry={() => void refetch()} />
  if (!data) return <Pending />
  const { kinds, retention, records, requests, merges } = data
  return (
    <>
      <PageHeader
        crumbs={[{ text: t('accounts.settings.title'), to: '/settings' }]}
        title={t('admin.privacy.title')}
        sub={t('admin.privacy.sub')}
      />
      <div className="stack measure">
        <Card
          title={t('admin.privacy.kept')}
          note={t('admin.privacy.takeAllNote')}
          action={
            <ActionButton onClick={() => setTaking(true)}>
              {t('admin.privacy.takeAll')}
            </ActionButton>
          }
        >
          <ul>
            {kinds.map(({ kind, count }) => (
              <li key={kind} className="row">
                <div>
                  {t(`admin.privacy.kind.${kind}.name`)}
                  <br />
                  <span className="small mute">
                    {t(`admin.privacy.kind.${kind}.why`, { years: retention.recordYears })}
                  </span>
                </div>
                <span className="end small mute">
                  {count === null
                    ? t('admin.privacy.onRequest')
                    : t('admin.privacy.keptText', { count: f.count(count) })}
                </span>
              </li>
            ))}
          </ul>
        </Card>
        {merges.length > 0 && (
          <Card title={t('admin.merges.mineTitle')}>
            {merges.map(({ employeeNo, mergedAt, undoneAt }) => (
              <p key={String(mergedAt)}>
                {undoneAt
                  ? t('admin.merges.mineUndone', {
                      employeeNo,
                      day: f.day(mergedAt),
                      undone: f.day(undoneAt),
                    })
                  : t('admin.merges.mine', { employeeNo, day: f.day(mergedAt) })}
              </p>
            ))}
          </Card>
        )}
        <Card
          title={t('admin.privacy.records')}
          action={
            me &&
            records.length > 1 && (
              <Link to={'/people/$id/talks' as string} params={{ id: me.personId } as never}>
                {t('conversations.record.compare')}
              </Link>
            )
          }
        >
          {records.length === 0 && <EmptyState text={t('admin.privacy.noRecords')} />}
          <ul>
            {records.map((one) => (
              <li key={one.id} className="row">
                <div>
                  {one.title}
                  <br />
                  <span className="small mute">
                    {one.erasedAt
                      ? t('admin.privacy.erased', {
                          day: f.day(one.erasedAt),
                          until: one.backupsUntil ? f.day(one.backupsUntil) : '',
                        })
                      : t('admin.privacy.keptUntil', { day: f.day(one.keptUntil) })}
                  </span>
                  {one.holds.map((kind) => (
                    <span key={kind}>
                      {' '}
                      <Tag kind="w">{t(`admin.privacy.hold.${kind}`)}</Tag>
                    </span>
                  ))}
                </div>
                {!one.erasedAt && (
                  <div className="end cluster">
                    <ActionButton
                      to={`/conversations/${one.id}/record`}
                      aria-label={`${t('admin.privacy.view')} ${one.title}`}
                    >
                      {t('admin.privacy.view')}
                    </ActionButton>
                    <ActionButton
                      aria-label={`${t('admin.privacy.take')} ${one.title}`}
                      onClick={() => location.assign(`/api/files/record-pdf/${one.id}`)}
                    >
                      {t('admin.privacy.take')}
                    </ActionButton>
                    <ActionButton
                      aria-label={`${t('admin.privacy.takeData')} ${one.title}`}
                      onClick={() => location.assign(`/api/files/record-evidence/${one.id}`)}
                    >
                      {t('admin.privacy.takeData')}
                    </ActionButton>
                  </div>
                )}
              </li>
            ))}
          </ul>
        </Card>
        <Card
          title={t('admin.privacy.requests')}
          action={
            <ActionButton onClick={() => setAsking(true)}>
              {t('admin.privacy.request')}
            </ActionButton>
          }
        >
          {requests.length === 0 && <EmptyState text={t('admin.privacy.noRequests')} />}
          <ul>
            {requests.map((one) => (
              <li key={one.id} className="row">
                <div>
                  {t(`admin.privacy.requestKind.${one.kind}`)} ·{' '}
                  {one.conversation?.title ?? t('admin.privacy.everything')}
                  <br />
                  <span className="small mute">{one.wish}</span>
                  {one.answer && (
                    <>
                      <br />
                      <span className="small">{one.answer}</span>
                    </>
                  )}
                </div>
                <span className="end">
                  <Tag kind={one.granted === null ? 'w' : one.granted ? 'd' : 'n'}>
                    {one.granted === null
                      ? t('admin.privacy.answerBy', { day: f.day(one.dueOn) })
                      : t(one.granted ? 'admin.privacy.granted' : 'admin.privacy.declined')}
                  </Tag>
                </span>
              </li>
            ))}
          </ul>
          <p className="small mute">{t('admin.privacy.copies')}</p>
        </Card>
      </div>
      {isTaking && me && (
        <StepUp
          title={t('admin.privacy.takeAll')}
          text={t('admin.privacy.takeAllText')}
          confirm={t('admin.privacy.takeAll')}
          act={async () => location.assign(`/api/files/my-data/${me.personId}`)}
          onDone={() => toast({ text: t('admin.privacy.takingAll') })}
          onClose={() => setTaking(false)}
        />
      )}
      {isAsking && <AskRequest records={records} onClose={() => setAsking(false)} />}
    </>
  )
}
