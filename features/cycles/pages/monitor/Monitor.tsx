import { type ReactNode, useCallback, useEffect, useRef } from 'react'
import { Select, Switch } from '@mantine/core'
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Figure, Figures } from '../../../../ui/Card.tsx'
import { ErrorNote } from '../../../../ui/ErrorNote.tsx'
import { PageHeader } from '../../../../ui/PageHeader.tsx'
import { Pending } from '../../../../ui/Pending.tsx'
import { failureIn } from '../../../../ui/admitted.ts'
import { api } from '../../../../ui/api.ts'
import { useLive } from '../../../../ui/live.ts'
import { useFormat } from '../../../../ui/useFormat.ts'
import { useText } from '../../../templates/pages/useText.ts'
import type { Cycle, Monitor as MonitorFacts } from '../../contract.ts'
import { Spread } from '../spread/Spread.tsx'
import { Departments } from './Departments.tsx'
import { HandOvers } from './HandOvers.tsx'
import { Participants } from './Participants.tsx'
import { Stages } from './Stages.tsx'
import { Standing } from './Standing.tsx'
import { useMonitorView } from './useMonitorView.ts'
import { Waits } from './Waits.tsx'
import styles from './Monitor.module.css'

/** Much can happen in a minute of a large cycle: news are gathered, the figures asked for once. */
const gatherFor = 2_000

/** Who has done what, who waits for whom; every figure with its whole and its age. */
export function Monitor({
  cycle,
  actions,
  notice,
}: {
  cycle: Cycle
  actions: ReactNode
  /** Stands above the figures. */
  notice: ReactNode
}) {
  const { t } = useTranslation()
  const f = useFormat()
  const text = useText()
  const cache = useQueryClient()
  const { view, set } = useMonitorView()
  const monitor = useQuery(
    api.cycles.monitor.queryOptions({
      input: {
        id: cycle.id,
        departmentId: view.department,
        stage: view.stage,
        leavers: view.leavers ?? false,
      },
      placeholderData: keepPreviousData,
      refetchInterval: ({ state: { data } }) => (isOpening(data) ? 2_000 : 60_000),
    }),
  )
  const gathering = useRef<ReturnType<typeof setTimeout>>(undefined)
  const onNews = useCallback(() => {
    gathering.current ??= setTimeout(() => {
      gathering.current = undefined
      for (const part of [
        api.cycles.monitor,
        api.cycles.waits,
        api.cycles.participants,
        api.cycles.spread,
      ])
        void cache.invalidateQueries({ queryKey: part.key() })
    }, gatherFor)
  }, [cache])
  useLive(cycle.id, [], onNews)
  const opening = isOpening(monitor.data)
  // Once the first talks are there, the lists beside the figures are asked for too.
  useEffect(() => (opening ? onNews : undefined), [opening, onNews])
  if (failureIn(monitor))
    return <ErrorNote error={monitor.error} onRetry={() => void monitor.refetch()} />
  const seen = monitor.data
  if (!seen) return <Pending />
  const running = 1 - f.due(cycle.startsOn).days
  return (
    <>
      <PageHeader
        crumbs={[{ text: t('cycles.title'), to: '/cycles' }]}
        title={cycle.name}
        sub={[
          cycle.lastDueOn && f.range(cycle.startsOn, cycle.lastDueOn),
          t('cycles.monitor.people', { count: seen.people, shown: f.count(seen.people) }),
          t('cycles.monitor.design', { templates: seen.templates, flows: seen.flows }),
          cycle.closedAt
            ? t('cycles.monitor.closed', { day: f.shortDay(cycle.closedAt) })
            : running > 0
              ? t('cycles.monitor.running', { day: running })
              : t('cycles.monitor.soon', { day: f.day(cycle.startsOn) }),
        ]
          .filter(Boolean)
          .join(' · ')}
        actions={actions}
      />
      <div className="stack">
        <ErrorNote error={monitor.error} onRetry={() => void monitor.refetch()} />
        {notice}
        {seen.opening > 0 && (
          <p role="status" className="mute">
            {t('cycles.monitor.opening', { count: seen.opening, shown: f.count(seen.opening) })}
          </p>
        )}
        {seen.mayName && <HandOvers cycleId={cycle.id} />}
        <Totals seen={seen} />
        <div className={styles.filters}>
          <Select
            aria-label={t('cycles.monitor.whichStage')}
            value={view.stage ?? ''}
            allowDeselect={false}
            data={[
              { value: '', label: t('cycles.monitor.allStages') },
              ...cycle.stages.map(({ key, label }) => ({ value: key, label: text(label) })),
            ]}
            onChange={(stage) => set({ stage: stage || undefined })}
          />
          {/* Whoever may only count, counts the same people always. */}
          {seen.mayName && (
            <Switch
              label={t('cycles.monitor.leavers', { count: seen.left, shown: f.count(seen.left) })}
              checked={view.leavers ?? false}
              onChange={(event) => set({ leavers: event.currentTarget.checked || undefined })}
            />
          )}
          {view.department && (
            <nav aria-label={t('cycles.monitor.where')} className="small">
              <Link to="." search={{ ...view, department: undefined } as never} resetScroll={false}>
                {t('cycles.monitor.allDepartments')}
              </Link>
              {seen.path.map(({ id, name }) => (
                <span key={id}>
                  {' '}
                  /{' '}
                  {id === view.department ? (
                    name
                  ) : (
                    <Link to="." search={{ ...view, department: id } as never} resetScroll={false}>
                      {name}
                    </Link>
                  )}
                </span>
              ))}
            </nav>
          )}
        </div>
        <div className={styles.main}>
          <div className="stack">
            <Departments seen={seen} unit={view.stage ? 'people' : 'items'} />
            <Stages seen={seen} />
          </div>
          <div className="stack">
            {seen.mayName && <Waits cycleId={cycle.id} />}
            <Standing seen={seen} />
          </div>
        </div>
        {seen.mayRate && <Spread cycleId={cycle.id} />}
        {seen.mayName && <Participants cycle={cycle} />}
      </div>
    </>
  )
}

