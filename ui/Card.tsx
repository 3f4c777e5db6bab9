import { type ReactNode, useId } from 'react'
import styles from './Card.module.css'

interface Props {
  title?: ReactNode
  /** One quiet sentence beside the title. */
  note?: ReactNode
  /** A link or button at the right of the title. */
  action?: ReactNode
  /** `calm` is the pine ground of the next talk, `waiting` the amber of something that needs you, `sunken` for asides. */
  tone?: 'plain' | 'calm' | 'waiting' | 'sunken'
  className?: string | undefined
  children: ReactNode
}

/** A surface with hairlines. With a title it is a named region. */
export function Card({ title, note, action, tone = 'plain', className, children }: Props) {
  const id = useId()
  return (
    <section
      className={`${styles.card} ${className ?? ''}`}
      data-tone={tone}
      aria-labelledby={title ? id : undefined}
    >
      {title && (
        <header className={styles.head}>
          <h2 id={id}>{title}</h2>
          {note && <p className={styles.note}>{note}</p>}
          {action && <div className={styles.action}>{action}</div>}
        </header>
      )}
      {children}
    </section>
  )
}

/** A large figure with its name above and its denominator below. */
export function Figure({
  label,
  value,
  note,
}: {
  label: string
  value: ReactNode
  note?: ReactNode
}) {
  return (
    <div className={`${styles.card} ${styles.figure}`} data-tone="plain">
      <span className="small mute">{label}</span>
      <b>{value}</b>
      {note && <span className="small mute">{note}</span>}
    </div>
  )
}

/** Figures side by side, two columns on a phone. */
export function Figures({ children }: { children: ReactNode }) {
  return <div className={styles.figures}>{children}</div>
}
