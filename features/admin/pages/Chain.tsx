import { useState } from 'react'
import { SegmentedControl } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../ui/ActionButton.tsx'
import { Card } from '../../../ui/Card.tsx'
import { ErrorNote } from '../../../ui/ErrorNote.tsx'
import { PageHeader } from '../../../ui/PageHeader.tsx'
import { Pending } from '../../../ui/Pending.tsx'
import { ReasonCard } from '../../../ui/ReasonCard.tsx'
import { api } from '../../../ui/api.ts'
import { admitted, failureIn } from '../../../ui/admitted.ts'
import { asksReason } from '../../../ui/failure.ts'
import { chainSubjects, isAbout, type ChainSubject } from '../audit/rules.ts'
import { Happenings } from './Happenings.tsx'

/** What happened with one sealed record, step by step; the look itself is one of them. */
export function Chain() {
  const { t } = useTranslation()
  const { id } = useParams({ strict: false }) as { id: string }
  const [reason, setReason] = useState<string | undefined>()
  const [about, setAbout] = useState<ChainSubject>('all')
  const { data, error, refetch, isFetching } = admitted(
    useQuery({
      ...api.admin.audit.chain.queryOptions({
        input: { conversationId: id, ...(reason && { reason }) },
      }),
      // Every look is noted: one visit is one look.
      staleTime: Number.POSITIVE_INFINITY,
      retry: false,
    }),
    'conversations.reasonFirst',
  )
  const needsReason = asksReason(error, 'conversations.reasonFirst')
  if (needsReason && !data)
    return (
      <>
        <PageHeader
          crumbs={[{ text: t('app.places.archive'), to: '/archive' }]}
          title={t('admin.audit.chainTitle')}
        />
        <div className="stack measure">
          <ReasonCard
            title={t('admin.audit.reasonTitle')}
            text={t('admin.audit.reasonText')}
            label={t('admin.audit.reason')}
            verb={t('admin.audit.reasonGo')}
            refusal="conversations.writeReason"
            busy={isFetching}
            given={reason}
            error={error}
            onGive={setReason}
          />
        </div>
      </>
    )
  if (failureIn({ data, error })) return <ErrorNote error={error} onRetry={() => void refetch()} />
  if (!data) return <Pending />
  const take = (format: 'csv' | 'json') => {
    const query = new URLSearchParams({ format, ...(reason && { reason }) })
    location.assign(`/api/files/record-chain/${id}?${query}`)
  }
  return (
    <>
      <PageHeader
        crumbs={[{ text: t('app.places.archive'), to: '/archive' }]}
        title={t('admin.audit.chainTitle')}
        sub={t('admin.audit.chainSub', {
          employee: data.conversation.employee,
          title: data.conversation.title,
          index: data.leaf.index + 1,
        })}
        actions={
          <>
            <ActionButton onClick={() => take('json')}>{t('admin.audit.json')}</ActionButton>
            <ActionButton onClick={() => take('csv')}>{t('admin.audit.csv')}</ActionButton>
          </>
        }
      />
      <div className="stack measure">
        <Card>
          <p className="small mute">{t('admin.audit.chainNote')}</p>
          <SegmentedControl
            aria-label={t('admin.audit.aboutLabel')}
            value={about}
            data={chainSubjects.map((value) => ({
              value,
              label: t(`admin.audit.chainAbout.${value}`),
            }))}
            onChange={setAbout}
          />
          <Happenings items={data.items.filter(({ kind }) => isAbout(kind, about))} />
        </Card>
      </div>
    </>
  )
}
