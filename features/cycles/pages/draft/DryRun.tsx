import { useQuery } from '@tanstack/react-query'
import { Link, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { failureIn } from '../../../../ui/admitted.ts'
import { Card, Figure, Figures } from '../../../../ui/Card.tsx'
import { DataTable } from '../../../../ui/DataTable.tsx'
import { ErrorNote } from '../../../../ui/ErrorNote.tsx'
import { Pending } from '../../../../ui/Pending.tsx'
import { PersonName } from '../../../../ui/Person.tsx'
import { api } from '../../../../ui/api.ts'
import { useFormat } from '../../../../ui/useFormat.ts'
import { useText } from '../../../templates/pages/useText.ts'
import type { DryRun as DryRunFacts } from '../../contract.ts'
import type { StepProps } from './stepProps.ts'
import { DryRunPeople } from './DryRunPeople.tsx'
import styles from '../CycleDraft.module.css'

/** What a launch would do today: nothing is written. */
export function DryRun({ cycle, draft, change }: StepProps) {
  const { t } = useTranslation()
  const f = useFormat()
  const {
    data: dry,
    error,
    refetch,
  } = useQuery(api.cycles.dryRun.queryOptions({ input: { id: cycle.id } }))
  if (failureIn({ data: dry, error }))
    return <ErrorNote error={error} onRetry={() => void refetch()} />
  if (!dry) return <Pending />
  return (
    <>
      <Figures>
        <Figure
          label={t('cycles.dryRun.people')}
          value={f.count(dry.people)}
          note={t('cycles.dryRun.ofEmployed', { employed: f.count(dry.employed) })}
        />
        <Figure
          label={t('cycles.dryRun.managers')}
          value={f.count(dry.managersInAll)}
          note={t('cycles.dryRun.hoursInAll', { hours: f.count(dry.hoursInAll) })}
        />
        <Figure
          label={t('cycles.dryRun.unrated')}
          value={f.count(dry.findings.joinedTooLate)}
          note={t('cycles.dryRun.ofPeople', { people: f.count(dry.people) })}
        />
        <Figure
          label={t('cycles.dryRun.leftOut')}
          value={f.count(dry.excluded + dry.tooLateExcluded)}
          note={t('cycles.dryRun.leftOutNote', {
            excluded: dry.excluded,
            late: dry.tooLateExcluded,
          })}
        />
      </Figures>
      <Obstacles dry={dry} />
      <Card
        title={t('cycles.dryRun.who')}
        note={t('cycles.dryRun.asOf', { when: f.ago(dry.asOf) })}
      >
        <DryRunPeople cycleId={cycle.id} dry={dry} draft={draft} change={change} />
      </Card>
      <div className="stack">
        <When dry={dry} />
        <Hours dry={dry} />
      </div>
    </>
  )
}

const stepOf: Record<string, string> = {
  'cycles.nameMissing': 'purpose',
  'cycles.periodReversed': 'purpose',
  'cycles.nobodyTakesPart': 'people',
  'cycles.withoutTemplate': 'design',
  'cycles.severalTemplates': 'design',
  'cycles.dueBeforeStart': 'deadlines',
  'cycles.managerUndecided': 'dryRun',
}

/** What still stands in the way, each with the step where it is settled. */
export function Obstacles({ dry }: { dry: DryRunFacts }) {
  const { t } = useTranslation()
  const { step } = useSearch({ strict: false }) as { step?: string }
  if (dry.obstacles.length === 0) return null
  return (
    <Card tone="waiting" title={t('cycles.dryRun.obstacles')}>
      <ul className={styles.obstacles}>
        {dry.obstacles.map(({ reason, count }) => (
          <li key={reason}>
            <span>{t(reason.replace('cycles.', 'cycles.refusal.'), { count })}</span>
            {stepOf[reason] && stepOf[reason] !== step && (
              <Link to="." search={{ step: stepOf[reason] } as never}>
                {t(`cycles.draft.${stepOf[reason]}.step`)}
              </Link>
            )}
          </li>
        ))}
      </ul>
    </Card>
  )
}

function When({ dry }: { dry: DryRunFacts }) {
  const { t } = useTranslation()
  const f = useFormat()
  const text = useText()
  return (
    <Card title={t('cycles.dryRun.when')}>
      <DataTable
        caption={t('cycles.dryRun.when')}
        rows={dry.stages}
        rowKey={(stage) => `${text(stage.flow)} ${stage.key}`}
        columns={[
          {
            key: 'stage',
            header: t('cycles.stage'),
            phone: 'title',
            cell: (stage) => text(stage.label),
          },
          { key: 'flow', header: t('cycles.draft.design.flow'), cell: (stage) => text(stage.flow) },
          {
            key: 'actor',
            header: t('cycles.dryRun.actor'),
            cell: (stage) => t(`cycles.actors.${stage.actor}`),
          },
          {
            key: 'day',
            header: t('cycles.draft.deadlines.dueOn'),
            cell: (stage) => f.day(stage.dueOn),
          },
          {
            key: 'people',
            header: t('cycles.dryRun.people'),
            numeric: true,
            cell: (stage) => f.count(stage.people),
          },
        ]}
      />
    </Card>
  )
}

function Hours({ dry }: { dry: DryRunFacts }) {
  const { t } = useTranslation()
  const f = useFormat()
  return (
    <Card
      title={t('cycles.dryRun.hours')}
      note={t('cycles.dryRun.hoursNote', {
        shown: dry.managers.length,
        all: f.count(dry.managersInAll),
      })}
    >
      <DataTable
        caption={t('cycles.dryRun.hours')}
        rows={dry.managers}
        rowKey={({ manager }) => manager.id}
        columns={[
          {
            key: 'manager',
            header: t('cycles.manager'),
            phone: 'title',
            cell: ({ manager }) => (
              <PersonName name={manager.name} note={manager.department.split('/').at(-1)} />
            ),
          },
          {
            key: 'talks',
            header: t('cycles.dryRun.talks'),
            numeric: true,
            cell: ({ talks }) => f.count(talks),
          },
          {
            key: 'hours',
            header: t('cycles.dryRun.hoursEach'),
            numeric: true,
            cell: ({ hours }) => f.count(hours),
          },
        ]}
      />
    </Card>
  )
}
