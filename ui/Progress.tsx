import type { ReactNode } from 'react'
import { useFormat } from './useFormat.ts'
import styles from './Progress.module.css'

/** Long work with its real figures. Without `whole` the length is not known yet. */
export function Progress({
  label,
  done,
  whole,
  note,
}: {
  label: string
  done: number
  whole: number | null
  note?: ReactNode
}) {
  const f = useFormat()
  return (
    <div className={styles.progress}>
      <div className={styles.words}>
        <span>{label}</span>
        <span className="mute">{whole === null ? f.count(done) : f.of(done, whole)}</span>
      </div>
      <div
        role="progressbar"
        aria-label={label}
        className={styles.track}
        data-unknown={whole === null || undefined}
        {...(whole !== null && {
          'aria-valuemin': 0,
          'aria-valuemax': whole,
          'aria-valuenow': done,
        })}
      >
        <i style={{ width: whole ? `${Math.min(100, (done / whole) * 100)}%` : '30%' }} />
      </div>
      {note && <p className="small mute">{note}</p>}
    </div>
  )
}
