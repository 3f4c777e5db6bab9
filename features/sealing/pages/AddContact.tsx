import { useState } from 'react'
import { Select, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../ui/ActionButton.tsx'
import { ErrorNote } from '../../../ui/ErrorNote.tsx'
import { api } from '../../../ui/api.ts'
import styles from './Checkpoints.module.css'

/** Names one more person, and why they: 工会, 内审. */
export function AddContact() {
  const { t } = useTranslation()
  const [personId, setPersonId] = useState<string | null>(null)
  const [role, setRole] = useState('')
  const [text, setText] = useState('')
  const [q] = useDebouncedValue(text, 250)
  const { data } = useQuery({
    ...api.org.people.queryOptions({ input: { q, limit: 20 } }),
    placeholderData: keepPreviousData,
  })
  const queries = useQueryClient()
  const add = useMutation(
    api.checkpoints.addContact.mutationOptions({
      onSuccess: async () => {
        setPersonId(null)
        setRole('')
        await queries.invalidateQueries({ queryKey: api.checkpoints.key() })
      },
    }),
  )
  const refusal = personId && role.trim() ? null : 'sealing.contactIncomplete'
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault()
        if (personId && role.trim()) add.mutate({ personId, role: role.trim() })
      }}
    >
      <Select
        label={t('sealing.checkpoints.person')}
        searchable
        clearable
        value={personId}
        onChange={setPersonId}
        onSearchChange={setText}
        data={(data?.people ?? []).map((person) => ({
          value: person.id,
          label: `${person.name} · ${person.department}`,
        }))}
        filter={({ options }) => options}
        nothingFoundMessage={t('sealing.checkpoints.nobody')}
      />
      <TextInput
        label={t('sealing.checkpoints.role')}
        placeholder={t('sealing.checkpoints.roleHint')}
        maxLength={60}
        value={role}
        onChange={(event) => setRole(event.currentTarget.value)}
      />
      <ActionButton type="submit" refusal={refusal} busy={add.isPending}>
        {t('sealing.checkpoints.add')}
      </ActionButton>
      {add.error && <ErrorNote error={add.error} />}
    </form>
  )
}
