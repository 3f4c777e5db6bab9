import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../../ui/ActionButton.tsx'
import { Dialog } from '../../../../ui/Dialog.tsx'
import { ErrorNote } from '../../../../ui/ErrorNote.tsx'
import { ReasonField } from '../../../../ui/ReasonField.tsx'
import { api } from '../../../../ui/api.ts'
import { useKept } from '../../../../ui/useKept.ts'
import { useCaseChanged } from './useCaseChanged.ts'

/** Whoever was named steps back, and says why. */
export function Recuse({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useTranslation()
  const [reason, setReason, forget] = useKept(`caseRecusal.${id}`, '')
  const changed = useCaseChanged()
  const recuse = useMutation(
    api.conversations.appeals.recuse.mutationOptions({
      onSuccess: async () => {
        forget()
        onClose()
        await changed(t('conversations.appeals.recused'))
      },
    }),
  )
  return (
    <Dialog opened title={t('conversations.appeals.recuse')} onClose={onClose}>
      <form
        className="stack"
        onSubmit={(event) => (
          event.preventDefault(),
          reason.trim() && recuse.mutate({ id, reason })
        )}
      >
        <ReasonField
          label={t('conversations.appeals.recuseReason')}
          most={500}
          value={reason}
          onChange={setReason}
        />
        <ErrorNote error={recuse.error} />
        <div className="cluster">
          <ActionButton
            type="submit"
            kind="primary"
            busy={recuse.isPending}
            refusal={reason.trim() ? null : 'conversations.appeals.writeReason'}
          >
            {t('conversations.appeals.recuse')}
          </ActionButton>
          <ActionButton onClick={onClose}>{t('ui.cancel')}</ActionButton>
        </div>
      </form>
    </Dialog>
  )
}
