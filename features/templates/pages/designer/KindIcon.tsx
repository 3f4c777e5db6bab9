import type { FieldType } from '../../contract.ts'
import { kinds } from './kinds.ts'
import styles from './Designer.module.css'

/** The small picture of a field's type. */
export function KindIcon({ type }: { type: FieldType }) {
  return (
    <svg viewBox="0 0 16 16" aria-hidden className={styles.icon}>
      <path d={kinds[type].icon} />
    </svg>
  )
}
