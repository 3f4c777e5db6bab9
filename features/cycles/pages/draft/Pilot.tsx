import { Switch } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Card } from '../../../../ui/Card.tsx'
import { useFormat } from '../../../../ui/useFormat.ts'
import type { DryRun } from '../../contract.ts'
import type { StepProps } from './stepProps.ts'
import { DepartmentSelect } from './DepartmentSelect.tsx'

/** Whether a few teams begin, and which. */
export function Pilot({
  draft,
  change,
  dry,
}: Pick<StepProps, 'draft' | 'change'> & { dry: DryRun }) {
  const { t } = useTranslation()
  const f = useFormat()
  const { pilot } = draft
  return (
    <Card title={t('cycles.pilot.title')}>
      <div className="stack">
        <Switch
          label={t('cycles.pilot.ask')}
          description={t('cycles.pilot.why')}
          checked={pilot !== null}
          onChange={(event) =>
            change({ pilot: event.currentTarget.checked ? { departmentIds: [] } : null })
          }
        />
        {pilot && (
          <>
            <DepartmentSelect
              label={t('cycles.pilot.teams')}
              none={t('cycles.pilot.choose')}
              value={pilot.departmentIds}
              onChange={(departmentIds) => change({ pilot: { departmentIds } })}
            />
            <p className="mute">
              {t('cycles.pilot.counts', {
                now: f.count(dry.launching),
                later: f.count(dry.people - dry.launching),
              })}
            </p>
          </>
        )}
      </div>
    </Card>
  )
}
