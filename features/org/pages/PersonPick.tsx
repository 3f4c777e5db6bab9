import { useState } from 'react'
import { Select } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api } from '../../../ui/api.ts'

interface Somebody {
  id: string
  name: string
  employeeNo: string
}

interface Props {
  label: string
  value: Somebody | null
  onChange: (person: Somebody | null) => void
  description?: string
  error?: string | null
  clearable?: boolean
}

/** Chooses one person of the organization by name, pinyin, initials or number. */
export function PersonPick({
  label,
  value,
  onChange,
  description,
  error,
  clearable = true,
}: Props) {
  const { t } = useTranslation()
  const [typed, setTyped] = useState('')
  const [q] = useDebouncedValue(typed, 200)
  const isChosen = value !== null && typed === textOf(value)
  const { data } = useQuery({
    ...api.org.people.queryOptions({ input: { q: isChosen ? '' : q, limit: 20 } }),
    placeholderData: keepPreviousData,
  })
  const found = (data?.people ?? []).filter((person) => person.id !== value?.id)
  const people = value ? [value, ...found] : found
  const notes = new Map(found.map((person) => [person.id, person.department]))
  return (
    <Select
      label={label}
      description={description}
      error={error}
      searchable
      clearable={clearable}
      placeholder={t('org.pick.placeholder')}
      nothingFoundMessage={t('org.pick.nobody')}
      value={value?.id ?? null}
      data={people.map((person) => ({ value: person.id, label: textOf(person) }))}
      filter={({ options }) => options}
      onSearchChange={setTyped}
      onChange={(id) => onChange(people.find((person) => person.id === id) ?? null)}
      renderOption={({ option }) => (
        <span>
          {option.label} <span className="small mute">{notes.get(option.value)}</span>
        </span>
      )}
    />
  )
}

const textOf = (person: Somebody) => `${person.name}（${person.employeeNo}）`
