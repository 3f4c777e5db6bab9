import { Checkbox, Modal, SegmentedControl } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../../ui/ActionButton.tsx'
import { DateField } from '../../../../ui/DateField.tsx'
import { ErrorNote } from '../../../../ui/ErrorNote.tsx'
import { ReasonField } from '../../../../ui/ReasonField.tsx'
import { api, queryClient } from '../../../../ui/api.ts'
import { toast } from '../../../../ui/toasts.tsx'
import { useKeptForm } from '../../../../ui/useKept.ts'
import { longestGlassHours } from '../../glass/contract.ts'

interface Props {
  conversationId: string
  name: string
  onClose: () => void
}

/** Why, for how long, and whether the law forbids telling the person yet. */
export function AskGlass({ conversationId, name, onClose }: Props) {
  const { t } = useTranslation()
  const [{ reason, hours, isHeld, holdReason, until }, write, forget] = useKeptForm(
    `glass.${conversationId}`,
    { reason: '', hours: '1', isHeld: false, holdReason: '', until: '' },
  )
  const ask = useMutation(
    api.conversations.glass.ask.mutationOptions({
      onSuccess: async () => {
        forget()
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
          onChange={(words) => write({ reason: words })}
        />
        <SegmentedControl
          aria-label={t('conversations.glass.hours')}
          value={hours}
          onChange={(count) => write({ hours: count })}
          data={Array.from({ length: longestGlassHours }, (_, n) => ({
            value: String(n + 1),
            label: t('conversations.glass.hoursCount', { count: n + 1 }),
          }))}
        />
        <Checkbox
          label={t('conversations.glass.hold')}
          description={t('conversations.glass.holdHelp')}
          checked={isHeld}
          onChange={(event) => write({ isHeld: event.currentTarget.checked })}
        />
        {isHeld && (
          <>
            <ReasonField
              label={t('conversations.glass.holdReason')}
              most={1000}
              value={holdReason}
              onChange={(words) => write({ holdReason: words })}
            />
            <DateField
              label={t('conversations.glass.holdUntil')}
              description={t('conversations.glass.holdUntilHelp')}
              required
              value={until}
              onChange={(day) => write({ until: day })}
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
