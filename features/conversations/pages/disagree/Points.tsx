import { useTranslation } from 'react-i18next'
import styles from './Guidance.module.css'

/** One heading and its short sentences; `said` are words to say, set as such. */
export function Points({
  of,
  keys,
  said = false,
  blanks = {},
}: {
  /** Below `disagree`. */
  of: string
  keys: readonly string[]
  said?: boolean
  blanks?: Record<string, string | number>
}) {
  const { t } = useTranslation()
  return (
    <section>
      <h3 className={styles.head}>{t(`disagree.${of}.title`)}</h3>
      <ul className={styles.points} data-said={said || undefined}>
        {keys.map((key) => (
          <li key={key}>{t(`disagree.${of}.${key}`, blanks)}</li>
        ))}
      </ul>
    </section>
  )
}
