import { useState } from 'react'
import { Select } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api } from '../../../../ui/api.ts'
import type { PersonRef } from '../../contract.ts'

/** Finds the person who is asked to confirm a refusal. */
export function WitnessSelect({
  talkId,
  value,
  onChange,
}: {
  talkId: string
  value: PersonRef | null
  onChange: (person: PersonRef | null) => void
}) {
  const { t } = useTranslation()
  const [text, setText] = useState('')
  const [asked] = useDebouncedValue(text, 250)
  const { data: people } = useQuery({
    ...api.conversations.witnesses.queryOptions({ input: { id: talkId, text: asked } }),
    placeholderData: keepPreviousData,
  })
  const shown = people ?? []
  return (
    <Select
      label={t('conversations.refusalNote.witness')}
      description={t('conversations.refusalNote.witnessHint')}
      required
      searchable
      value={value?.id ?? null}
      onChange={(id) => onChange(shown.find((one) => one.id === id) ?? null)}
      onSearchChange={setText}
      filter={({ options }) => options}
      nothingFoundMessage={t('conversations.plan.nobody')}
      data={(value && !shown.some(({ id }) => id === value.id) ? [value, ...shown] : shown).map(
        (one) => ({ value: one.id, label: `${one.name} · ${one.department}` }),
      )}
    />
  )
}
