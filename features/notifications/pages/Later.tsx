import { useTranslation } from 'react-i18next'
import { useFormat } from '../../../ui/useFormat.ts'
import type { Commitment } from '../../commitments/contract.ts'
import styles from './Today.module.css'

/** What I have promised for later: out of the way, and never out of sight. */
export function Later({ count, next }: { count: number; next: Commitment[] }) {
  const { t } = useTranslation()
  const f = useFormat()
  return (
    <details className={styles.later}>
      <summary>{t('notifications.later.title', { count })}</summary>
      <ul>
        {next.map(({ id, what, dueOn }) => (
          <li key={id}>
            {what} <span className="small mute">{f.due(dueOn).text}</span>
          </li>
        ))}
      </ul>
      <a className={styles.more} href="/commitments">
        {t('notifications.later.all')}
      </a>
    </details>
  )
}
