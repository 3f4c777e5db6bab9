import { useState } from 'react'
import { Select, Textarea } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../../ui/ActionButton.tsx'
import { ErrorNote } from '../../../../ui/ErrorNote.tsx'
import { PersonName } from '../../../../ui/Person.tsx'
import { api } from '../../../../ui/api.ts'
import { useFormat } from '../../../../ui/useFormat.ts'
import type { PersonRef } from '../../contract.ts'
import styles from '../CycleDraft.module.css'

/** One person by name, pinyin, initials or number. */
export function PersonSelect({
  label,
  hideLabel,
  onPick,
}: {
  label: string
  hideLabel?: boolean
  onPick: (person: PersonRef) => void
}) {
  const { t } = useTranslation()
  const [typed, setTyped] = useState('')
  const [q] = useDebouncedValue(typed.trim(), 250)
  const { data: found = [] } = useQuery(
    api.cycles.findPeople.queryOptions({
      input: { q },
      enabled: q.length > 0,
      placeholderData: keepPreviousData,
    }),
  )
  return (
    <Select
      {...(hideLabel ? { 'aria-label': label } : { label })}
      placeholder={t('cycles.draft.findPerson')}
      searchable
      clearable
      value={null}
      searchValue={typed}
      onSearchChange={setTyped}
      data={
        q
          ? found.map((person) => ({
              value: person.id,
              label: `${person.name} · ${person.employeeNo} · ${person.department}`,
            }))
          : []
      }
      filter={({ options }) => options}
      nothingFoundMessage={q ? t('cycles.draft.nobodyFound') : undefined}
      onChange={(id) => {
        const person = found.find((each) => each.id === id)
        if (person) onPick(person)
        setTyped('')
      }}
    />
  )
}

interface ListProps {
  label: string
  help: string
  ids: string[]
  onChange: (ids: string[]) => void
}

const shown = 500

/** A list of people by name: picked one by one, or pasted as numbers from a spreadsheet. */
export function PeopleList({ label, help, ids, onChange }: ListProps) {
  const { t } = useTranslation()
  const f = useFormat()
  const [pasted, setPasted] = useState('')
  const { data: people = [] } = useQuery(
    api.cycles.peopleByIds.queryOptions({
      input: { ids: ids.slice(0, shown) },
      enabled: ids.length > 0,
      placeholderData: keepPreviousData,
    }),
  )
  const numbers = useMutation(
    api.cycles.peopleByNumbers.mutationOptions({
      onSuccess: ({ found }) => {
        onChange([...new Set([...ids, ...found.map(({ id }) => id)])])
        setPasted('')
      },
    }),
  )
  return (
    <fieldset className={styles.people}>
      <legend className="strong">
        {label}{' '}
        <span className="mute small">
          {t('cycles.draft.people.count', { count: ids.length, shown: f.count(ids.length) })}
        </span>
      </legend>
      <p className="small mute">{help}</p>
      <PersonSelect
        label={t('cycles.draft.addPerson')}
        onPick={({ id }) => onChange([...new Set([...ids, id])])}
      />
      <details className="stack">
        <summary>{t('cycles.draft.paste')}</summary>
        <Textarea
          aria-label={t('cycles.draft.paste')}
          description={t('cycles.draft.pasteHelp')}
          autosize
          minRows={2}
          maxRows={8}
          value={pasted}
          onChange={(event) => setPasted(event.currentTarget.value)}
        />
        <div className="cluster">
          <ActionButton
            refusal={pasted.trim() ? null : 'cycles.pasteFirst'}
            busy={numbers.isPending}
            onClick={() =>
              numbers.mutate({ numbers: pasted.split(/[\s,;，；、]+/).filter(Boolean) })
            }
          >
            {t('cycles.draft.pasteAdd')}
          </ActionButton>
        </div>
        <ErrorNote error={numbers.error} kept={t('cycles.draft.pasteKept')} />
      </details>
      {numbers.data && numbers.data.unknown.length > 0 && (
        <p role="status" className="small">
          {t('cycles.draft.unknownNumbers', {
            count: numbers.data.unknown.length,
            numbers: numbers.data.unknown.slice(0, 20).join('、'),
          })}
        </p>
      )}
      {ids.length > 0 && (
        <div>
          <ActionButton kind="quiet" size="xs" onClick={() => onChange([])}>
            {t('cycles.draft.clearList')}
          </ActionButton>
        </div>
      )}
      {ids.length > 0 && (
        <ul className={styles.names} tabIndex={0} aria-label={label}>
          {people
            .filter(({ id }) => ids.includes(id))
            .map((person) => (
              <li key={person.id}>
                <PersonName
                  name={person.name}
                  note={`${person.employeeNo} · ${person.department}`}
                />
                <ActionButton
                  kind="quiet"
                  size="xs"
                  aria-label={t('cycles.draft.removePerson', { name: person.name })}
                  onClick={() => onChange(ids.filter((id) => id !== person.id))}
                >
                  {t('cycles.draft.remove')}
                </ActionButton>
              </li>
            ))}
          {ids.length > shown && (
            <li className="mute small">
              {t('cycles.draft.moreNames', { count: ids.length - shown })}
            </li>
          )}
        </ul>
      )}
    </fieldset>
  )
}
