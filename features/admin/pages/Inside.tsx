import { useState } from 'react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { failureIn } from '../../../ui/admitted.ts'
import { ActionButton } from '../../../ui/ActionButton.tsx'
import { ErrorNote } from '../../../ui/ErrorNote.tsx'
import { Pending } from '../../../ui/Pending.tsx'
import { api } from '../../../ui/api.ts'
import { Happenings } from './Happenings.tsx'
import styles from './Audit.module.css'

/** Which records an archive took along, one by one, for whoever opens it. */
export function Inside({ id }: { id: string }) {
  const { t } = useTranslation()
  const [isOpen, setOpen] = useState(false)
  return (
    <details className={styles.inside} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className="small">{t('admin.audit.inside')}</summary>
      {isOpen && <Records within={id} />}
    </details>
  )
}

function Records({ within }: { within: string }) {
  const { t } = useTranslation()
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(
    api.admin.audit.log.infiniteOptions({
      input: (after: string | undefined) => ({ within, ...(after && { after }) }),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: ({ next }) => next ?? undefined,
    }),
  )
  if (failureIn({ data, error })) return <ErrorNote error={error} onRetry={() => void refetch()} />
  if (!data) return <Pending />
  const items = data.pages.flatMap((page) => page.items)
  if (items.length === 0) return <p className="small mute">{t('admin.audit.insideNone')}</p>
  return (
    <>
      <Happenings items={items} />
      <ErrorNote error={error} onRetry={() => void fetchNextPage()} />
      {hasNextPage && (
        <ActionButton busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t('admin.audit.more')}
        </ActionButton>
      )}
    </>
  )
}
