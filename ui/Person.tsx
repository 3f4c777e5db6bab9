import styles from './Person.module.css'

const compound = /^(欧阳|司马|上官|诸葛|司徒|东方|皇甫|尉迟|公孙|慕容|令狐|夏侯|长孙|宇文|端木|独孤|南宫|西门)/

/** The sign for a name: the surname for Chinese names, two initials for others. */
export function initialOf(name: string): string {
  const trimmed = name.trim()
  if (compound.test(trimmed) && trimmed.length > 2) return trimmed.slice(0, 2)
  if (/^\p{Script=Han}/u.test(trimmed)) return [...trimmed][0] ?? ''
  const words = trimmed.split(/[\s.·-]+/).filter(Boolean)
  return words.slice(0, 2).map((word) => [...word][0]?.toUpperCase() ?? '').join('')
}

/** A round sign of a person; decoration, the name always stands beside it. */
export function Avatar({ name, size = 'm' }: { name: string; size?: 's' | 'm' | 'l' }) {
  return <span className={styles.avatar} data-size={size} aria-hidden>{initialOf(name)}</span>
}

/** A person in a line: sign, name, and what tells two people of one name apart. */
export function PersonName({ name, note, size = 's' }: { name: string; note?: string | null | undefined; size?: 's' | 'm' | 'l' }) {
  return (
    <span className={styles.person}>
      <Avatar name={name} size={size} />
      <span>{name}{note && <span className={styles.note}>{note}</span>}</span>
    </span>
  )
}
