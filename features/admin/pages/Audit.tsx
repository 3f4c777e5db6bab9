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
import { failureOf } from '../../../ui/failure.ts'
import { Exports } from './Exports.tsx'
import { Happenings } from './Happenings.tsx'

const subjects = ['all', 'access', 'rights', 'looks', 'data'] as const
type Subject = (typeof subjects)[number]

/** The security log, and exports of what happened with many records: each as far as one's office goes. */
export function Audit() {
  const { t } = useTranslation()
  const log = useLog()
  const exports = useQuery({
    ...api.admin.audit.exports.list.queryOptions(),
    retry: false,
  })
  const seesLog = failureOf(log.error).kind !== 'missing'
  const seesExports = failureOf(exports.error).kind !== 'missing'
  if (!seesLog && !seesExports) throw log.error
  return (
    <>
      <PageHeader title={t('admin.audit.title')} sub={t('admin.audit.sub')} />
      <div className="stack measure">
        {exports.data && <Exports {...exports.data} />}
        {seesLog && <Log log={log} />}
      </div>
    </>
  )
}

function useLog() {
  const { about } = useSearch({ strict: false }) as { about?: Subject }
  return useInfiniteQuery({
    ...api.admin.audit.log.infiniteOptions({
      input: (after: string | undefined) => ({
        about: about ?? 'all',
        ...(after && { after }),
      }),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: ({ next }) => next ?? undefined,
    }),
    retry: false,
  })
}

function Log({ log }: { log: ReturnType<typeof useLog> }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const { about } = useSearch({ strict: false }) as { about?: Subject }
  const items = log.data?.pages.flatMap((page) => page.items)
  const isNumbered = items?.some(({ pseudonym }) => pseudonym !== null)
  return (
    <Card title={t('admin.audit.log')} note={t('admin.audit.logNote')}>
      <div className="stack">
        <SegmentedControl
          aria-label={t('admin.audit.aboutLabel')}
          value={about ?? 'all'}
          data={subjects.map((value) => ({ value, label: t(`admin.audit.about.${value}`) }))}
          onChange={(value) =>
            void navigate({ to: '/audit' as string, search: { about: value } as never })
          }
        />
        {isNumbered && <p className="small mute">{t('admin.audit.numbersOnly')}</p>}
        {log.error ? (
          <ErrorNote error={log.error} onRetry={() => void log.refetch()} />
        ) : !items ? (
          <Pending />
        ) : items.length === 0 ? (
          <EmptyState text={t('admin.audit.logEmpty')} />
        ) : (
          <Happenings items={items} />
        )}
        {log.hasNextPage && (
          <div>
            <ActionButton busy={log.isFetchingNextPage} onClick={() => void log.fetchNextPage()}>
              {t('admin.audit.more')}
            </ActionButton>
          </div>
        )}
      </div>
    </Card>
  )
}
