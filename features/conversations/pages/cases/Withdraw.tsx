import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ReasonDialog } from '../../../../ui/ReasonDialog.tsx'
import { api } from '../../../../ui/api.ts'
import { letGo } from '../../../../ui/useKept.ts'
import { useCaseChanged } from './useCaseChanged.ts'

/** HR takes an amendment back, with a reason both read; the record is what was sealed. */
export function Withdraw({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useTranslation()
  const changed = useCaseChanged()
  const keptAs = `withdrawal.${id}`
  const withdraw = useMutation(
    api.conversations.amending.withdraw.mutationOptions({
      onSuccess: async () => {
        letGo(keptAs)
        onClose()
        await changed(t('conversations.amending.withdrawn'))
      },
    }),
  )
  return (
    <ReasonDialog
      keptAs={keptAs}
      title={t('conversations.amending.withdraw')}
      label={t('conversations.amending.withdrawReason')}
      help={t('conversations.amending.reasonHelp')}
      least={10}
      most={2000}
      refusal="admin.writeWhy"
      busy={withdraw.isPending}
      error={withdraw.error}
      onSend={(reason) => withdraw.mutate({ id, reason })}
      onClose={onClose}
    >
      <p>{t('conversations.amending.withdrawText')}</p>
    </ReasonDialog>
  )
}
