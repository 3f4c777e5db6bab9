import { initialOf } from './initials.ts'
import styles from './Person.module.css'

/** A round sign of a person; decoration, the name always stands beside it. */
export function Avatar({ name, size = 'm' }: { name: string; size?: 's' | 'm' | 'l' }) {
  return (
    <span className={styles.avatar} data-size={size} aria-hidden>
      {initialOf(name)}
    </span>
  )
}

/** A person in a line: sign, name, and what tells two people of one name apart. */
export function PersonName({
  name,
  note,
  size = 's',
}: {
  name: string
  note?: string | null | undefined
  size?: 's' | 'm' | 'l'
}) {
  return (
    <span className={styles.person}>
      <Avatar name={name} size={size} />
      <span>
        {name}
        {note && <span className={styles.note}>{note}</span>}
      </span>
    </span>
  )
}
