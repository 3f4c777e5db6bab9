import { useState } from 'react'
import { Select } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api } from '../../../../ui/api.ts'

interface Props {
  label: string
  value: string | null
  /** The chosen person's name, as long as nobody has searched. */
  known: { id: string; name: string } | null
  onChange: (id: string | null) => void
}

/** Somebody of the organization, found by name, pinyin, initials or number. */
export function PersonSelect({ label, value, known, onChange }: Props) {
  const { t } = useTranslation()
  const [text, setText] = useState('')
  const [asked] = useDebouncedValue(text, 250)
  const q = known && asked === known.name ? '' : asked
  const { data } = useQuery({
    ...api.org.people.queryOptions({ input: { q, limit: 20 } }),
    placeholderData: keepPreviousData,
  })
  const found = (data?.people ?? []).map((person) => ({
    value: person.id,
    label: `${person.name} · ${person.department}`,
  }))
  const options =
    known && !found.some((one) => one.value === known.id)
      ? [{ value: known.id, label: known.name }, ...found]
      : found
  return (
    <Select
      label={label}
      searchable
      clearable
      value={value}
      onChange={onChange}
      onSearchChange={setText}
      data={options}
      filter={({ options }) => options}
      placeholder={t('conversations.plan.findPerson')}
      nothingFoundMessage={t('conversations.plan.nobody')}
    />
  )
}
