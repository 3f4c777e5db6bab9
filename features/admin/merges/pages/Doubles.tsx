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
import { Choose } from './Choose.tsx'
import { Compare } from './Compare.tsx'
import { MergeRow } from './MergeRow.tsx'
import { Suggestions } from './Suggestions.tsx'
import styles from './Doubles.module.css'

/** 同一个人，两个账号: what looks like it, two beside each other, and what was merged and undone. */
export function Doubles() {
  const { t } = useTranslation()
  const { one, other } = useSearch({ strict: false }) as { one?: string; other?: string }
  const { data, error, refetch } = admitted(
    useQuery({
      ...api.admin.merges.list.queryOptions(),
      retry: false,
    }),
  )
  if (failureIn({ data, error })) return <ErrorNote error={error} onRetry={() => void refetch()} />
  if (!data) return <Pending />
  if (one && other) return <Compare oneId={one} otherId={other} />
  const isOpen = (state: string) => state === 'asked' || state === 'undoAsked'
  const waiting = data.merges.filter(({ state }) => isOpen(state))
  const past = data.merges.filter(({ state }) => !isOpen(state))
  const mayAsk = data.refusal === null
  return (
    <>
      <PageHeader
        crumbs={[{ text: t('admin.merges.toOrg'), to: '/org' }]}
        title={t('admin.merges.title')}
        sub={t('admin.merges.sub')}
      />
      <div className={`stack ${styles.page}`}>
        {waiting.length > 0 && (
          <Card
            tone="waiting"
            title={t('admin.merges.waiting')}
            note={t('admin.merges.waitingNote')}
          >
            <ul className="stack">
              {waiting.map((merge) => (
                <MergeRow key={merge.id} merge={merge} />
              ))}
            </ul>
          </Card>
        )}
        {mayAsk && <Suggestions />}
        {mayAsk && <Choose firstId={one} />}
        <Card title={t('admin.merges.history')}>
          {past.length === 0 && <EmptyState text={t('admin.merges.noHistory')} />}
          <ul className="stack">
            {past.map((merge) => (
              <MergeRow key={merge.id} merge={merge} />
            ))}
          </ul>
        </Card>
      </div>
    </>
  )
}
