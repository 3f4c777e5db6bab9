import type { ReactNode } from 'react'
import styles from './EmptyState.module.css'

/** Nothing here yet: one sentence that teaches and at most one button. */
export function EmptyState({
  title,
  text,
  action,
}: {
  title?: string
  text: ReactNode
  action?: ReactNode
}) {
  return (
    <div className={styles.empty}>
      <svg viewBox="0 0 96 48" aria-hidden className={styles.picture}>
        <path d="M14 40V22h14v18M14 30h14M68 40V22h14v18M68 30h14M36 40V30h24v10M36 30h24" />
        <path d="M30 12h36" className={styles.light} />
      </svg>
      {title && <h2>{title}</h2>}
      <p className="mute measure">{text}</p>
      {action}
    </div>
  )
}
