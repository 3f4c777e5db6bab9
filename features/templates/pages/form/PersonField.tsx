import { useState } from 'react'
import { Select } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../../ui/ActionButton.tsx'
import { api } from '../../../../ui/api.ts'
import { PersonName } from '../../../../ui/Person.tsx'
import type { Named } from '../../contract.ts'
import type { EditorProps } from './facts.ts'
import styles from './Form.module.css'

/** A colleague, found by name, pinyin, initials or number in the directory as one may see it. */
export function PersonField({
  id,
  describedBy,
  field,
  value,
  onChange,
  disabled,
}: EditorProps<Named | null>) {
  const { t } = useTranslation()
  const [typed, setTyped] = useState('')
  const [q] = useDebouncedValue(typed.trim(), 250)
  const { data } = useQuery(
    api.org.people.queryOptions({
      input: { q, limit: 12 },
      enabled: q.length > 0 && value === null,
      placeholderData: keepPreviousData,
    }),
  )
  const found = q ? (data?.people ?? []) : []
  if (value)
    return (
      <p className={styles.chosen} id={id}>
        <PersonName name={value.name} note={value.employeeNo} />
        {!disabled && (
          <ActionButton size="xs" kind="quiet" onClick={() => onChange(null)}>
            {t('templates.form.otherPerson')}
          </ActionButton>
        )}
      </p>
    )
  return (
    <Select
      id={id}
      aria-describedby={describedBy}
      className={styles.narrow ?? ''}
      placeholder={t('templates.form.findPerson')}
      required={field.required}
      disabled={disabled}
      searchable
      value={null}
      searchValue={typed}
      onSearchChange={setTyped}
      data={found.map((person) => ({
        value: person.id,
        label: [person.name, person.employeeNo, person.department].filter(Boolean).join(' · '),
      }))}
      filter={({ options }) => options}
      nothingFoundMessage={q ? t('templates.form.nobodyFound') : undefined}
      onChange={(chosen) => {
        const person = found.find((each) => each.id === chosen)
        if (person) onChange({ id: person.id, name: person.name, employeeNo: person.employeeNo })
        setTyped('')
      }}
    />
  )
}
