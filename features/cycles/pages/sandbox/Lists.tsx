import { useTranslation } from 'react-i18next'
import { DataTable } from '../../../../ui/DataTable.tsx'
import { Tag } from '../../../../ui/Tag.tsx'
import { useFormat } from '../../../../ui/useFormat.ts'
import { useText } from '../../../templates/pages/useText.ts'
import type { Trial } from '../../sandbox/contract.ts'

/** Stage by stage: how many it reaches, until when, and for whom nobody stands there. */
export function Reach({ trial }: { trial: Trial }) {
  const { t } = useTranslation()
  const text = useText()
  const f = useFormat()
  return (
    <DataTable
      caption={t('cycles.sandbox.stages')}
      rows={trial.stages}
      rowKey={({ key }) => key}
      columns={[
        {
          key: 'stage',
          header: t('cycles.stage'),
          phone: 'title',
          cell: ({ label }) => text(label),
        },
        {
          key: 'people',
          header: t('cycles.sandbox.reached'),
          numeric: true,
          cell: ({ people }) =>
            t('cycles.sandbox.reach', { n: f.count(people), of: f.count(trial.people) }),
        },
        {
          key: 'due',
          header: t('cycles.sandbox.due'),
          cell: ({ dueOn }) => f.shortDay(dueOn),
        },
        {
          key: 'remarks',
          header: t('cycles.sandbox.remarks'),
          cell: ({ depends, people, nobody }) => (
            <>
              {depends && <Tag>{t('cycles.sandbox.depends')}</Tag>}
              {people === 0 && <Tag kind="w">{t('cycles.sandbox.unreached')}</Tag>}
              {nobody > 0 && <Tag kind="w">{t('cycles.sandbox.nobody', { n: nobody })}</Tag>}
            </>
          ),
        },
      ]}
    />
  )
}

/** What it means for those who lead the talks, the busiest first. */
export function Load({ managers }: Pick<Trial, 'managers'>) {
  const { t } = useTranslation()
  const f = useFormat()
  return (
    <DataTable
      caption={t('cycles.sandbox.load')}
      rows={managers}
      rowKey={({ manager }) => manager.id}
      columns={[
        {
          key: 'manager',
          header: t('cycles.sandbox.manager'),
          phone: 'title',
          cell: ({ manager }) => manager.name,
        },
        {
          key: 'department',
          header: t('cycles.sandbox.where'),
          cell: ({ manager }) => manager.department,
        },
        {
          key: 'talks',
          header: t('cycles.sandbox.howMany'),
          numeric: true,
          cell: ({ talks }) => f.count(talks),
        },
        {
          key: 'hours',
          header: t('cycles.sandbox.hours'),
          numeric: true,
          cell: ({ hours }) => hours,
        },
        {
          key: 'perWeek',
          header: t('cycles.sandbox.perWeek'),
          numeric: true,
          cell: ({ hoursPerWeek }) => hoursPerWeek,
        },
        {
          key: 'remarks',
          header: t('cycles.sandbox.remarks'),
          cell: ({ isCrowded }) => isCrowded && <Tag kind="w">{t('cycles.sandbox.overlap')}</Tag>,
        },
      ]}
    />
  )
}
