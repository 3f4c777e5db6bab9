import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Step } from '../../../ui/Steps.tsx'
import styles from './PhaseLine.module.css'

/** The four phases as a line; what has been reached can be looked at again. */
export function PhaseLine({
  steps,
  looking,
  href,
}: {
  steps: Step[]
  looking: string
  href: string
}) {
  const { t } = useTranslation()
  return (
    <ol className={styles.line} aria-label={t('conversations.way')}>
      {steps.map((step) => {
        const words = (
          <>
            {step.label}
            <span className="unseen">{t(`ui.step.${step.state}`)}</span>
          </>
        )
        return (
          <li
            key={step.key}
            data-state={step.state}
            data-looking={step.key === looking || undefined}
            aria-current={step.state === 'now' ? 'step' : undefined}
          >
            {step.state === 'ahead' ? (
              words
            ) : (
              <Link
                to={href}
                search={{ phase: step.key } as never}
                replace
                resetScroll={false}
                aria-current={step.key === looking ? 'page' : undefined}
              >
                {words}
              </Link>
            )}
          </li>
        )
      })}
    </ol>
  )
}
