import { useTranslation } from 'react-i18next'
import styles from './WhoReads.module.css'

/** Who will read a text: the writer alone, the two of a talk, the HR partner, everybody named in a sealed record … or words of one's own. */
export type Readers =
  | 'self'
  | 'pairOnly'
  | 'pair'
  | 'pairLater'
  | 'hr'
  | 'sealed'
  | 'company'
  | { text: string }

/** The words beside every text box that say who reads it. */
export function WhoReads({ readers }: { readers: Readers }) {
  const { t } = useTranslation()
  return (
    <span className={styles.who}>
      <svg viewBox="0 0 16 16" aria-hidden>
        <path d="M1.500 8S4 3.500 8 3.500 14.500 8 14.500 8 12 12.500 8 12.500 1.500 8 1.500 8Z" />
        <circle cx="8" cy="8" r="1.800" />
      </svg>
      <span className="unseen">{t('ui.readers.label')}</span>
      {typeof readers === 'string' ? t(`ui.readers.${readers}`) : readers.text}
    </span>
  )
}
