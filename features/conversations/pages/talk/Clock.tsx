import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Step } from '../../../templates/contract.ts'
import { minutesOf } from '../../../templates/rules.ts'
import type { Workspace } from '../../contract.ts'
import styles from './Live.module.css'

const asClock = (seconds: number) =>
  `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, '0')}`

/** How long they have talked, and how long this step was meant to take. It never turns red. */
export function Clock({ talk, readAt, step }: { talk: Workspace; readAt: number; step: Step }) {
  const { t } = useTranslation()
  const [now, setNow] = useState(() => Date.now())
  const isRunning = talk.talk.step !== null && talk.talk.endedAt === null
  useEffect(() => {
    if (!isRunning) return
    const timer = setInterval(() => setNow(Date.now()), 1000)
    return () => clearInterval(timer)
  }, [isRunning])
  // The server counted up to the moment it was asked.
  const since = isRunning ? Math.max(0, (now - readAt) / 1000) : 0
  const total = Object.values(talk.talk.seconds).reduce((sum, seconds) => sum + seconds, 0) + since
  const here = (talk.talk.seconds[step.key] ?? 0) + (step.key === talk.talk.step ? since : 0)
  return (
    <div className={styles.clock}>
      <span role="timer">
        {t('conversations.live.clock', {
          spent: asClock(total),
          planned: minutesOf(talk.template.body),
        })}
      </span>
      <span className={styles.bar} aria-hidden>
        <i style={{ width: `${Math.min(100, (here / (step.minutes * 60)) * 100)}%` }} />
      </span>
      <span className="small mute">
        {t('conversations.live.stepClock', { spent: asClock(here), planned: step.minutes })}
      </span>
    </div>
  )
}
