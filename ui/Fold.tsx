import { type ReactNode, useState } from 'react'
import styles from './Fold.module.css'

interface Props {
  /** What this browser remembers it by. */
  name: string
  title: string
  /** Whether it lies open for whoever has never folded or unfolded it. */
  open?: boolean
  children: ReactNode
}

/** Words one may want now and not again: this browser remembers whether they were folded away. */
export function Fold({ name, title, open = false, children }: Props) {
  const key = `cuxi.fold.${name}`
  const [isOpen, setOpen] = useState(() => {
    const chosen = localStorage.getItem(key)
    return chosen === null ? open : chosen === 'open'
  })
  const remember = (next: boolean) => {
    if (next === isOpen) return
    localStorage.setItem(key, next ? 'open' : 'folded')
    setOpen(next)
  }
  return (
    <details
      className={styles.fold}
      open={isOpen}
      onToggle={(event) => remember(event.currentTarget.open)}
    >
      <summary>{title}</summary>
      {isOpen && <div className={styles.words}>{children}</div>}
    </details>
  )
}
