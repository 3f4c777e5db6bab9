import { useContext } from 'react'
import { Select } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api } from '../../../../ui/api.ts'
import { Card, Figure, Figures } from '../../../../ui/Card.tsx'
import { DateField } from '../../../../ui/DateField.tsx'
import { ErrorNote } from '../../../../ui/ErrorNote.tsx'
import { PageHeader } from '../../../../ui/PageHeader.tsx'
import { Pending } from '../../../../ui/Pending.tsx'
import { dayIn } from '../../../../ui/format.ts'
import { useFormat, Zone } from '../../../../ui/useFormat.ts'
import { useCalendar } from '../../../org/pages/calendar/useCalendar.ts'
import { useText } from '../../../templates/pages/useText.ts'
import { usualPeriod, usualStart } from '../../rules.ts'
import type { Trial } from '../../sandbox/contract.ts'
import { Load, Reach } from './Lists.tsx'
import { StepThrough } from './StepThrough.tsx'
import styles from './Sandbox.module.css'

interface Asked {
  template?: string
  flow?: string
  from?: string
  department?: string
  level?: string
}

/** A template and a flow tried against the organization as it is, telling nobody. */
export function Sandbox() {
  const { t } = useTranslation()
  const text = useText()
  const navigate = useNavigate()
  const asked = useSearch({ strict: false }) as Asked
  const templates = useQuery(api.templates.list.queryOptions())
  const flows = useQuery(api.flows.list.queryOptions())
  const drafts = useQuery(api.flows.drafts.queryOptions())
  const tree = useQuery(api.org.tree.queryOptions())
  const put = (part: Asked) =>
    void navigate({
      to: '.',
      search: ((before: object) => ({ ...before, ...part })) as never,
      replace: true,
    })
  const templateId = asked.template ?? templates.data?.[0]?.versionId
  const flowId = asked.flow ?? (flows.data?.[0] && `v:${flows.data[0].versionId}`)
  const today = dayIn(useContext(Zone), new Date())
  const calendar = useCalendar(today)
  const startsOn = asked.from ?? usualStart(today, calendar)
  const flow =
    flowId &&
    (flowId.startsWith('d:') ? { draftId: flowId.slice(2) } : { versionId: flowId.slice(2) })
  const ready = Boolean(templateId && flow)
  const trial = useQuery({
    ...api.cycles.sandbox.run.queryOptions({
      input: {
        templateVersionId: templateId ?? '',
        flow: flow || { versionId: '' },
        startsOn,
        periodTo: usualPeriod(startsOn).periodTo,
        departmentId: asked.department ?? null,
        level: asked.level ?? null,
      },
    }),
    enabled: ready,
  })
  return (
    <>
      <PageHeader
        crumbs={[
          { text: t('templates.library.title'), to: '/design' },
          { text: t('templates.library.flows'), to: '/design/flows' },
        ]}
        title={t('cycles.sandbox.title')}
        sub={t('cycles.sandbox.sub')}
      />
      <div className="stack">
        <Card title={t('cycles.sandbox.what')}>
          <div className={styles.asked}>
            <Select
              label={t('cycles.sandbox.template')}
              value={templateId ?? null}
              allowDeselect={false}
              data={(templates.data ?? []).map(({ versionId, title }) => ({
                value: versionId,
                label: text(title),
              }))}
              onChange={(template) => template && put({ template })}
            />
            <Select
              label={t('cycles.sandbox.flow')}
              value={flowId ?? null}
              allowDeselect={false}
              data={[
                ...(flows.data ?? []).map(({ versionId, title }) => ({
                  value: `v:${versionId}`,
                  label: text(title),
                })),
                ...(drafts.data ?? []).map(({ id, title }) => ({
                  value: `d:${id}`,
                  label: t('cycles.sandbox.draft', {
                    title: text(title) || t('flows.design.untitled'),
                  }),
                })),
              ]}
              onChange={(chosen) => chosen && put({ flow: chosen })}
            />
            <DateField
              label={t('cycles.sandbox.startsOn')}
              value={startsOn}
              onChange={(from) => from && put({ from })}
            />
            <Select
              label={t('cycles.sandbox.department')}
              value={asked.department ?? null}
              placeholder={t('cycles.sandbox.everybody')}
              clearable
              searchable
              data={(tree.data?.departments ?? []).map(({ id, path }) => ({
                value: id,
                label: path,
              }))}
              onChange={(department) => put({ department: department ?? undefined } as Asked)}
            />
            <Select
              label={t('cycles.sandbox.level')}
              value={asked.level ?? null}
              placeholder={t('cycles.sandbox.everyLevel')}
              clearable
              data={tree.data?.levels ?? []}
              onChange={(level) => put({ level: level ?? undefined } as Asked)}
            />
          </div>
        </Card>
        <ErrorNote error={trial.error} />
        {trial.isLoading && <Pending />}
        {trial.data && <Findings trial={trial.data} />}
        {trial.data && flow && (
          <StepThrough key={`${flowId} ${startsOn}`} flow={flow} startsOn={startsOn} />
        )}
      </div>
    </>
  )
}

