import { useInfiniteQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { failureIn } from '../../../ui/admitted.ts'
import { ActionButton } from '../../../ui/ActionButton.tsx'
import { Card } from '../../../ui/Card.tsx'
import { EmptyState } from '../../../ui/EmptyState.tsx'
import { ErrorNote } from '../../../ui/ErrorNote.tsx'
import { PageHeader } from '../../../ui/PageHeader.tsx'
import { Pending } from '../../../ui/Pending.tsx'
import { api } from '../../../ui/api.ts'
import { AccessList } from './AccessList.tsx'

/** 谁看过我的记录: everybody who opened one's own records by right of an office. */
export function MyAccess() {
  const { t } = useTranslation()
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(
    api.admin.access.mine.infiniteOptions({
      input: (after: string | undefined) => ({ ...(after && { after }) }),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: ({ next }) => next ?? undefined,
    }),
  )
  if (failureIn({ data, error })) return <ErrorNote error={error} onRetry={() => void refetch()} />
  if (!data) return <Pending />
  const items = data.pages.flatMap((page) => page.items)
  return (
    <>
      <PageHeader
        crumbs={[{ text: t('app.menu.settings'), to: '/settings' }]}
        title={t('admin.access.title')}
        sub={t('admin.access.sub')}
      />
      <div className="stack measure">
        {items.length === 0 ? (
          <EmptyState title={t('admin.access.emptyTitle')} text={t('admin.access.empty')} />
        ) : (
          <Card>
            <AccessList items={items} named />
          </Card>
        )}
        <ErrorNote error={error} onRetry={() => void fetchNextPage()} />
        {hasNextPage && (
          <div>
            <ActionButton busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
              {t('admin.access.more')}
            </ActionButton>
          </div>
        )}
      </div>
    </>
  )
}
