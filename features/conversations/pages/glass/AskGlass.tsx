import { useState } from 'react'
import { Checkbox, Modal, SegmentedControl } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../../ui/ActionButton.tsx'
import { DateField } from '../../../../ui/DateField.tsx'
import { ErrorNote } from '../../../../ui/ErrorNote.tsx'
import { ReasonField } from '../../../../ui/ReasonField.tsx'
import { api, queryClient } from '../../../../ui/api.ts'
import { toast } from '../../../../ui/toasts.tsx'
import { longestGlassHours } from '../../glass/contract.ts'

interface Props {
  conversationId: string
  name: string
  onClose: () => void
}

/** Why, for how long, and whether the law forbids telling the person yet. */
export function AskGlass({ conversationId, name, onClose }: Props) {
  const { t } = useTranslation()
  const [reason, setReason] = useState('')
  const [hours, setHours] = useState('1')
  const [isHeld, setHeld] = useState(false)
  const [holdReason, setHoldReason] = useState('')
  const [until, setUntil] = useState('')
  const ask = useMutation(
    api.conversations.glass.ask.mutationOptions({
      onSuccess: async () => {
        toast({ text: t('conversations.glass.sent') })
        await queryClient.invalidateQueries({ queryKey: api.conversations.glass.key() })
        onClose()
      },
    }),
  )
  const lacking =
    reason.trim().length < 10
      ? 'conversations.glass.writeReason'
      : isHeld && (holdReason.trim().length < 10 || !until)
        ? 'conversations.glass.holdMissing'
        : null
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('conversations.glass.declare')}
      closeButtonProps={{ 'aria-label': t('ui.close') }}
    >
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault()
          if (lacking) return
          ask.mutate({
            conversationId,
            reason,
            hours: Number(hours),
            hold: isHeld ? { reason: holdReason, until } : null,
          })
        }}
      >
        <p className="small mute">{t('conversations.glass.declareText', { name })}</p>
        <ReasonField
          label={t('conversations.glass.reason')}
          help={t('conversations.glass.reasonHelp', { name })}
          most={1000}
          value={reason}
          onChange={setReason}
        />
        <SegmentedControl
          aria-label={t('conversations.glass.hours')}
          value={hours}
          onChange={setHours}
          data={Array.from({ length: longestGlassHours }, (_, n) => ({
            value: String(n + 1),
            label: t('conversations.glass.hoursCount', { count: n + 1 }),
          }))}
        />
        <Checkbox
          label={t('conversations.glass.hold')}
          description={t('conversations.glass.holdHelp')}
          checked={isHeld}
          onChange={(event) => setHeld(event.currentTarget.checked)}
        />
        {isHeld && (
          <>
            <ReasonField
              label={t('conversations.glass.holdReason')}
              most={1000}
              value={holdReason}
              onChange={setHoldReason}
            />
            <DateField
              label={t('conversations.glass.holdUntil')}
              description={t('conversations.glass.holdUntilHelp')}
              required
              value={until}
              onChange={setUntil}
            />
          </>
        )}
        <ErrorNote error={ask.error} />
        <div className="cluster">
          <ActionButton type="submit" kind="primary" busy={ask.isPending} refusal={lacking}>
            {t('conversations.glass.send')}
          </ActionButton>
          <ActionButton onClick={onClose}>{t('ui.cancel')}</ActionButton>
        </div>
      </form>
    </Modal>
  )
}
