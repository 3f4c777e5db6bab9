import { useState } from 'react'
import { Checkbox, Textarea } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../../ui/ActionButton.tsx'
import { Dialog } from '../../../../ui/Dialog.tsx'
import { ErrorNote } from '../../../../ui/ErrorNote.tsx'
import { ReasonField } from '../../../../ui/ReasonField.tsx'
import { api } from '../../../../ui/api.ts'
import { useKeptForm } from '../../../../ui/useKept.ts'
import type { AppealKind } from '../../appeals/contract.ts'
import { useCaseChanged } from './useCaseChanged.ts'

/** What the employee does not accept, and what they wish for. */
export function OpenCase({
  conversationId,
  kind,
  onClose,
}: {
  conversationId: string
  kind: AppealKind
  onClose: () => void
}) {
  const { t } = useTranslation()
  const [{ reason, wish, aboutManager }, write, forget] = useKeptForm(`${kind}.${conversationId}`, {
    reason: '',
    wish: '',
    aboutManager: false,
  })
  const [clientId] = useState(() => crypto.randomUUID())
  const changed = useCaseChanged()
  const open = useMutation(
    api.conversations.appeals.open.mutationOptions({
      onSuccess: async () => {
        forget()
        onClose()
        await changed(t('conversations.appeals.sent'))
      },
    }),
  )
  const lacking = reason.trim().length < 10 || !wish.trim() ? 'conversations.appeals.write' : null
  return (
    <Dialog opened title={t(`conversations.appeals.kind.${kind}`)} onClose={onClose}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault()
          if (!lacking) open.mutate({ conversationId, kind, reason, wish, aboutManager, clientId })
        }}
      >
        <Textarea
          label={t('conversations.appeals.reason')}
          description={t(
            aboutManager
              ? 'conversations.appeals.readersAboutManager'
              : 'conversations.appeals.readers',
          )}
          required
          autosize
          minRows={3}
          maxLength={5000}
          value={reason}
          onChange={(event) => write({ reason: event.currentTarget.value })}
        />
        <ReasonField
          label={t('conversations.appeals.wish')}
          most={2000}
          value={wish}
          onChange={(words) => write({ wish: words })}
        />
        <Checkbox
          label={t('conversations.appeals.aboutManager')}
          description={t('conversations.appeals.aboutManagerHelp')}
          checked={aboutManager}
          onChange={(event) => write({ aboutManager: event.currentTarget.checked })}
        />
        <ErrorNote error={open.error} />
        <div className="cluster">
          <ActionButton type="submit" kind="primary" busy={open.isPending} refusal={lacking}>
            {t('conversations.appeals.send')}
          </ActionButton>
          <ActionButton onClick={onClose}>{t('ui.cancel')}</ActionButton>
        </div>
      </form>
    </Dialog>
  )
}
