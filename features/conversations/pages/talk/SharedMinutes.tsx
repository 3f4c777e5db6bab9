import { useEffect, useId, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { ErrorNote } from '../../../../ui/ErrorNote.tsx'
import { SaveNote } from '../../../../ui/SaveNote.tsx'
import { WhoReads } from '../../../../ui/WhoReads.tsx'
import { failureOf } from '../../../../ui/failure.ts'
import { useMinutes } from './useMinutes.ts'
import styles from './SharedMinutes.module.css'

/** 共同纪要: one text, two writers, every letter merges. */
export function SharedMinutes({
  id,
  rows = 7,
  onSaved,
}: {
  id: string
  rows?: number
  onSaved?: (at: Date) => void
}) {
  const { t } = useTranslation()
  const box = useRef<HTMLTextAreaElement>(null)
  const key = useId()
  const label = t('conversations.minutes.label')
  const { isReady, state, savedAt, error } = useMinutes(id, box, label)
  useEffect(() => void (savedAt && onSaved?.(savedAt)), [savedAt, onSaved])
  useEffect(() => {
    const area = box.current
    if (!area) return
    const grow = () => {
      area.style.height = 'auto'
      area.style.height = `${area.scrollHeight + 2}px`
    }
    area.addEventListener('input', grow)
    area.addEventListener('cuxi-grown', grow)
    return () => {
      area.removeEventListener('input', grow)
      area.removeEventListener('cuxi-grown', grow)
    }
  }, [])
  const isRefused = state === 'refused'
  return (
    <div className={styles.field}>
      <div className={styles.head}>
        <label htmlFor={key}>{label}</label>
        <WhoReads readers={{ text: t('conversations.minutes.readers') }} />
      </div>
      <textarea
        ref={box}
        id={key}
        className={styles.box}
        rows={rows}
        disabled={!isReady}
        placeholder={isReady ? t('conversations.minutes.hint') : t('ui.pending')}
        aria-describedby={`${key}-note`}
      />
      <div id={`${key}-note`} className={styles.foot}>
        <SaveNote state={state} savedAt={savedAt} error={error} />
      </div>
      {isRefused && failureOf(error).kind !== 'offline' && (
        <ErrorNote error={error} kept={t('conversations.minutes.kept')} />
      )}
    </div>
  )
}
