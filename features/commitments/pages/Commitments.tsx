import { SegmentedControl } from '@mantine/core'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../ui/ActionButton.tsx'
import { Card } from '../../../ui/Card.tsx'
import { EmptyState } from '../../../ui/EmptyState.tsx'
import { ErrorNote } from '../../../ui/ErrorNote.tsx'
import { PageHeader } from '../../../ui/PageHeader.tsx'
import { Pending } from '../../../ui/Pending.tsx'
import { api } from '../../../ui/api.ts'
import type { View } from '../contract.ts'
import { PromiseRow } from './PromiseRow.tsx'

/** Mine, to me, my team's: what was promised by whom, and how it goes. */
export function Commitments() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const { data: me } = useQuery(api.accounts.me.queryOptions())
  const { view = 'mine', state = 'open' } = useSearch({ strict: false }) as {
    view?: View
    state?: 'open' | 'settled'
  }
  const promises = useInfiniteQuery(
    api.commitments.list.infiniteOptions({
      input: (after: string | undefined) => ({ view, state, ...(after && { after }) }),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: (page) => page.next ?? undefined,
    }),
  )
  const items = promises.data?.pages.flatMap((page) => page.items)
  const go = (search: { view?: string; state?: string }) =>
    void navigate({ to: '/commitments', search: { view, state, ...search } as never })
  const views: View[] = me?.manages ? ['mine', 'toMe', 'team'] : ['mine', 'toMe']
  return (
    <>
      <PageHeader title={t('commitments.title')} sub={t('commitments.sub')} />
      <div className="stack">
        <div className="cluster">
          <SegmentedControl
            aria-label={t('commitments.whose')}
            value={view}
            onChange={(value) => go({ view: value })}
            data={views.map((value) => ({ value, label: t(`commitments.view.${value}`) }))}
          />
          <SegmentedControl
            aria-label={t('commitments.which')}
            value={state}
            onChange={(value) => go({ state: value })}
            data={(['open', 'settled'] as const).map((value) => ({
              value,
              label: t(`commitments.list.${value}`),
            }))}
          />
        </div>
        <ErrorNote error={promises.error} onRetry={() => void promises.refetch()} />
        {!items && !promises.error ? <Pending /> : null}
        {items && (
          <Card>
            {items.length === 0 ? (
              <EmptyState text={t(`commitments.empty.${view}.${state}`)} />
            ) : (
              <ul>
                {items.map((commitment) => (
                  <PromiseRow key={commitment.id} commitment={commitment} />
                ))}
              </ul>
            )}
          </Card>
        )}
        {promises.hasNextPage && (
          <div>
            <ActionButton
              busy={promises.isFetchingNextPage}
              onClick={() => void promises.fetchNextPage()}
            >
              {t('ui.table.more')}
            </ActionButton>
          </div>
        )}
      </div>
    </>
  )
}
