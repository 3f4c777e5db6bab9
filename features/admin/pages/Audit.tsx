import { useState } from 'react'
import { Select, TextInput } from '@mantine/core'
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../ui/ActionButton.tsx'
import { Card } from '../../../ui/Card.tsx'
import { EmptyState } from '../../../ui/EmptyState.tsx'
import { ErrorNote } from '../../../ui/ErrorNote.tsx'
import { PageHeader } from '../../../ui/PageHeader.tsx'
import { Pending } from '../../../ui/Pending.tsx'
import { api } from '../../../ui/api.ts'
import { AskExport } from './AskExport.tsx'
import styles from './Audit.module.css'
import { Exports } from './Exports.tsx'
import { Happenings } from './Happenings.tsx'
import { Inside } from './Inside.tsx'

const subjects = ['all', 'access', 'rights', 'looks', 'data'] as const
type Subject = (typeof subjects)[number]

/** The security log, and exports of what happened with many records: each as far as one's office goes. */
export function Audit() {
  const { t } = useTranslation()
  const { data: me } = useQuery(api.accounts.me.queryOptions())
  const seesLog = me?.places.includes('auditLog') ?? false
  const { export: id } = useSearch({ strict: false }) as { export?: string }
  const { data: exports } = useQuery({
    ...api.admin.audit.exports.list.queryOptions(),
    enabled: me?.places.includes('auditExports') ?? false,
    refetchInterval: ({ state }) =>
      state.data?.items.some(({ isBeingTaken }) => isBeingTaken) ? 2000 : false,
  })
  const { data: whose } = useQuery({
    ...api.org.person.queryOptions({ input: { id: id ?? '' } }),
    enabled: id !== undefined,
  })
  const [isAsking, setAsking] = useState(id !== undefined)
  return (
    <>
      <PageHeader
        title={t('admin.audit.title')}
        sub={t('admin.audit.sub')}
        actions={
          exports && (
            <ActionButton kind="primary" refusal={exports.refusal} onClick={() => setAsking(true)}>
              {t('admin.audit.ask')}
            </ActionButton>
          )
        }
      />
      <div className="stack">
        {exports && <Exports items={exports.items} />}
        {seesLog && <Log />}
      </div>
      {exports && isAsking && (id === undefined || whose) && (
        <AskExport whose={whose ?? null} onClose={() => setAsking(false)} />
      )}
    </>
  )
}

interface Search {
  about?: Subject
  person?: string
}

function Log() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const search = useSearch({ strict: false }) as Search
  const { about = 'all', person = '' } = search
  const log = useInfiniteQuery(
    api.admin.audit.log.infiniteOptions({
      input: (after: string | undefined) => ({ about, person, ...(after && { after }) }),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: ({ next }) => next ?? undefined,
      placeholderData: keepPreviousData,
    }),
  )
  const show = (next: Search) =>
    void navigate({
      to: '/audit' as string,
      search: { ...search, ...next } as never,
      replace: true,
    })
  const items = log.data?.pages.flatMap((page) => page.items)
  const isNumbered = items?.some(({ pseudonym }) => pseudonym !== null)
  return (
    <Card title={t('admin.audit.log')} note={t('admin.audit.logNote')}>
      <div className="stack">
        <div className={styles.asked}>
          <Select
            label={t('admin.audit.aboutLabel')}
            allowDeselect={false}
            value={about}
            data={subjects.map((value) => ({ value, label: t(`admin.audit.about.${value}`) }))}
            onChange={(value) => show({ about: value ?? 'all' })}
          />
          {!isNumbered && (
            <TextInput
              type="search"
              label={t('admin.audit.find')}
              description={t('admin.audit.findHelp')}
              maxLength={100}
              value={person}
              onChange={(event) => show({ person: event.currentTarget.value })}
            />
          )}
        </div>
        {isNumbered && <p className="small mute">{t('admin.audit.numbersOnly')}</p>}
        {log.error ? (
          <ErrorNote error={log.error} onRetry={() => void log.refetch()} />
        ) : !items ? (
          <Pending />
        ) : items.length === 0 ? (
          <EmptyState text={t('admin.audit.logEmpty')} />
        ) : (
          <Happenings
            items={items}
            inside={({ id, kind }) => kind === 'chain.recordsTaken' && <Inside id={id} />}
          />
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
