import { useState } from 'react'
import { Select, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../../ui/ActionButton.tsx'
import { Dialog } from '../../../../ui/Dialog.tsx'
import { ErrorNote } from '../../../../ui/ErrorNote.tsx'
import { api } from '../../../../ui/api.ts'
import type { Case } from '../../appeals/contract.ts'
import { useCaseChanged } from './useCaseChanged.ts'

/** HR says who answers; the server offers only people without a part in it. */
export function NameHandler({ it, onClose }: { it: Case; onClose: () => void }) {
  const { t } = useTranslation()
  const [text, setText] = useState('')
  const [asked] = useDebouncedValue(text, 250)
  const [handlerId, setHandlerId] = useState<string | null>(null)
  const [reason, setReason] = useState('')
  const changed = useCaseChanged()
  const { data: people = [] } = useQuery({
    ...api.conversations.appeals.candidates.queryOptions({ input: { id: it.id, text: asked } }),
    placeholderData: keepPreviousData,
  })
  const name = useMutation(
    api.conversations.appeals.name.mutationOptions({
      onSuccess: async () => {
        onClose()
        await changed(t('conversations.appeals.named'))
      },
    }),
  )
  const lacking = !handlerId
    ? 'conversations.appeals.choosePerson'
    : it.handler && !reason.trim()
      ? 'conversations.appeals.sayWhyReplaced'
      : null
  return (
    <Dialog opened title={t('conversations.appeals.handler')} onClose={onClose}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault()
          if (lacking || !handlerId) return
          name.mutate({ id: it.id, handlerId, ...(reason.trim() && { reason }) })
        }}
      >
        <Select
          label={t('conversations.appeals.handler')}
          description={t('conversations.appeals.handlerHelp')}
          required
          searchable
          value={handlerId}
          onChange={setHandlerId}
          onSearchChange={setText}
          filter={({ options }) => options}
          nothingFoundMessage={t('conversations.appeals.nobody')}
          data={people.map((one) => ({ value: one.id, label: `${one.name} · ${one.employeeNo}` }))}
        />
        {it.handler && (
          <TextInput
            label={t('conversations.appeals.why')}
            required
            maxLength={500}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
        )}
        <ErrorNote error={name.error} />
        <div className="cluster">
          <ActionButton type="submit" kind="primary" busy={name.isPending} refusal={lacking}>
            {t('conversations.appeals.name')}
          </ActionButton>
          <ActionButton onClick={onClose}>{t('ui.cancel')}</ActionButton>
        </div>
      </form>
    </Dialog>
  )
}
