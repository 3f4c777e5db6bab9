import { useContext, useState } from 'react'
import { Select } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { dayIn } from '../../../platform/clock.ts'
import { failureIn } from '../../../ui/admitted.ts'
import { ActionButton } from '../../../ui/ActionButton.tsx'
import { Card } from '../../../ui/Card.tsx'
import { ErrorNote } from '../../../ui/ErrorNote.tsx'
import { PageHeader } from '../../../ui/PageHeader.tsx'
import { Pending } from '../../../ui/Pending.tsx'
import { api } from '../../../ui/api.ts'
import { useFormat, Zone } from '../../../ui/useFormat.ts'
import type { Indicator } from '../contract.ts'
import { nextQuarter, usualPeriods } from '../periods/rules.ts'
import { FromFile } from './FromFile.tsx'
import { IndicatorDialog } from './IndicatorDialog.tsx'
import { IndicatorTable } from './IndicatorTable.tsx'

/** What the company means to reach in a period, broken down to its departments before the talks begin. */
export function Indicators() {
  const { t } = useTranslation()
  const f = useFormat()
  const navigate = useNavigate()
  const today = dayIn(useContext(Zone), new Date())
  const { from, to } = useSearch({ strict: false }) as { from?: string; to?: string }
  const period = from && to && from <= to ? { periodFrom: from, periodTo: to } : nextQuarter(today)
  const [editing, setEditing] = useState<Indicator | 'new' | null>(null)
  const { data, error, refetch } = useQuery(
    api.goals.indicators.list.queryOptions({
      input: period,
      placeholderData: keepPreviousData,
    }),
  )
  if (failureIn({ data, error })) return <ErrorNote error={error} onRetry={() => void refetch()} />
  if (!data) return <Pending />
  const { items, periods, without, refusals } = data
  const mayWrite = refusals.write === null
  const key = (each: { periodFrom: string; periodTo: string }) =>
    `${each.periodFrom} ${each.periodTo}`
  const offered = new Map(
    [...periods, ...usualPeriods(today), period].map((each) => [key(each), each]),
  )
  return (
    <>
      <PageHeader
        crumbs={[{ text: t('cycles.title'), to: '/cycles' }]}
        title={t('goals.title')}
        sub={t('goals.sub')}
        actions={
          mayWrite && (
            <ActionButton kind="primary" onClick={() => setEditing('new')}>
              {t('goals.add')}
            </ActionButton>
          )
        }
      />
      <div className="stack">
        <ErrorNote error={error} />
        <Select
          label={t('goals.period')}
          value={key(period)}
          allowDeselect={false}
          maw={360}
          data={[...offered]
            .sort(([a], [b]) => (a < b ? 1 : -1))
            .map(([value, each]) => ({ value, label: f.range(each.periodFrom, each.periodTo) }))}
          onChange={(value) => {
            const [nextFrom, nextTo] = (value ?? key(period)).split(' ')
            void navigate({ to: '.', search: { from: nextFrom, to: nextTo } as never })
          }}
        />
        {mayWrite && <FromFile period={period} />}
        <Card
          title={t('goals.list')}
          note={
            without.count === 0
              ? t('goals.allCovered', { of: f.count(without.of) })
              : t('goals.notCovered', {
                  of: f.count(without.of),
                  count: without.count,
                  shown: f.count(without.count),
                  names: f.list(without.names.slice(0, 5)),
                })
          }
        >
          <IndicatorTable
            items={items}
            onEdit={mayWrite ? (indicator) => setEditing(indicator) : undefined}
          />
        </Card>
      </div>
      {editing && (
        <IndicatorDialog
          key={editing === 'new' ? 'new' : editing.id}
          indicator={editing === 'new' ? null : editing}
          period={period}
          onClose={() => setEditing(null)}
        />
      )}
    </>
  )
}
