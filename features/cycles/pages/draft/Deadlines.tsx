import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../../ui/ActionButton.tsx'
import { Card } from '../../../../ui/Card.tsx'
import { EmptyState } from '../../../../ui/EmptyState.tsx'
import { useFormat } from '../../../../ui/useFormat.ts'
import { isWorkday } from '../../../org/calendar/rules.ts'
import { useCalendar } from '../../../org/pages/calendar/useCalendar.ts'
import { useText } from '../../../templates/pages/useText.ts'
import type { StepProps } from './stepProps.ts'
import { DayField } from './DayField.tsx'
import styles from '../CycleDraft.module.css'

/** By when each stage is due: the flow's own days, counted from the first day, unless HR sets another. */
export function Deadlines({ cycle, draft, change }: StepProps) {
  const { t } = useTranslation()
  const f = useFormat()
  const text = useText()
  const calendar = useCalendar(draft.startsOn)
  const set = (key: string, day: string) =>
    change({ deadlines: { ...draft.deadlines, [key]: day } })
  const reset = (key: string) =>
    change({
      deadlines: Object.fromEntries(
        Object.entries(draft.deadlines).filter(([each]) => each !== key),
      ),
    })
  return (
    <Card
      title={t('cycles.draft.deadlines.title')}
      note={t('cycles.draft.deadlines.note', { day: f.day(draft.startsOn) })}
    >
      {cycle.stages.length === 0 && <EmptyState text={t('cycles.draft.deadlines.empty')} />}
      <ul className={styles.days}>
        {cycle.stages.map((stage) => {
          const own = draft.deadlines[stage.key]
          const usual = new Set(stage.flows.map(({ usualDueOn }) => usualDueOn))
          const day = own ?? (usual.size === 1 ? stage.flows[0]!.usualDueOn : '')
          return (
            <li key={stage.key}>
              <div>
                <p className="strong">{text(stage.label)}</p>
                <p className="small mute">
                  {t(`cycles.actors.${stage.actor}`)}
                  {stage.flows.map(
                    ({ title, usualDueOn }) =>
                      ` · ${text(title)} ${own ? '' : f.shortDay(usualDueOn)}`,
                  )}
                </p>
              </div>
              <DayField
                label={t(
                  day ? 'cycles.draft.deadlines.dueOn' : 'cycles.draft.deadlines.sameForAll',
                )}
                value={day}
                onChange={(next) => next !== day && set(stage.key, next)}
                description={
                  day !== '' &&
                  !isWorkday(calendar, day) &&
                  t('cycles.draft.deadlines.dayOff', { day: f.day(day) })
                }
                error={
                  day !== '' && day < draft.startsOn && t('cycles.draft.deadlines.beforeStart')
                }
              />
              {own ? (
                <ActionButton
                  kind="quiet"
                  onClick={() => reset(stage.key)}
                  aria-label={t('cycles.draft.deadlines.resetOf', { stage: text(stage.label) })}
                >
                  {t('cycles.draft.deadlines.reset')}
                </ActionButton>
              ) : (
                <span className="small faint">{t('cycles.draft.deadlines.usual')}</span>
              )}
            </li>
          )
        })}
      </ul>
    </Card>
  )
}
