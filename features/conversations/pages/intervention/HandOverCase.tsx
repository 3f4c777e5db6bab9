import { useState } from 'react'
import { Select, TextInput } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../../ui/ActionButton.tsx'
import { Dialog } from '../../../../ui/Dialog.tsx'
import { ErrorNote } from '../../../../ui/ErrorNote.tsx'
import { api } from '../../../../ui/api.ts'
import { useKept } from '../../../../ui/useKept.ts'
import type { HrCase } from '../../intervention/contract.ts'
import { useDone } from './useDone.ts'

/** To a colleague in charge and free of a conflict, with a reason that stays with the case. */
export function HandOverCase({ it, onClose }: { it: HrCase; onClose: () => void }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const [toId, setToId] = useState<string | null>(null)
  const [reason, setReason, forget] = useKept(`handOverCase.${it.id}`, '')
  const done = useDone()
  const { data = [] } = useQuery(
    api.conversations.intervention.colleagues.queryOptions({ input: { id: it.id } }),
  )
  const give = useMutation(
    api.conversations.intervention.handOver.mutationOptions({
      onSuccess: async () => {
        forget()
        onClose()
        if (it.isMine) await navigate({ to: '/interventions' as string })
        await done(t('intervention.handedOver'))
      },
    }),
  )
  const lacking = !toId
    ? 'intervention.choosePerson'
    : reason.trim()
      ? null
      : 'intervention.writeReason'
  const title = t(it.hr ? 'intervention.handOver' : 'intervention.assign')
  return (
    <Dialog opened title={title} onClose={onClose}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault()
          if (!lacking && toId) give.mutate({ id: it.id, toId, reason })
        }}
      >
        <Select
          label={t('intervention.to')}
          description={t('intervention.toHelp')}
          required
          searchable
          value={toId}
          onChange={setToId}
          nothingFoundMessage={t('intervention.toNobody')}
          data={data.map(({ id, name, department }) => ({
            value: id,
            label: [name, department].filter(Boolean).join(' · '),
          }))}
        />
        <TextInput
          label={t('intervention.handOverReason')}
          required
          maxLength={500}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <ErrorNote error={give.error} />
        <div className="cluster">
          <ActionButton type="submit" kind="primary" busy={give.isPending} refusal={lacking}>
            {title}
          </ActionButton>
          <ActionButton onClick={onClose}>{t('ui.cancel')}</ActionButton>
        </div>
      </form>
    </Dialog>
  )
}
