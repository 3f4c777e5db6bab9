import { useState } from 'react'
import { Modal, Textarea } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../../ui/ActionButton.tsx'
import { ErrorNote } from '../../../../ui/ErrorNote.tsx'
import { api } from '../../../../ui/api.ts'
import { useRefusal } from '../../../../ui/failure.ts'
import { useKept } from '../../../../ui/useKept.ts'
import type { Workspace } from '../../contract.ts'
import { refresh } from '../form.ts'

/** Before anybody has signed, the page can go back to the agreement, with a reason that is kept. */
export function TakeBack({ talk }: { talk: Workspace }) {
  const { t } = useTranslation()
  const say = useRefusal()
  const [isOpen, setOpen] = useState(false)
  const [reason, setReason, forget] = useKept(`takeBack.${talk.id}`, '')
  const back = useMutation(
    api.conversations.takeBack.mutationOptions({
      onSuccess: () => {
        forget()
        void refresh(talk.id)
      },
    }),
  )
  if (talk.signing.signatures.some(({ role }) => role === 'employee')) return null
  if (talk.relation === 'employee' && talk.refusals.takeBack !== null)
    return (
      <p className="small mute">
        {t(
          talk.signing.signatures.length > 0
            ? 'conversations.takeBack.tooLate'
            : 'conversations.takeBack.ask',
          { name: talk.manager?.name ?? '' },
        )}
      </p>
    )
  if (talk.refusals.takeBack !== null)
    return <p className="small mute">{say(talk.refusals.takeBack)}</p>
  return (
    <p className="small mute">
      {t('conversations.takeBack.question')}{' '}
      <ActionButton kind="quiet" onClick={() => setOpen(true)}>
        {t('conversations.takeBack.open')}
      </ActionButton>
      <Modal
        opened={isOpen}
        onClose={() => setOpen(false)}
        title={t('conversations.takeBack.open')}
        closeButtonProps={{ 'aria-label': t('ui.close') }}
      >
        <form
          className="stack"
          onSubmit={(event) => (
            event.preventDefault(),
            back.mutate({ id: talk.id, reason: reason.trim() })
          )}
        >
          <p className="mute">{t('conversations.takeBack.text')}</p>
          <Textarea
            label={t('conversations.reason')}
            description={t('conversations.reasonKept')}
            required
            maxLength={2000}
            data-autofocus
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          <ErrorNote error={back.error} />
          <div className="cluster">
            <ActionButton
              type="submit"
              kind="primary"
              busy={back.isPending}
              refusal={reason.trim() ? null : 'conversations.writeReason'}
            >
              {t('conversations.takeBack.button')}
            </ActionButton>
            <ActionButton onClick={() => setOpen(false)}>{t('ui.cancel')}</ActionButton>
          </div>
        </form>
      </Modal>
    </p>
  )
}
