import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../ui/ActionButton.tsx'
import { Bar } from '../../../ui/Bars.tsx'
import { DataTable } from '../../../ui/DataTable.tsx'
import { EmptyState } from '../../../ui/EmptyState.tsx'
import { PageHeader } from '../../../ui/PageHeader.tsx'
import { Tag, type TagKind } from '../../../ui/Tag.tsx'
import { api } from '../../../ui/api.ts'
import { useFormat } from '../../../ui/useFormat.ts'
import type { CycleSummary } from '../contract.ts'
import styles from './Cycles.module.css'
import { Ring } from './Ring.tsx'

const look = {
  draft: 'n',
  launching: 'p',
  piloting: 'w',
  running: 'p',
  closed: 'd',
} satisfies Record<CycleSummary['state'], TagKind>

/** Every period there was, is and is being prepared. */
export function Cycles() {
  const { t } = useTranslation()
  const f = useFormat()
  const { data: me } = useQuery(api.accounts.me.queryOptions())
  const cycles = useQuery(api.cycles.list.queryOptions())
  const mayWrite = me?.places.includes('cycleDrafts')
  const add = mayWrite && (
    <ActionButton kind="primary" to="/cycles/new">
      {t('cycles.add')}
    </ActionButton>
  )
  const isEmpty = cycles.data?.length === 0
  return (
    <>
      <PageHeader title={t('cycles.title')} sub={t('cycles.sub')} actions={!isEmpty && add} />
      <Ring />
      <DataTable
        caption={t('cycles.title')}
        rows={cycles.data}
        rowKey={(cycle) => cycle.id}
        error={cycles.error}
        onRetry={() => void cycles.refetch()}
        empty={
          <EmptyState text={t(mayWrite ? 'cycles.empty' : 'cycles.emptyForReaders')} action={add} />
        }
        columns={[
          {
            key: 'name',
            header: t('cycles.name'),
            phone: 'title',
            cell: (cycle) => (
              <Link
                to={cycle.state === 'draft' ? '/cycles/$id/edit' : '/cycles/$id'}
                params={{ id: cycle.id } as never}
                className="strong"
              >
                {cycle.name || t('cycles.unnamed')}
              </Link>
            ),
          },
          {
            key: 'kind',
            header: t('cycles.kind'),
            cell: (cycle) => t(`cycles.kinds.${cycle.kind}.name`),
          },
          {
            key: 'period',
            header: t('cycles.period'),
            cell: (cycle) => f.range(cycle.periodFrom, cycle.periodTo),
          },
          {
            key: 'process',
            header: t('cycles.process'),
            cell: (cycle) =>
              cycle.lastDueOn
                ? f.range(cycle.startsOn, cycle.lastDueOn)
                : f.shortDay(cycle.startsOn),
          },
          {
            key: 'sealed',
            header: t('cycles.sealed'),
            cell: (cycle) =>
              cycle.state === 'draft' ? (
                <span className="faint">–</span>
              ) : (
                <span className={styles.sealed}>
                  <Bar
                    value={cycle.sealed.done}
                    whole={cycle.sealed.of}
                    tone="bamboo"
                    label={t('cycles.sealed')}
                  />
                  <span>{f.of(cycle.sealed.done, cycle.sealed.of)}</span>
                </span>
              ),
          },
          {
            key: 'state',
            header: t('cycles.state'),
            cell: (cycle) => (
              <Tag kind={look[cycle.state]}>{t(`cycles.states.${cycle.state}`)}</Tag>
            ),
          },
        ]}
      />
    </>
  )
}
