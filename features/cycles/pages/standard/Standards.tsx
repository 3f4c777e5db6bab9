import { useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { failureIn } from '../../../../ui/admitted.ts'
import { ActionButton } from '../../../../ui/ActionButton.tsx'
import { Card } from '../../../../ui/Card.tsx'
import { DataTable } from '../../../../ui/DataTable.tsx'
import { EmptyState } from '../../../../ui/EmptyState.tsx'
import { ErrorNote } from '../../../../ui/ErrorNote.tsx'
import { PageHeader } from '../../../../ui/PageHeader.tsx'
import { Pending } from '../../../../ui/Pending.tsx'
import { Tag } from '../../../../ui/Tag.tsx'
import { api } from '../../../../ui/api.ts'
import { useFormat } from '../../../../ui/useFormat.ts'
import type { Standard } from '../../standard/contract.ts'
import { NameStandard } from './NameStandard.tsx'
import { usePublished } from './usePublished.ts'

/** The one way each kind of talk is held, as published, and how the cycles that run now keep to it. */
export function Standards() {
  const { t } = useTranslation()
  const f = useFormat()
  const published = usePublished()
  const [naming, setNaming] = useState<Standard | null>(null)
  const { data, error, refetch } = useQuery(api.cycles.standard.overview.queryOptions())
  if (failureIn({ data, error })) return <ErrorNote error={error} onRetry={() => void refetch()} />
  if (!data) return <Pending />
  const mayChoose = data.refusals.choose === null
  return (
    <>
      <PageHeader
        crumbs={[{ text: t('cycles.title'), to: '/cycles' }]}
        title={t('cycles.standard.title')}
        sub={t('cycles.standard.sub')}
        actions={<Link to="/cycles/mechanism">{t('cycles.mechanism.title')}</Link>}
      />
      <div className="stack">
        <Card
          title={t('cycles.standard.running')}
          note={t('cycles.standard.asOf', { when: f.near(data.asOf) })}
        >
          <DataTable
            caption={t('cycles.standard.running')}
            rows={data.cycles}
            rowKey={({ id }) => id}
            empty={<EmptyState text={t('cycles.standard.noneRunning')} />}
            columns={[
              {
                key: 'name',
                header: t('cycles.name'),
                phone: 'title',
                cell: ({ id, name }) => (
                  <Link to="/cycles/$id/standard" params={{ id } as never}>
                    {name}
                  </Link>
                ),
              },
              {
                key: 'kind',
                header: t('cycles.kind'),
                cell: ({ kind }) => t(`cycles.kinds.${kind}.name`),
              },
              {
                key: 'deviating',
                header: t('cycles.standard.deviating'),
                cell: ({ talks }) =>
                  talks
                    ? t('cycles.standard.ofTalks', {
                        some: f.count(talks.deviating),
                        all: f.count(talks.people),
                      })
                    : t('cycles.standard.tooFew'),
              },
              {
                key: 'moved',
                header: t('cycles.standard.movedDays'),
                numeric: true,
                cell: ({ talks }) => (talks ? f.count(talks.movedDays) : '–'),
              },
            ]}
          />
        </Card>
        <Card title={t('cycles.standard.each')} note={t('cycles.standard.eachNote')}>
          <DataTable
            caption={t('cycles.standard.each')}
            rows={data.standards}
            rowKey={({ kind }) => kind}
            columns={[
              {
                key: 'kind',
                header: t('cycles.kind'),
                phone: 'title',
                cell: ({ kind }) => t(`cycles.kinds.${kind}.name`),
              },
              {
                key: 'template',
                header: t('cycles.standard.template'),
                cell: ({ template }) => published(template),
              },
              {
                key: 'flow',
                header: t('cycles.standard.flow'),
                cell: ({ flows }) =>
                  flows.length === 0 ? published(null) : f.list(flows.map(published)),
              },
              {
                key: 'from',
                header: t('cycles.standard.from'),
                cell: ({ isOwn }) => (
                  <Tag kind={isOwn ? 'p' : 'n'}>
                    {t(isOwn ? 'cycles.standard.named' : 'cycles.standard.shipped')}
                  </Tag>
                ),
              },
              ...(mayChoose
                ? [
                    {
                      key: 'change',
                      header: t('cycles.standard.change'),
                      silent: true,
                      cell: (standard: Standard) => (
                        <ActionButton
                          kind="quiet"
                          aria-label={t('cycles.standard.changeFor', {
                            kind: t(`cycles.kinds.${standard.kind}.name`),
                          })}
                          onClick={() => setNaming(standard)}
                        >
                          {t('cycles.standard.change')}
                        </ActionButton>
                      ),
                    },
                  ]
                : []),
            ]}
          />
        </Card>
      </div>
      {naming && <NameStandard standard={naming} onClose={() => setNaming(null)} />}
    </>
  )
}
