import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Card } from '../../../../ui/Card.tsx'
import { DataTable } from '../../../../ui/DataTable.tsx'
import { ErrorNote } from '../../../../ui/ErrorNote.tsx'
import { admitted, askAgain, failureIn } from '../../../../ui/admitted.ts'
import { PageHeader } from '../../../../ui/PageHeader.tsx'
import { Pending } from '../../../../ui/Pending.tsx'
import { api } from '../../../../ui/api.ts'
import { useFormat } from '../../../../ui/useFormat.ts'
import { useText } from '../../../templates/pages/useText.ts'
import type { Deviating } from '../../standard/contract.ts'
import { ByDepartment } from './ByDepartment.tsx'
import { DeviatingTalks } from './DeviatingTalks.tsx'
import { useStandardView } from './DeviationSelect.tsx'
import { usePublished } from './usePublished.ts'

/** How the talks of one cycle differ from the standard of their kind: in design, in days, in the way they went. */
export function Deviations() {
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const { t } = useTranslation()
  const f = useFormat()
  const published = usePublished()
  const { view } = useStandardView()
  const cycle = admitted(useQuery(api.cycles.get.queryOptions({ input: { id } })))
  const seen = admitted(
    useQuery(
      api.cycles.standard.of.queryOptions({
        input: { id, departmentId: view.department },
        placeholderData: keepPreviousData,
      }),
    ),
  )
  const failed = failureIn(cycle, seen)
  if (failed) return <ErrorNote error={failed} onRetry={() => askAgain(cycle, seen)} />
  if (!cycle.data || !seen.data) return <Pending />
  const { standard, people, deviating, asOf, mayName } = seen.data
  return (
    <>
      <PageHeader
        crumbs={[
          { text: t('cycles.title'), to: '/cycles' },
          { text: cycle.data.name, to: `/cycles/${id}` },
        ]}
        title={t('cycles.standard.deviations')}
        sub={t('cycles.standard.reading', {
          some: f.count(deviating),
          all: f.count(people),
          when: f.near(asOf),
        })}
        actions={<Link to="/cycles/standard">{t('cycles.standard.title')}</Link>}
      />
      <div className="stack">
        <Card
          title={t('cycles.standard.is', {
            kind: t(`cycles.kinds.${standard.kind}.name`),
          })}
        >
          <p>
            {t('cycles.standard.both', {
              template: published(standard.template),
              flow: f.list(standard.flows.map(published)),
            })}
          </p>
        </Card>
        <Where seen={seen.data} />
        <Kinds seen={seen.data} />
        <ByDepartment seen={seen.data} />
        <Designs seen={seen.data} />
        <Moved seen={seen.data} />
        {mayName && <DeviatingTalks cycleId={id} seen={seen.data} />}
      </div>
    </>
  )
}

/** Which department is shown, and the way back up. */
function Where({ seen }: { seen: Deviating }) {
  const { t } = useTranslation()
  const { view, set } = useStandardView()
  if (!view.department) return null
  return (
    <nav aria-label={t('cycles.monitor.where')} className="cluster small">
      <button type="button" className="as-link" onClick={() => set({ department: undefined })}>
        {t('cycles.monitor.allDepartments')}
      </button>
      {seen.path.map(({ id, name }) =>
        id === view.department ? (
          <span key={id}>/ {name}</span>
        ) : (
          <span key={id}>
            /{' '}
            <button type="button" className="as-link" onClick={() => set({ department: id })}>
              {name}
            </button>
          </span>
        ),
      )}
    </nav>
  )
}

function Kinds({ seen }: { seen: Deviating }) {
  const { t } = useTranslation()
  const f = useFormat()
  const found = seen.counts.filter(({ people }) => people > 0)
  return (
    <Card title={t('cycles.standard.kinds')} note={t('cycles.standard.kindsNote')}>
      <DataTable
        caption={t('cycles.standard.kinds')}
        rows={[...found].sort((a, b) => b.people - a.people)}
        rowKey={({ kind }) => kind}
        empty={<p className="measure">{t('cycles.standard.none')}</p>}
        columns={[
          {
            key: 'kind',
            header: t('cycles.standard.differs'),
            phone: 'title',
            cell: ({ kind }) => (
              <div>
                {t(`cycles.standard.deviation.${kind}.name`)}
                <div className="small mute">{t(`cycles.standard.deviation.${kind}.what`)}</div>
              </div>
            ),
          },
          {
            key: 'people',
            header: t('cycles.standard.talks'),
            numeric: true,
            cell: ({ people, of }) => f.of(people, of),
          },
          {
            key: 'share',
            header: t('cycles.standard.share'),
            numeric: true,
            cell: ({ people, of }) => f.share(people, of),
          },
        ]}
      />
    </Card>
  )
}

function Designs({ seen }: { seen: Deviating }) {
  const { t } = useTranslation()
  const f = useFormat()
  const published = usePublished()
  return (
    <Card title={t('cycles.standard.designs')} note={t('cycles.standard.designsNote')}>
      <DataTable
        caption={t('cycles.standard.designs')}
        rows={seen.designs}
        rowKey={(design) => JSON.stringify([design.template, design.flow])}
        columns={[
          {
            key: 'design',
            header: t('cycles.standard.design'),
            phone: 'title',
            cell: ({ template, flow }) =>
              template && flow
                ? t('cycles.standard.both', {
                    template: published(template),
                    flow: published(flow),
                  })
                : t('cycles.standard.rare'),
          },
          {
            key: 'differs',
            header: t('cycles.standard.differs'),
            cell: ({ differs }) =>
              differs.length === 0 ? (
                <span className="mute">{t('cycles.standard.same')}</span>
              ) : (
                f.list(differs.map((kind) => t(`cycles.standard.deviation.${kind}.name`)))
              ),
          },
          {
            key: 'people',
            header: t('cycles.standard.talks'),
            numeric: true,
            cell: ({ people }) => f.of(people, seen.people),
          },
        ]}
      />
    </Card>
  )
}

function Moved({ seen }: { seen: Deviating }) {
  const { t } = useTranslation()
  const f = useFormat()
  const text = useText()
  if (seen.moved.length === 0) return null
  return (
    <Card title={t('cycles.standard.movedDays')} note={t('cycles.standard.movedNote')}>
      <DataTable
        caption={t('cycles.standard.movedDays')}
        rows={seen.moved}
        rowKey={({ label }) => label.zh}
        columns={[
          {
            key: 'stage',
            header: t('cycles.stage'),
            phone: 'title',
            cell: ({ label }) => text(label),
          },
          {
            key: 'usual',
            header: t('cycles.standard.usual'),
            cell: ({ usual }) => f.shortDay(usual),
          },
          { key: 'set', header: t('cycles.standard.set'), cell: ({ set }) => f.shortDay(set) },
        ]}
      />
    </Card>
  )
}
