import { useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { failureIn } from '../../../../ui/admitted.ts'
import { ActionButton } from '../../../../ui/ActionButton.tsx'
import { Card } from '../../../../ui/Card.tsx'
import { ErrorNote } from '../../../../ui/ErrorNote.tsx'
import { api } from '../../../../ui/api.ts'
import type { Change } from '../../amending/contract.ts'
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
        <ChangeList changes={changes} />
      )}
    </Card>
  )
}

/** What had been written for a version that was never sealed: asked for when somebody wants to see it. */
export function Discarded({ id }: { id: string }) {
  const { t } = useTranslation()
  const [isShown, setShown] = useState(false)
  const { data, error } = useQuery({
    ...api.conversations.amending.discarded.queryOptions({ input: { id } }),
    enabled: isShown,
    retry: false,
  })
  if (!isShown)
    return (
      <div>
        <ActionButton onClick={() => setShown(true)}>
          {t('conversations.amending.discarded')}
        </ActionButton>
      </div>
    )
  if (failureIn({ data, error })) return <ErrorNote error={error} />
  if (!data) return null
  return data.length === 0 ? (
    <p className="mute">{t('conversations.amending.discardedNone')}</p>
  ) : (
    <ChangeList changes={data} />
  )
}

function ChangeList({ changes }: { changes: Change[] }) {
  const { t } = useTranslation()
  return (
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
  )
}
