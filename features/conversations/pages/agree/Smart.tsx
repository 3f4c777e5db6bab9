import { useTranslation } from 'react-i18next'
import type { SmartFinding } from '../../contract.ts'
import styles from './Plan.module.css'

/** What the SMART check says about a line: what still has to be there, what would make it better, what is fine. */
export function Smart({ findings }: { findings: SmartFinding[] }) {
  const { t } = useTranslation()
  const fine = findings.filter(({ ok }) => ok)
  const open = findings
    .filter(({ ok }) => !ok)
    .sort((a, b) => Number(b.blocking) - Number(a.blocking))
  return (
    <div className={styles.smart}>
      <p className="small mute">
        {t('conversations.smart.title', { done: fine.length, all: findings.length })}
      </p>
      <ul>
        {open.map(({ criterion, blocking, key }) => (
          <li key={criterion} data-state={blocking ? 'blocking' : 'advice'}>
            <b>{t(`conversations.smart.criterion.${criterion}`)}</b>{' '}
            {t(`conversations.smart.${key}`)}
            <span className="unseen">
              {t(blocking ? 'conversations.smart.needed' : 'conversations.smart.advice')}
            </span>
          </li>
        ))}
        {fine.length > 0 && (
          <li data-state="fine">
            {fine
              .map(({ criterion }) => t(`conversations.smart.criterion.${criterion}`))
              .join(' · ')}
            <span className="unseen">{t('conversations.smart.fine')}</span>
          </li>
        )}
      </ul>
    </div>
  )
}
