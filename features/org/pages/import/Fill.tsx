import { useState } from 'react'
import { Autocomplete, Modal, Select, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../../ui/ActionButton.tsx'
import { DateField } from '../../../../ui/DateField.tsx'
import { api } from '../../../../ui/api.ts'
import type { Field, Import } from '../../import/contract.ts'

interface Props {
  roster: Import
  /** Number of the row's own person, who cannot be chosen as manager. */
  own: string
  field: Field
  title: string
  initial: string
  onFill: (value: string) => void
  onClose: () => void
}

/** Puts another value in the place of a cell, with an input that fits the field. */
export function Fill({ roster, own, field, title, initial, onFill, onClose }: Props) {
  const { t } = useTranslation()
  const [value, setValue] = useState(initial)
  const inputs: Partial<Record<Field, typeof Words>> = {
    managerNo: Manager,
    department: Department,
    level: Level,
    hiredOn: Day,
    leftOn: Day,
  }
  const Input = inputs[field] ?? Words
  return (
    <Modal
      opened
      onClose={onClose}
      title={title}
      closeButtonProps={{ 'aria-label': t('ui.close') }}
    >
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault()
          if (!value.trim()) return
          onFill(value.trim())
          onClose()
        }}
      >
        <Input
          roster={roster}
          own={own}
          label={t(`org.field.${field}`)}
          value={value}
          onChange={setValue}
        />
        <div className="cluster">
          <ActionButton
            type="submit"
            kind="primary"
            refusal={value.trim() ? null : 'org.valueMissing'}
          >
            {t('org.import.use')}
          </ActionButton>
          <ActionButton onClick={onClose}>{t('ui.cancel')}</ActionButton>
        </div>
      </form>
    </Modal>
  )
}

interface InputProps {
  roster: Import
  own: string
  label: string
  value: string
  onChange: (value: string) => void
}

function Words({ label, value, onChange }: InputProps) {
  return (
    <TextInput
      data-autofocus
      label={label}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  )
}

function Day({ label, value, onChange }: InputProps) {
  return <DateField label={label} value={value} onChange={onChange} />
}

/** Somebody of the same file or of the organization, by name or number. */
function Manager({ roster, own, label, value, onChange }: InputProps) {
  const { t } = useTranslation()
  const [q] = useDebouncedValue(value.trim(), 200)
  const inFile = useQuery({
    ...api.org.import.rows.queryOptions({ input: { id: roster.id, q, limit: 10 } }),
    enabled: q !== '',
  })
  const known = useQuery({
    ...api.org.people.queryOptions({ input: { q, limit: 10 } }),
    enabled: q !== '',
  })
  const people = [...(inFile.data?.rows ?? []), ...(known.data?.people ?? [])]
  const names = new Map(
    people
      .filter((person) => person.employeeNo && person.employeeNo !== own)
      .map((person) => [person.employeeNo, `${person.name} · ${person.department}`]),
  )
  return (
    <Autocomplete
      data-autofocus
      label={label}
      description={names.get(value.trim()) ?? t('org.import.managerHint')}
      value={value}
      onChange={onChange}
      data={[...names.keys()]}
      filter={({ options }) => options}
      renderOption={({ option }) => (
        <span>
          {option.value} <span className="small mute">{names.get(option.value)}</span>
        </span>
      )}
    />
  )
}

function Department({ label, value, onChange }: InputProps) {
  const { t } = useTranslation()
  const { data } = useQuery(api.org.tree.queryOptions())
  return (
    <Autocomplete
      data-autofocus
      label={label}
      description={t('org.import.pathHint')}
      value={value}
      onChange={onChange}
      data={data?.departments.map((department) => department.path) ?? []}
      limit={50}
    />
  )
}

function Level({ label, value, onChange }: InputProps) {
  const { data } = useQuery(api.org.tree.queryOptions())
  return (
    <Select
      data-autofocus
      label={label}
      value={value || null}
      onChange={(level) => onChange(level ?? '')}
      data={data?.levels ?? []}
    />
  )
}
