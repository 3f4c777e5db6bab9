import { useState } from 'react'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../../ui/ActionButton.tsx'
import { ConfirmDialog } from '../../../../ui/ConfirmDialog.tsx'
import { api, client, queryClient } from '../../../../ui/api.ts'
import { toast } from '../../../../ui/toasts.tsx'
import type { Glass } from '../../glass/contract.ts'
import { refresh } from '../form.ts'

const words = {
  withdraw: { title: 'withdrawTitle', text: 'withdrawText', done: 'withdrawn' },
  end: { title: 'endTitle', text: 'endText', done: 'ended' },
} as const

/** Withdraws what was asked, or ends the look before its time; what that means is said first. */
export function StopGlass({ glass, by }: { glass: Glass; by: keyof typeof words }) {
  const { t } = useTranslation()
  const [isAsking, setAsking] = useState(false)
  const { title, text, done } = words[by]
  const name = glass.employee.name
  const stop = useMutation({
    mutationFn: () => client.conversations.glass[by]({ id: glass.id }),
    onSuccess: async () => {
      setAsking(false)
      toast({ text: t(`conversations.glass.${done}`) })
      await queryClient.invalidateQueries({ queryKey: api.conversations.glass.key() })
      await refresh(glass.conversationId)
    },
  })
  return (
    <>
      <ActionButton refusal={glass.refusals[by]} onClick={() => setAsking(true)}>
        {t(`conversations.glass.${by}`)}
      </ActionButton>
      <ConfirmDialog
        opened={isAsking}
        title={t(`conversations.glass.${title}`, { name })}
        confirm={t(`conversations.glass.${by}`)}
        busy={stop.isPending}
        error={stop.error}
        onConfirm={() => stop.mutate()}
        onClose={() => (setAsking(false), stop.reset())}
      >
        <p>{t(`conversations.glass.${text}`, { name })}</p>
      </ConfirmDialog>
    </>
  )
}
