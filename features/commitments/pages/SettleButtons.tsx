import { useState } from 'react'
import { Textarea } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../ui/ActionButton.tsx'
import { Dialog } from '../../../ui/Dialog.tsx'
import { ErrorNote } from '../../../ui/ErrorNote.tsx'
import { api, queryClient } from '../../../ui/api.ts'
import { toast } from '../../../ui/toasts.tsx'
import { useKept } from '../../../ui/useKept.ts'
import type { Commitment } from '../contract.ts'

/** Both feed pages that show promises: the list, the conversation and today. */
export const refreshPromises = () => {
  void queryClient.invalidateQueries({ queryKey: api.commitments.key() })
  void queryClient.invalidateQueries({ queryKey: api.notifications.key() })
}

/** Kept, or not kept and why; each can be taken back. */
export function SettleButtons({ commitment }: { commitment: Commitment }) {
  const { t } = useTranslation()
  const [asking, setAsking] = useState(false)
  const [reason, setReason, forget] = useKept(`notKept.${commitment.id}`, '')
  const reopen = useMutation(api.commitments.reopen.mutationOptions({ onSuccess: refreshPromises }))
  const settle = useMutation(
    api.commitments.settle.mutationOptions({
      onSuccess: (settled) => {
        setAsking(false)
        setReason('')
        forget()
        refreshPromises()
        toast({
          text: t(settled.state === 'done' ? 'commitments.keptToast' : 'commitments.notKeptToast'),
          undo: () => reopen.mutate({ id: commitment.id }),
        })
      },
    }),
  )
  return (
    <>
      <ActionButton
        refusal={commitment.refusals.settle}
        busy={settle.isPending && !asking}
        onClick={() => settle.mutate({ id: commitment.id, outcome: 'done' })}
      >
        {t('commitments.kept')}
      </ActionButton>
      {!commitment.refusals.settle && (
        <ActionButton kind="quiet" onClick={() => setAsking(true)}>
          {t('commitments.notKept')}
        </ActionButton>
      )}
      {!asking && <ErrorNote error={settle.error} />}
      <Dialog opened={asking} onClose={() => setAsking(false)} title={t('commitments.whyNot')}>
        <form
          className="stack"
          onSubmit={(event) => {
            event.preventDefault()
            settle.mutate({ id: commitment.id, outcome: 'notDone', reason })
          }}
        >
          <p className="mute">{commitment.what}</p>
          <Textarea
            label={t('commitments.reason')}
            description={t('commitments.reasonHelp')}
            required
            autosize
            minRows={3}
            maxLength={2000}
            data-autofocus
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          <ErrorNote error={settle.error} kept={t('commitments.reasonKept')} />
          <div className="cluster">
            <ActionButton kind="primary" type="submit" busy={settle.isPending}>
              {t('commitments.saveNotKept')}
            </ActionButton>
            <ActionButton kind="quiet" onClick={() => setAsking(false)}>
              {t('ui.cancel')}
            </ActionButton>
          </div>
        </form>
      </Dialog>
    </>
  )
}
