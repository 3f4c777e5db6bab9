import { ActionIcon, NumberInput, Select } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../../ui/ActionButton.tsx'
import { actorRelations, dayUnits, type StageReminder } from '../../contract.ts'
import styles from './Design.module.css'

interface Props {
  value: readonly StageReminder[]
  onChange: (reminders: StageReminder[]) => void
}

const keyOf = (to: StageReminder['to']) => (typeof to === 'string' ? to : to.relation)

/** When somebody hears of a stage that is still open: before its deadline, on it, after it. */
export function Reminders({ value, onChange }: Props) {
  const { t } = useTranslation()
  const put = (at: number, part: Partial<StageReminder>) =>
    onChange(value.map((each, n) => (n === at ? { ...each, ...part } : each)))
  const people = [
    ...(['owner', 'both', 'hr'] as const).map((to) => ({
      value: to,
      label: t(`flows.remind.${to}`),
    })),
    ...actorRelations.map((to) => ({ value: to, label: t(`flows.relation.${to}`) })),
  ]
  return (
    <fieldset className={styles.set}>
      <legend>{t('flows.remind.title')}</legend>
      {value.length === 0 && <p className="small mute">{t('flows.remind.usual')}</p>}
      {value.map((each, at) => (
        // Reminders have no names of their own; where they stand is what they are.
        // oxlint-disable-next-line react/no-array-index-key
        <div key={at} className={styles.line}>
          <div className={styles.three}>
            <NumberInput
              label={t('flows.remind.days')}
              value={each.days}
              min={-60}
              max={60}
              allowDecimal={false}
              onChange={(days) => typeof days === 'number' && put(at, { days })}
            />
            <Select
              label={t('flows.design.unit')}
              value={each.unit}
              allowDeselect={false}
              data={dayUnits.map((unit) => ({ value: unit, label: t(`flows.unit.${unit}`) }))}
              onChange={(unit) => put(at, { unit: unit as StageReminder['unit'] })}
            />
            <Select
              label={t('flows.remind.to')}
              value={keyOf(each.to)}
              allowDeselect={false}
              data={people}
              onChange={(to) => {
                const relation = actorRelations.find((one) => one === to)
                put(at, { to: relation ? { relation } : (to as 'owner' | 'both' | 'hr') })
              }}
            />
          </div>
          <ActionIcon
            variant="subtle"
            color="gray"
            size={44}
            aria-label={t('flows.remind.drop', { n: at + 1 })}
            onClick={() => onChange(value.filter((_, n) => n !== at))}
          >
            ×
          </ActionIcon>
        </div>
      ))}
      {value.length < 8 && (
        <div>
          <ActionButton
            kind="quiet"
            onClick={() => onChange([...value, { days: -2, unit: 'working', to: 'owner' }])}
          >
            {t('flows.remind.add')}
          </ActionButton>
        </div>
      )}
    </fieldset>
  )
}
