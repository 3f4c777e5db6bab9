import { useState } from 'react'
import { Textarea } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../../ui/ActionButton.tsx'
import { Dialog } from '../../../../ui/Dialog.tsx'
import { ErrorNote } from '../../../../ui/ErrorNote.tsx'
import { api } from '../../../../ui/api.ts'
import { useCaseChanged } from './useCaseChanged.ts'

/** HR takes an amendment back, with a reason both read; the record is what was sealed. */
export function Withdraw({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useTranslation()
  const [reason, setReason] = useState('')
  const changed = useCaseChanged()
  const withdraw = useMutation(
    api.conversations.amending.withdraw.mutationOptions({
      onSuccess: async () => {
        onClose()
        await changed(t('conversations.amending.withdrawn'))
      },
    }),
  )
  const lacking = reason.trim().length < 10 ? 'admin.writeWhy' : null
  return (
    <Dialog opened title={t('conversations.amending.withdraw')} onClose={onClose}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault()
          if (!lacking) withdraw.mutate({ id, reason })
        }}
      >
        <p>{t('conversations.amending.withdrawText')}</p>
        <Textarea
          label={t('conversations.amending.withdrawReason')}
          description={t('conversations.amending.reasonHelp')}
          required
          autosize
          minRows={2}
          maxLength={2000}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <ErrorNote error={withdraw.error} />
        <div className="cluster">
          <ActionButton type="submit" kind="primary" busy={withdraw.isPending} refusal={lacking}>
            {t('conversations.amending.withdraw')}
          </ActionButton>
          <ActionButton onClick={onClose}>{t('ui.cancel')}</ActionButton>
        </div>
      </form>
    </Dialog>
  )
}
