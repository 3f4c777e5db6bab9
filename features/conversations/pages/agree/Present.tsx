import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../../ui/ActionButton.tsx'
import { Card } from '../../../../ui/Card.tsx'
import { ErrorNote } from '../../../../ui/ErrorNote.tsx'
import { api } from '../../../../ui/api.ts'
import { toast } from '../../../../ui/toasts.tsx'
import type { Workspace } from '../../contract.ts'
import { refresh } from '../form.ts'
import styles from './Plan.module.css'

/** Freezes the page both will read; before that it says what is still open. */
export function Present({ talk }: { talk: Workspace }) {
  const { t } = useTranslation()
  const { unready } = talk.signing
  const present = useMutation(
    api.conversations.present.mutationOptions({
      onSuccess: () => {
        toast({ text: t('conversations.present.done') })
        void refresh(talk.id)
        scrollTo({ top: 0 })
      },
    }),
  )
  return (
    <Card title={t('conversations.present.title')} tone={unready.length ? 'plain' : 'calm'}>
      <div className="stack">
        {unready.length > 0 ? (
          <>
            <p className="mute">{t('conversations.present.unready', { count: unready.length })}</p>
            <ul className={styles.unready}>
              {unready.map(({ key, params }, at) => (
                <li key={`${key}${at}`}>{t(`conversations.unready.${key}`, params)}</li>
              ))}
            </ul>
          </>
        ) : (
          <p className="mute">{t('conversations.present.ready')}</p>
        )}
        <ErrorNote error={present.error} />
        <ActionButton
          kind="primary"
          fullWidth
          busy={present.isPending}
          refusal={talk.refusals.present ?? (unready.length ? 'conversations.unready' : null)}
          onClick={() => present.mutate({ id: talk.id })}
        >
          {t('conversations.present.button')}
        </ActionButton>
        <p className="small mute">{t('conversations.present.order')}</p>
      </div>
    </Card>
  )
}
