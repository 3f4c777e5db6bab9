import { Select, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Card } from '../../../../ui/Card.tsx'
import { cycleKinds, type CycleKind } from '../../contract.ts'
import type { StepProps } from './stepProps.ts'
import { DayField } from './DayField.tsx'
import styles from '../CycleDraft.module.css'

/** What it is called, what it looks back on, when it begins. */
export function Purpose({ draft, change }: StepProps) {
  const { t } = useTranslation()
  const isReversed = draft.periodTo < draft.periodFrom
  return (
    <Card title={t('cycles.draft.purpose.title')}>
      <div className="stack">
        <TextInput
          label={t('cycles.name')}
          placeholder={t('cycles.draft.purpose.namePlaceholder')}
          required
          maxLength={100}
          value={draft.name}
          onChange={(event) => change({ name: event.currentTarget.value })}
        />
        <Select
          label={t('cycles.kind')}
          allowDeselect={false}
          value={draft.kind}
          description={t(`cycles.kinds.${draft.kind}.what`)}
          data={cycleKinds.map((kind) => ({ value: kind, label: t(`cycles.kinds.${kind}.name`) }))}
          onChange={(kind) => kind && change({ kind: kind as CycleKind })}
        />
        <div className={styles.fields}>
          <DayField
            label={t('cycles.draft.purpose.periodFrom')}
            value={draft.periodFrom}
            onChange={(periodFrom) => change({ periodFrom })}
          />
          <DayField
            label={t('cycles.draft.purpose.periodTo')}
            value={draft.periodTo}
            onChange={(periodTo) => change({ periodTo })}
            error={isReversed && t('cycles.refusal.periodReversed')}
          />
          <DayField
            label={t('cycles.draft.purpose.startsOn')}
            value={draft.startsOn}
            onChange={(startsOn) => change({ startsOn })}
          />
        </div>
        <p className="small mute">{t('cycles.draft.purpose.help')}</p>
      </div>
    </Card>
  )
}
