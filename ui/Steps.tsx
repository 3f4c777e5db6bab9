import { useTranslation } from 'react-i18next'
import styles from './Steps.module.css'

/** A step of a way: behind us, where we are, or ahead. */
export interface Step {
  key: string
  label: string
  state: 'done' | 'now' | 'ahead'
}

/** Steps from a list of labels and the place we are at (`at === labels.length`: all done). */
export const stepsAt = (labels: { key: string; label: string }[], at: number): Step[] =>
  labels.map((step, index) => ({
    ...step,
    state: index < at ? 'done' : index === at ? 'now' : 'ahead',
  }))

/** The whole way in one line. */
export function StepLine({ steps, label }: { steps: Step[]; label: string }) {
  const { t } = useTranslation()
  return (
    <ol className={styles.line} aria-label={label}>
      {steps.map((step) => (
        <li
          key={step.key}
          data-state={step.state}
          aria-current={step.state === 'now' ? 'step' : undefined}
        >
          {step.label}
          <span className="unseen">{t(`ui.step.${step.state}`)}</span>
        </li>
      ))}
    </ol>
  )
}

/** The same way as dots, for lists. */
export function StepDots({ steps }: { steps: Step[] }) {
  const { t } = useTranslation()
  const done = steps.filter((step) => step.state === 'done').length
  const now = steps.find((step) => step.state === 'now')
  const text = now
    ? t('ui.step.at', { step: now.label, done, all: steps.length })
    : t('ui.step.allDone', { all: steps.length })
  return (
    <span className={styles.dots} role="img" aria-label={text} title={text}>
      {steps.map((step) => (
        <i key={step.key} data-state={step.state} />
      ))}
    </span>
  )
}
