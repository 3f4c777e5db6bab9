import type { ReactNode } from 'react'
import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { failureOf, keepsOut, useFailureText } from './failure.ts'
import styles from './ErrorNote.module.css'

interface Props {
  error: unknown
  onRetry?: (() => void) | undefined
  /** What was kept, e.g. 你写的内容还在。 */
  kept?: ReactNode
}

/** What happened, what was kept, what to do next. Nothing is drawn without an error. */
export function ErrorNote({ error, onRetry, kept }: Props) {
  const { t } = useTranslation()
  const say = useFailureText()
  if (!error) return null
  const { trace } = failureOf(error)
  return (
    <div role="alert" className={styles.note}>
      <div>
        <p>{say(error)}</p>
        {kept && <p className="small">{kept}</p>}
        {trace && <p className="small mono">{t('ui.failure.trace', { trace })}</p>}
      </div>
      {onRetry && !keepsOut(error) && (
        <Button variant="default" size="sm" onClick={onRetry}>
          {t('ui.retry')}
        </Button>
      )}
    </div>
  )
}