/** Right after a launch people are in, and their talks are still being opened. */
const isOpening = (seen: MonitorFacts | undefined) => seen !== undefined && seen.opening > 0

function Totals({ seen }: { seen: MonitorFacts }) {
  const { t } = useTranslation()
  const f = useFormat()
  const { sealed, items, outcomes, cases, unrated, left } = seen
  const due = items.onTime + items.late + items.missing
  const [worst] = seen.departments
  const notes = [
    unrated > 0 && t('cycles.monitor.ofThemUnrated', { count: unrated, shown: f.count(unrated) }),
    left > 0 && t('cycles.monitor.leftOut', { count: left, shown: f.count(left) }),
  ].filter(Boolean)
  return (
    <Figures>
      <Figure
        label={t('cycles.sealed')}
        value={f.count(sealed.done)}
        note={`/ ${f.count(sealed.of)}${notes.length ? t('cycles.monitor.brackets', { notes: notes.join(t('cycles.monitor.comma')) }) : ''}`}
      />
      <Figure
        label={t('cycles.monitor.onTimeShare')}
        value={f.share(items.onTime, due)}
        note={t('cycles.monitor.onTimeNote', { due: f.count(due), onTime: f.count(items.onTime) })}
      />
      <Figure
        label={t('cycles.monitor.lateOrMissing')}
        value={`${f.count(items.late)} / ${f.count(items.missing)}`}
        note={
          worst && worst.missing > 0
            ? t('cycles.monitor.mostIn', {
                name: worst.name ?? t('cycles.smallDepartments'),
                count: f.count(worst.missing),
              })
            : t('cycles.monitor.noneMissing', { due: f.count(due) })
        }
      />
      <Figure
        label={t('cycles.monitor.dissent')}
        value={`${f.count(outcomes.readWithReservation)} / ${f.count(outcomes.refused)}`}
        note={t('cycles.monitor.dissentNote', {
          sealed: f.count(sealed.done),
          notAnswered: f.count(outcomes.notAnswered),
        })}
      />
      {cases && cases.opened > 0 && (
        <Figure
          label={t('cycles.monitor.cases')}
          value={f.count(cases.opened)}
          note={t('cycles.monitor.casesNote', {
            decided: f.count(cases.decided),
            opened: f.count(cases.opened),
          })}
        />
      )}
    </Figures>
  )
}
