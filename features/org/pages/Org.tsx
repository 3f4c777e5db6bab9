import { useState } from 'react'
import { SegmentedControl, Select, Switch, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import {
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { failureIn } from '../../../ui/admitted.ts'
import { ActionButton } from '../../../ui/ActionButton.tsx'
import { Card } from '../../../ui/Card.tsx'
import { type Column, DataTable } from '../../../ui/DataTable.tsx'
import { EmptyState } from '../../../ui/EmptyState.tsx'
import { ErrorNote } from '../../../ui/ErrorNote.tsx'
import { PageHeader } from '../../../ui/PageHeader.tsx'
import { PersonName } from '../../../ui/Person.tsx'
import { Pending } from '../../../ui/Pending.tsx'
import { Tag } from '../../../ui/Tag.tsx'
import { api } from '../../../ui/api.ts'
import { useFormat } from '../../../ui/useFormat.ts'
import { usePageSize } from '../../../ui/usePageSize.ts'
import type { PersonLine } from '../contract.ts'
import { AddPerson } from './person/AddPerson.tsx'
import { Departments } from './Departments.tsx'
import styles from './Org.module.css'

interface Filters {
  q?: string
  departmentId?: string
  level?: string
  manager?: 'none'
  status?: 'here' | 'left'
}

/** The organization: departments with their counts on the left, people on the right. */
export function Org() {
  const { t } = useTranslation()
  const f = useFormat()
  const navigate = useNavigate()
  const [isAdding, setAdding] = useState(false)
  const filters = useSearch({ strict: false }) as Filters
  const tree = useQuery(api.org.tree.queryOptions())
  const set = (change: Filters) => {
    const next = Object.fromEntries(
      Object.entries({ ...filters, ...change }).filter(([, value]) => value),
    )
    void navigate({ to: '.', search: next as never, replace: true, resetScroll: false })
  }
  if (failureIn(tree)) return <ErrorNote error={tree.error} onRetry={() => void tree.refetch()} />
  if (!tree.data) return <Pending />
  const { people, withoutManager, withoutAccount, departments, levels, refusals } = tree.data
  return (
    <>
      <PageHeader
        title={t('org.title')}
        sub={t(refusals.add ? 'org.subPlain' : 'org.sub', {
          people: f.count(people),
          departments: f.count(departments.length),
          withoutManager: f.count(withoutManager),
          withoutAccount: f.count(withoutAccount),
        })}
        actions={
          <>
            {!refusals.add && (
              <ActionButton kind="quiet" to="/org/doubles">
                {t('org.doubles.look')}
              </ActionButton>
            )}
            <ActionButton refusal={refusals.add} onClick={() => setAdding(true)}>
              {t('org.add.button')}
            </ActionButton>
            <ActionButton kind="primary" refusal={refusals.import} to="/org/import">
              {t('org.import.title')}
            </ActionButton>
          </>
        }
      />
      <div className="stack">
        {!refusals.import && <WaitingImports />}
        <div className={styles.page}>
          <Card title={t('org.departments')}>
            <Departments
              departments={departments}
              people={people}
              chosen={filters.departmentId}
              onChoose={(departmentId) => set({ departmentId })}
            />
          </Card>
          <Card>
            <FilterLine
              key={String(filters.departmentId)}
              filters={filters}
              levels={levels}
              onChange={set}
            />
            <People filters={filters} isNew={people <= 1} mayImport={!refusals.import} />
          </Card>
        </div>
      </div>
      {isAdding && (
        <AddPerson departments={departments} levels={levels} onClose={() => setAdding(false)} />
      )}
    </>
  )
}

function FilterLine({
  filters,
  levels,
  onChange,
}: {
  filters: Filters
  levels: string[]
  onChange: (change: Filters) => void
}) {
  const { t } = useTranslation()
  const [typed, setTyped] = useState(filters.q ?? '')
  const search = useDebouncedCallback((q: string) => onChange({ q }), 250)
  return (
    <div className={styles.filters} role="search" aria-label={t('org.filters')}>
      <TextInput
        type="search"
        aria-label={t('org.search')}
        placeholder={t('org.search')}
        value={typed}
        onChange={(event) => {
          setTyped(event.currentTarget.value)
          search(event.currentTarget.value)
        }}
      />
      <Select
        aria-label={t('org.field.level')}
        placeholder={t('org.anyLevel')}
        clearable
        data={levels}
        value={filters.level ?? null}
        onChange={(level) => onChange({ level: level ?? '' })}
      />
      <Switch
        label={t('org.noManager')}
        checked={filters.manager === 'none'}
        onChange={(event) =>
          onChange({ manager: event.currentTarget.checked ? 'none' : ('' as never) })
        }
      />
      <SegmentedControl
        aria-label={t('org.field.status')}
        value={filters.status ?? 'here'}
        onChange={(status) => onChange({ status: status === 'left' ? 'left' : ('' as never) })}
        data={[
          { value: 'here', label: t('org.status.active') },
          { value: 'left', label: t('org.status.left') },
        ]}
      />
    </div>
  )
}

function People({
  filters,
  isNew,
  mayImport,
}: {
  filters: Filters
  isNew: boolean
  mayImport: boolean
}) {
  const { t } = useTranslation()
  const f = useFormat()
  const limit = usePageSize()
  const input = { q: '', status: 'here' as const, ...filters }
  const found = useInfiniteQuery({
    ...api.org.people.infiniteOptions({
      input: (after: { sound: string; id: string } | undefined) => ({ ...input, after, limit }),
      initialPageParam: undefined as { sound: string; id: string } | undefined,
      getNextPageParam: (page) => page.next ?? undefined,
    }),
    placeholderData: keepPreviousData,
  })
  const { data } = useQuery({
    ...api.org.count.queryOptions({ input }),
    placeholderData: keepPreviousData,
  })
  const isFiltered = Object.keys(filters).length > 0
  return (
    <>
      <p className="small mute" role="status">
        {data && t('org.found', { count: data.count, people: f.count(data.count) })}
      </p>
      <DataTable<PersonLine>
        caption={t('org.people')}
        columns={useColumns()}
        rows={found.data?.pages.flatMap((page) => page.people)}
        rowKey={(person) => person.id}
        error={found.error}
        onRetry={() => void found.refetch()}
        more={{
          hasMore: found.hasNextPage,
          loading: found.isFetchingNextPage,
          load: () => void found.fetchNextPage(),
        }}
        empty={<EmptyState text={t(isFiltered ? 'org.noneFound' : 'org.nobody')} />}
      />
      {isNew && !isFiltered && mayImport && (
        <EmptyState
          text={t('org.onlyYou')}
          action={
            <ActionButton kind="primary" to="/org/import">
              {t('org.import.title')}
            </ActionButton>
          }
        />
      )}
    </>
  )
}

function useColumns(): Column<PersonLine>[] {
  const { t } = useTranslation()
  const f = useFormat()
  return [
    {
      key: 'name',
      header: t('org.field.name'),
      phone: 'title',
      cell: (person) => (
        <Link to={'/people/$id' as string} params={{ id: person.id } as never}>
          <PersonName name={person.name} note={person.employeeNo} />
        </Link>
      ),
    },
    {
      key: 'department',
      header: t('org.field.department'),
      cell: (person) => person.department.replaceAll('/', ' / '),
    },
    {
      key: 'position',
      header: t('org.field.position'),
      cell: (person) => [person.position, person.level].filter(Boolean).join(' · '),
    },
    {
      key: 'manager',
      header: t('org.manager'),
      cell: (person) => person.manager?.name ?? <span className="faint">{t('org.none')}</span>,
    },
    {
      key: 'account',
      header: t('org.account'),
      cell: (person) =>
        person.leftOn ? (
          <Tag>{t('org.leftOn', { day: f.shortDay(person.leftOn) })}</Tag>
        ) : person.hasAccount ? (
          <Tag kind="d">{t('org.hasAccount')}</Tag>
        ) : (
          <span className="mute small">{t('org.notInvited')}</span>
        ),
    },
  ]
}

/** Rosters that were begun and not written, above all those that wait for a second person. */
function WaitingImports() {
  const { t } = useTranslation()
  const f = useFormat()
  const cache = useQueryClient()
  const { data } = useQuery(api.org.import.list.queryOptions())
  const discard = useMutation({
    ...api.org.import.discard.mutationOptions(),
    onSuccess: () => cache.invalidateQueries({ queryKey: api.org.import.key() }),
  })
  const open =
    data
      ?.filter((one) => one.state === 'review' || one.state === 'writing' || one.state === 'failed')
      // The latest try is the one that counts; what waits for somebody stays until they have come.
      .filter((one, at) => at === 0 || one.waitsForApproval)
      .slice(0, 3) ?? []
  if (open.length === 0) return null
  return (
    <Card tone="waiting">
      {open.map((one) => (
        <div key={one.id} className="row">
          <span>
            {t(one.waitsForApproval ? 'org.import.openApproval' : 'org.import.openReview', {
              name: one.createdBy.name,
              file: one.fileName,
              when: f.near(one.createdAt),
            })}
          </span>
          <span className="end">
            {one.state !== 'writing' && (
              <ActionButton
                kind="quiet"
                size="compact-sm"
                busy={discard.isPending && discard.variables.id === one.id}
                onClick={() => discard.mutate({ id: one.id })}
              >
                {t('org.import.discard')}
              </ActionButton>
            )}{' '}
            <ActionButton size="compact-sm" to={`/org/import/${one.id}`}>
              {t('org.import.look')}
            </ActionButton>
          </span>
        </div>
      ))}
    </Card>
  )
}
