import { useState } from 'react'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../../ui/ActionButton.tsx'
import { ErrorNote } from '../../../../ui/ErrorNote.tsx'
import { ReasonField } from '../../../../ui/ReasonField.tsx'
import { api, queryClient } from '../../../../ui/api.ts'
import { toast } from '../../../../ui/toasts.tsx'
import { useKept } from '../../../../ui/useKept.ts'

/** The second person cannot or will not, and says why; the manager asks somebody else. */
export function DeclineWitness({
  id,
  manager,
  employee,
}: {
  id: string
  manager: string
  employee: string
}) {
  const { t } = useTranslation()
  const [reason, setReason, forget] = useKept(`declineWitness.${id}`, '')
  const [wasWriting] = useState(reason !== '')
  const decline = useMutation(
    api.conversations.declineWitness.mutationOptions({
      onSuccess: () => {
        forget()
        toast({ text: t('conversations.witness.declined', { name: manager }) })
        void queryClient.invalidateQueries({ queryKey: api.conversations.toCountersign.key() })
        void queryClient.invalidateQueries({ queryKey: api.notifications.key() })
      },
    }),
  )
  return (
    <details open={wasWriting}>
      <summary>{t('conversations.witness.decline')}</summary>
      <form
        className="stack"
        onSubmit={(event) => (
          event.preventDefault(),
          decline.mutate({ id, reason: reason.trim() })
        )}
      >
        <ReasonField
          label={t('conversations.witness.declineReason')}
          help={t('conversations.witness.declineReads', { manager, employee })}
          most={500}
          value={reason}
          onChange={setReason}
        />
        <ErrorNote error={decline.error} />
        <div>
          <ActionButton
            type="submit"
            busy={decline.isPending}
            refusal={reason.trim() ? null : 'conversations.writeReason'}
          >
            {t('conversations.witness.declineButton')}
          </ActionButton>
        </div>
      </form>
    </details>
  )
}
