import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { failureIn } from '../../../../ui/admitted.ts'
import { EmptyState } from '../../../../ui/EmptyState.tsx'
import { ErrorNote } from '../../../../ui/ErrorNote.tsx'
import { PageHeader } from '../../../../ui/PageHeader.tsx'
import { Pending } from '../../../../ui/Pending.tsx'
import { api } from '../../../../ui/api.ts'
import { ForHandler } from '../disagree/ForHandler.tsx'
import { AmendmentCard } from './Amendments.tsx'
import { CaseCard } from './CaseCard.tsx'
import { Days } from './Days.tsx'

/** 申诉与更正: what waits for whoever answers, and for HR administration. */
export function Cases() {
  const { t } = useTranslation()
  const { data: cases, error, refetch } = useQuery(api.conversations.appeals.list.queryOptions())
  const { data: me } = useQuery(api.accounts.me.queryOptions())
  const { data: amendments } = useQuery({
    ...api.conversations.amending.list.queryOptions(),
    enabled: me?.places.includes('amendments') ?? false,
  })
  if (failureIn({ data: cases, error }))
    return <ErrorNote error={error} onRetry={() => void refetch()} />
  if (!cases) return <Pending />
  return (
    <>
      <PageHeader title={t('conversations.cases.title')} sub={t('conversations.cases.sub')} />
      <div className="stack measure">
        {cases.length === 0 && <EmptyState text={t('conversations.cases.none')} />}
        <ForHandler cases={cases} />
        {cases.map((it) => (
          <CaseCard key={it.id} it={it} titled />
        ))}
        {amendments && (
          <>
            <h2>{t('conversations.cases.amendments')}</h2>
            {amendments.length === 0 && <EmptyState text={t('conversations.cases.noAmendments')} />}
            {amendments.map((it) => (
              <AmendmentCard key={it.id} it={it} />
            ))}
            <Days />
          </>
        )}
      </div>
    </>
  )
}
