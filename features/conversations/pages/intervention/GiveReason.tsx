import { useState } from 'react'
import { Textarea } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../../ui/ActionButton.tsx'
import { Dialog } from '../../../../ui/Dialog.tsx'
import { ErrorNote } from '../../../../ui/ErrorNote.tsx'
import { api } from '../../../../ui/api.ts'
import { useDone } from './useDone.ts'

/** HR is not needed, or this person cannot be it: both take a sentence, and then it is out of their hands. */
export function GiveReason({
  id,
  act,
  onClose,
}: {
  id: string
  act: 'decline' | 'recuse'
  onClose: () => void
}) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const [reason, setReason] = useState('')
  const done = useDone()
  const send = useMutation(
    api.conversations.intervention[act].mutationOptions({
      onSuccess: async () => {
        onClose()
        await navigate({ to: '/interventions' as string })
        await done(t(act === 'decline' ? 'intervention.declined' : 'intervention.recused'))
      },
    }),
  )
  const lacking = reason.trim() ? null : 'intervention.writeReason'
  return (
    <Dialog opened title={t(`intervention.${act}`)} onClose={onClose}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault()
          if (!lacking) send.mutate({ id, reason })
        }}
      >
        <Textarea
          label={t(`intervention.${act}Reason`)}
          description={t(`intervention.${act}Help`)}
          required
          autosize
          minRows={2}
          maxLength={500}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <ErrorNote error={send.error} />
        <div className="cluster">
          <ActionButton type="submit" kind="primary" busy={send.isPending} refusal={lacking}>
            {t(`intervention.${act}`)}
          </ActionButton>
          <ActionButton onClick={onClose}>{t('ui.cancel')}</ActionButton>
        </div>
      </form>
    </Dialog>
  )
}