function Findings({ trial }: { trial: Trial }) {
  const { t } = useTranslation()
  const text = useText()
  const f = useFormat()
  const busiest = trial.managers[0]
  return (
    <>
      <Figures>
        <Figure
          label={t('cycles.sandbox.talks')}
          value={f.count(trial.people)}
          note={t('cycles.sandbox.minutes', { n: trial.minutes })}
        />
        <Figure
          label={t('cycles.sandbox.leading')}
          value={f.count(trial.leading)}
          note={
            busiest &&
            t('cycles.sandbox.busiest', { name: busiest.manager.name, n: busiest.hoursPerWeek })
          }
        />
        <Figure
          label={t('cycles.sandbox.crowded')}
          value={f.count(trial.crowded)}
          note={t('cycles.sandbox.crowdedNote', { n: trial.window.workdays, of: trial.leading })}
        />
        <Figure
          label={t('cycles.sandbox.withoutManager')}
          value={f.count(trial.withoutManager.count)}
          note={trial.withoutManager.some
            .slice(0, 3)
            .map(({ name }) => name)
            .join(t('flows.picture.comma'))}
        />
      </Figures>
      {trial.moved.count > 0 && (
        <p className="small">
          {t('cycles.sandbox.moved', {
            count: trial.moved.count,
            names: trial.moved.some.map(({ name }) => name).join(t('flows.picture.comma')),
          })}
        </p>
      )}
      {(trial.faults.length > 0 || trial.unasked.length > 0 || trial.empty.length > 0) && (
        <Card tone="waiting" title={t('cycles.sandbox.troubles')}>
          <ul className={styles.list}>
            {trial.faults.length > 0 && (
              <li>{t('cycles.sandbox.faults', { n: trial.faults.length })}</li>
            )}
            {trial.unasked.map((label) => (
              <li key={`section ${label.zh}`}>
                {t('cycles.sandbox.unasked', { section: text(label) })}
              </li>
            ))}
            {trial.empty.map((label) => (
              <li key={`stage ${label.zh}`}>{t('cycles.sandbox.empty', { stage: text(label) })}</li>
            ))}
          </ul>
        </Card>
      )}
      <Card
        title={t('cycles.sandbox.stages')}
        note={t('cycles.sandbox.window', {
          from: f.shortDay(trial.window.from),
          to: f.shortDay(trial.window.to),
          n: trial.window.workdays,
        })}
      >
        <Reach trial={trial} />
      </Card>
      <Card
        title={t('cycles.sandbox.load')}
        note={t('cycles.sandbox.loadNote', { n: trial.managers.length, of: trial.leading })}
      >
        <Load managers={trial.managers} />
      </Card>
    </>
  )
}
