import { useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
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
export function Present({ talk, onAsk }: { talk: Workspace; onAsk: () => void }) {
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
                <li key={`${key}${at}`}>
                  <Place talk={talk} at={{ key, line: Number(params.n ?? 1) }} onAsk={onAsk}>
                    {t(`conversations.unready.${key}`, params)}
                  </Place>
                </li>
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

interface PlaceProps {
  talk: Workspace
  at: { key: string; line: number }
  onAsk: () => void
  children: string
}

/** What is open, as the way to where it can be closed. */
function Place({ talk, at, onAsk, children }: PlaceProps) {
  if (at.key === 'talkFields')
    return (
      <Link to="/conversations/$id" params={{ id: talk.id }} search={{ phase: 'talk' } as never}>
        {children}
      </Link>
    )
  return (
    <button
      type="button"
      className={styles.place}
      onClick={() => (at.key === 'agreementFields' ? onAsk() : showLine(at.line))}
    >
      {children}
    </button>
  )
}

/** The line itself, or where the first one will stand. */
function showLine(number: number) {
  const place = document.getElementById(`plan-${number}`) ?? document.getElementById('plan')
  place?.scrollIntoView({ block: 'center' })
  place?.querySelector<HTMLElement>('textarea, button')?.focus({ preventScroll: true })
}
