import { useState } from 'react'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../ui/ActionButton.tsx'
import { ConfirmDialog } from '../../../ui/ConfirmDialog.tsx'
import { api, queryClient } from '../../../ui/api.ts'
import { toast } from '../../../ui/toasts.tsx'
import type { ChainExport } from '../audit/contract.ts'

/** Takes back an export one has asked for; what that means is said first. */
export function WithdrawExport({ one }: { one: ChainExport }) {
  const { t } = useTranslation()
  const [isAsking, setAsking] = useState(false)
  const withdraw = useMutation(
    api.admin.audit.exports.withdraw.mutationOptions({
      onSuccess: async () => {
        setAsking(false)
        toast({ text: t('admin.audit.withdrawn') })
        await queryClient.invalidateQueries({ queryKey: api.admin.audit.exports.key() })
      },
    }),
  )
  return (
    <>
      <ActionButton size="compact-sm" onClick={() => setAsking(true)}>
        {t('admin.audit.withdraw')}
      </ActionButton>
      <ConfirmDialog
        opened={isAsking}
        title={t('admin.audit.withdrawTitle')}
        confirm={t('admin.audit.withdraw')}
        busy={withdraw.isPending}
        error={withdraw.error}
        onConfirm={() => withdraw.mutate({ id: one.id })}
        onClose={() => (setAsking(false), withdraw.reset())}
      >
        <p>{t('admin.audit.withdrawText')}</p>
      </ConfirmDialog>
    </>
  )
}
