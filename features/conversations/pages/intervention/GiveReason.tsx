import { useMutation } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { ReasonDialog } from '../../../../ui/ReasonDialog.tsx'
import { api } from '../../../../ui/api.ts'
import { letGo } from '../../../../ui/useKept.ts'
import { useDone } from './useDone.ts'

/** HR is not needed, or this person cannot be it: both take a sentence, and then it is out of their hands. */
export function GiveReason({
  id,
  act,
  onClose,
}: {
  id: string
  act: 'decline' | 'recuse'
  onClose: () => void
}) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const done = useDone()
  const keptAs = `${act}.${id}`
  const send = useMutation(
    api.conversations.intervention[act].mutationOptions({
      onSuccess: async () => {
        letGo(keptAs)
        onClose()
        await navigate({ to: '/interventions' as string })
        await done(t(act === 'decline' ? 'intervention.declined' : 'intervention.recused'))
      },
    }),
  )
  return (
    <ReasonDialog
      keptAs={keptAs}
      title={t(`intervention.${act}`)}
      label={t(`intervention.${act}Reason`)}
      help={t(`intervention.${act}Help`)}
      least={1}
      most={500}
      refusal="intervention.writeReason"
      busy={send.isPending}
      error={send.error}
      onSend={(reason) => send.mutate({ id, reason })}
      onClose={onClose}
    />
  )
}
