import type { ReactNode } from 'react'
import styles from './Tag.module.css'

/** w waiting for you · d done · i information · s sealed or wrong · p in progress · n nothing special */
export type TagKind = 'w' | 'd' | 'i' | 's' | 'p' | 'n'

/** A word on a soft ground. `wide` lines up tags of different lengths in a list. */
export function Tag({
  kind = 'n',
  wide,
  children,
}: {
  kind?: TagKind
  wide?: boolean
  children: ReactNode
}) {
  return (
    <span className={styles.tag} data-kind={kind} data-wide={wide || undefined}>
      {children}
    </span>
  )
}
