import { useState } from 'react'
import { Radio, Stack } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../../ui/ActionButton.tsx'
import { Dialog } from '../../../../ui/Dialog.tsx'
import { ErrorNote } from '../../../../ui/ErrorNote.tsx'
import { ReasonField } from '../../../../ui/ReasonField.tsx'
import { api } from '../../../../ui/api.ts'
import { useKeptForm } from '../../../../ui/useKept.ts'
import { useDone } from './useDone.ts'

const codes = ['complex', 'sensitive'] as const

/** Asks HR to join: which case it is, and one sentence that only HR reads. */
export function AskHr({
  conversationId,
  onClose,
}: {
  conversationId: string
  onClose: () => void
}) {
  const { t } = useTranslation()
  const [{ code, reason }, write, forget] = useKeptForm<{
    code: (typeof codes)[number]
    reason: string
  }>(`askHr.${conversationId}`, { code: 'complex', reason: '' })
  const [clientId] = useState(() => crypto.randomUUID())
  const done = useDone()
  const { data } = useQuery(
    api.conversations.intervention.of.queryOptions({ input: { conversationId } }),
  )
  const ask = useMutation(
    api.conversations.intervention.ask.mutationOptions({
      onSuccess: async () => {
        forget()
        onClose()
        await done(t('intervention.ask.sent'))
      },
    }),
  )
  const refusal =
    data?.refusals[code] ?? (reason.trim().length < 5 ? 'intervention.writeAsk' : null)
  return (
    <Dialog opened title={t('intervention.ask.title')} onClose={onClose}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault()
          if (!refusal) ask.mutate({ conversationId, code, reason, clientId })
        }}
      >
        <p className="mute">{t('intervention.ask.lead')}</p>
        <Radio.Group
          label={t('intervention.ask.code')}
          value={code}
          onChange={(value) => write({ code: value as typeof code })}
        >
          <Stack gap={8} mt={8}>
            {codes.map((each) => (
              <Radio key={each} value={each} label={t(`intervention.ask.${each}`)} />
            ))}
          </Stack>
        </Radio.Group>
        <ReasonField
          label={t('intervention.ask.reason')}
          help={t('intervention.ask.reasonHelp')}
          most={500}
          value={reason}
          onChange={(words) => write({ reason: words })}
        />
        <ErrorNote error={ask.error} />
        <div className="cluster">
          <ActionButton type="submit" kind="primary" busy={ask.isPending} refusal={refusal}>
            {t('intervention.ask.send')}
          </ActionButton>
          <ActionButton onClick={onClose}>{t('ui.cancel')}</ActionButton>
        </div>
      </form>
    </Dialog>
  )
}
