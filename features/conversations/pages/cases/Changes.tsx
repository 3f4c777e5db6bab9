import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Card } from '../../../../ui/Card.tsx'
import { api } from '../../../../ui/api.ts'
import styles from './Cases.module.css'

/** What a version says otherwise than the sealed one before it, side by side; one below the other on a phone. */
export function Changes({ conversationId, version }: { conversationId: string; version?: number }) {
  const { t } = useTranslation()
  const { data } = useQuery({
    ...api.conversations.amending.changes.queryOptions({
      input: { conversationId, ...(version && { version }) },
    }),
    retry: false,
  })
  if (!data) return null
  const { from, to, changes } = data
  return (
    <Card
      title={t('conversations.amending.changes')}
      note={t('conversations.amending.changesOf', { from, to })}
    >
      {changes.length === 0 ? (
        <p className="mute">{t('conversations.amending.same')}</p>
      ) : (
        <ul className={styles.changes}>
          {changes.map(({ group, label, before, after }, at) => (
            <li key={at}>
              <h3 className="small">
                {group} · {label}
              </h3>
              <div className={styles.change}>
                <p data-side="before">
                  <span className="small mute">{t('conversations.amending.before')}</span>
                  <br />
                  {before ?? t('conversations.amending.absent')}
                </p>
                <p data-side="after">
                  <span className="small mute">{t('conversations.amending.after')}</span>
                  <br />
                  {after ?? t('conversations.amending.absent')}
                </p>
              </div>
            </li>
          ))}
        </ul>
      )}
    </Card>
  )
}
