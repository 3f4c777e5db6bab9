import { useState } from 'react'
import { Radio, Select, Stack, Textarea } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../../ui/ActionButton.tsx'
import { Dialog } from '../../../../ui/Dialog.tsx'
import { ErrorNote } from '../../../../ui/ErrorNote.tsx'
import { api, queryClient } from '../../../../ui/api.ts'
import { toast } from '../../../../ui/toasts.tsx'
import { useKeptForm } from '../../../../ui/useKept.ts'
import { requestKinds, type RequestKind } from '../contract.ts'

/** Correction, objection or erasure: of one record or of everything. */
export function AskRequest({
  records,
  onClose,
}: {
  records: { id: string; title: string; erasedAt: Date | null }[]
  onClose: () => void
}) {
  const { t } = useTranslation()
  const [{ kind, conversationId, wish }, write, forget] = useKeptForm<{
    kind: RequestKind
    conversationId: string | null
    wish: string
  }>('dataRequest', { kind: 'correction', conversationId: null, wish: '' })
  const [clientId] = useState(() => crypto.randomUUID())
  const ask = useMutation(
    api.admin.privacy.ask.mutationOptions({
      onSuccess: async () => {
        forget()
        onClose()
        toast({ text: t('admin.privacy.sent') })
        await queryClient.invalidateQueries({ queryKey: api.admin.privacy.key() })
      },
    }),
  )
  const lacking = wish.trim().length < 10 ? 'admin.privacy.write' : null
  return (
    <Dialog opened title={t('admin.privacy.request')} onClose={onClose}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault()
          if (!lacking) ask.mutate({ kind, conversationId, wish, clientId })
        }}
      >
        <Radio.Group
          label={t('admin.privacy.whichKind')}
          value={kind}
          onChange={(value) => write({ kind: value as RequestKind })}
        >
          <Stack gap={8} mt={8}>
            {requestKinds.map((each) => (
              <Radio key={each} value={each} label={t(`admin.privacy.requestText.${each}`)} />
            ))}
          </Stack>
        </Radio.Group>
        <Select
          label={t('admin.privacy.about')}
          placeholder={t('admin.privacy.everything')}
          clearable
          clearButtonProps={{ 'aria-label': t('admin.privacy.everything') }}
          value={conversationId}
          onChange={(id) => write({ conversationId: id })}
          data={records
            .filter(({ erasedAt }) => !erasedAt)
            .map(({ id, title }) => ({ value: id, label: title }))}
        />
        <Textarea
          label={t('admin.privacy.wish')}
          description={t('admin.privacy.wishHelp')}
          required
          autosize
          minRows={3}
          maxLength={2000}
          value={wish}
          onChange={(event) => write({ wish: event.currentTarget.value })}
        />
        <ErrorNote error={ask.error} />
        <div className="cluster">
          <ActionButton type="submit" kind="primary" busy={ask.isPending} refusal={lacking}>
            {t('admin.privacy.send')}
          </ActionButton>
          <ActionButton onClick={onClose}>{t('ui.cancel')}</ActionButton>
        </div>
      </form>
    </Dialog>
  )
}
