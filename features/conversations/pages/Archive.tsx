import { Select } from '@mantine/core'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../ui/ActionButton.tsx'
import { type Column, DataTable, morePages } from '../../../ui/DataTable.tsx'
import { DateField } from '../../../ui/DateField.tsx'
import { EmptyState } from '../../../ui/EmptyState.tsx'
import { PageHeader } from '../../../ui/PageHeader.tsx'
import { PersonName } from '../../../ui/Person.tsx'
import { Tag } from '../../../ui/Tag.tsx'
import { api } from '../../../ui/api.ts'
import { useFormat } from '../../../ui/useFormat.ts'
import { usePageSize } from '../../../ui/usePageSize.ts'
import { outcomes, type Outcome } from '../contract.ts'
import type { z } from 'zod'
import { daysToRecord } from '../list/contract.ts'
import type { archiveShape } from '../record/contract.ts'
import { SearchField } from './SearchField.tsx'
import { useFilters } from './useFilters.ts'
import styles from './Lists.module.css'

type Found = z.infer<typeof archiveShape>
type Filters = {
  text?: string
  person?: string
  departmentId?: string
  cycleId?: string
  from?: string
  to?: string
  outcome?: Outcome
}

const none: Filters = {
  text: undefined,
  person: undefined,
  departmentId: undefined,
  cycleId: undefined,
  from: undefined,
  to: undefined,
  outcome: undefined,
}

/** Sealed records, found by person, department, period and words; only those one may read. */
export function Archive() {
  const { t } = useTranslation()
  const f = useFormat()
  const [filters, set] = useFilters<Filters>()
  const { text, person, departmentId, cycleId, from, to, outcome } = filters
  const limit = usePageSize()
  const found = useInfiniteQuery(
    api.conversations.archive.infiniteOptions({
      input: (after: string | undefined) => ({
        text,
        person,
        departmentId,
        cycleId,
        from,
        to,
        outcome,
        after,
        limit,
      }),
      initialPageParam: undefined,
      getNextPageParam: (page) => page.next ?? undefined,
    }),
  )
  const { data: tree } = useQuery(api.org.tree.queryOptions())
  const { rows, more } = morePages<Found>(found)
  const total = found.data?.pages[0]?.total
  const isFiltered = Object.values(filters).some(Boolean)
  return (
    <>
      <PageHeader
        title={t('conversations.archive.title')}
        sub={
          total === undefined
            ? t('conversations.archive.sub')
            : t('conversations.archive.count', { count: total })
        }
        actions={
          <Link to="/conversations" search={{ unrecorded: true } as never} className={styles.aside}>
            {t('conversations.archive.unrecorded', { days: daysToRecord })}
          </Link>
        }
      />
      <div className="stack">
        <div className={styles.fields} role="search" aria-label={t('conversations.archive.title')}>
          <SearchField
            label={t('conversations.archive.text')}
            value={text ?? ''}
            onChange={(value) => set({ text: value })}
          />
          <SearchField
            label={t('conversations.archive.person')}
            value={person ?? ''}
            onChange={(value) => set({ person: value })}
          />
          <Select
            aria-label={t('conversations.archive.department')}
            placeholder={t('conversations.archive.department')}
            searchable
            clearable
            value={departmentId ?? null}
            onChange={(value) => set({ departmentId: value ?? undefined })}
            data={(tree?.departments ?? []).map((one) => ({ value: one.id, label: one.path }))}
          />
          <Select
            aria-label={t('conversations.archive.outcome')}
            placeholder={t('conversations.archive.outcome')}
            clearable
            value={outcome ?? null}
            onChange={(value) => set({ outcome: (value as Outcome | null) ?? undefined })}
            data={outcomes.map((value) => ({
              value,
              label: t(`conversations.outcomeShort.${value}`),
            }))}
          />
          <DateField
            label={t('conversations.archive.from')}
            value={from ?? ''}
            onChange={(value) => set({ from: value })}
            max={to ?? ''}
          />
          <DateField
            label={t('conversations.archive.to')}
            value={to ?? ''}
            onChange={(value) => set({ to: value })}
            min={from ?? ''}
          />
          {isFiltered && (
            <ActionButton kind="quiet" onClick={() => set(none)}>
              {t('conversations.list.clear')}
            </ActionButton>
          )}
        </div>
        <div className={styles.surface}>
          <DataTable
            caption={t('conversations.archive.title')}
            rows={rows}
            rowKey={(one) => one.id}
            more={more}
            error={found.error}
            onRetry={() => void found.refetch()}
            columns={columns(t, f)}
            empty={
              <EmptyState
                title={isFiltered ? undefined : t('conversations.archive.emptyTitle')}
                text={t(
                  isFiltered ? 'conversations.archive.noneFound' : 'conversations.archive.empty',
                )}
                action={
                  isFiltered ? (
                    <ActionButton onClick={() => set(none)}>
                      {t('conversations.list.clear')}
                    </ActionButton>
                  ) : undefined
                }
              />
            }
          />
        </div>
      </div>
    </>
  )
}

const columns = (
  t: ReturnType<typeof useTranslation>['t'],
  f: ReturnType<typeof useFormat>,
): Column<Found>[] => [
  {
    key: 'person',
    header: t('conversations.archive.personColumn'),
    phone: 'title',
    cell: (one) => (
      <Link to="/conversations/$id/record" params={{ id: one.id }} className={styles.person}>
        <PersonName
          name={one.employee.name}
          note={`${one.employee.department} · ${one.employee.employeeNo}`}
        />
      </Link>
    ),
  },
  {
    key: 'title',
    header: t('conversations.list.talk'),
    cell: (one) => (
      <span>
        {one.title}
        {one.manager && (
          <span className={styles.role}>
            {t('conversations.archive.with', { name: one.manager.name })}
          </span>
        )}
      </span>
    ),
  },
  {
    key: 'outcome',
    header: t('conversations.archive.outcome'),
    cell: (one) => (
      <Tag kind={one.outcome === 'agreed' ? 'd' : 'n'}>
        {t(`conversations.outcomeShort.${one.outcome}`)}
      </Tag>
    ),
  },
  { key: 'sealed', header: t('conversations.archive.sealed'), cell: (one) => f.day(one.sealedAt) },
  {
    key: 'mark',
    header: t('conversations.archive.mark'),
    cell: (one) => <span className={styles.mark}>{one.mark}</span>,
  },
]
