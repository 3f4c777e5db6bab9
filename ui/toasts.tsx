import { useEffect, useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'
import styles from './toasts.module.css'

/** A short word about what just happened. */
export interface Toast {
  text: string
  kind?: 'done' | 'info' | 'trouble'
  /** Takes it back; the offer stands for `seconds`. */
  undo?: () => void
  /** 6 by default, 10 with an undo. Trouble stays until it is closed. */
  seconds?: number
}

let list: (Toast & { id: number })[] = []
let last = 0
const watchers = new Set<() => void>()

function change(next: typeof list): void {
  list = next
  watchers.forEach((watch) => watch())
}

/** Shows a toast from anywhere; with an `undo` the person can take the deed back for a while. */
export function toast(given: Toast): void {
  change([...list.slice(-2), { ...given, id: ++last }])
}

/** Clears them away: what they speak of is over, and cannot be taken back any more. */
export const clearToasts = () => change([])

const drop = (id: number) => change(list.filter((one) => one.id !== id))

/** Where toasts appear; once per application. */
export function Toasts() {
  const toasts = useSyncExternalStore(
    (watch) => (watchers.add(watch), () => watchers.delete(watch)),
    () => list,
  )
  return (
    <div className={styles.place} role="status" aria-live="polite">
      {toasts.map((one) => (
        <One key={one.id} {...one} />
      ))}
    </div>
  )
}

function One({ id, text, kind = 'done', undo, seconds }: Toast & { id: number }) {
  const { t } = useTranslation()
  useEffect(() => {
    if (kind === 'trouble') return
    const timer = setTimeout(() => drop(id), (seconds ?? (undo ? 10 : 6)) * 1000)
    return () => clearTimeout(timer)
  }, [id, kind, seconds, undo])
  return (
    <div className={styles.toast} data-kind={kind}>
      <span>{text}</span>
      {undo && (
        <button type="button" onClick={() => (undo(), drop(id))}>
          {t('ui.undo')}
        </button>
      )}
      <button type="button" aria-label={t('ui.close')} onClick={() => drop(id)}>
        ×
      </button>
    </div>
  )
}
