import { MultiSelect } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api } from '../../../../ui/api.ts'
import { useFormat } from '../../../../ui/useFormat.ts'

interface Props {
  label: string
  description?: string
  /** What holds while none is chosen. */
  none: string
  value: string[]
  onChange: (departmentIds: string[]) => void
}

/** Departments by their whole path, each with everything below it. */
export function DepartmentSelect({ label, description, none, value, onChange }: Props) {
  const { t } = useTranslation()
  const f = useFormat()
  const { data: choices } = useQuery(api.cycles.choices.queryOptions())
  return (
    <MultiSelect
      label={label}
      description={description}
      placeholder={value.length ? '' : none}
      searchable
      clearable
      limit={100}
      value={value}
      onChange={onChange}
      data={(choices?.departments ?? []).map(({ id, path, people }) => ({
        value: id,
        label: t('cycles.draft.people.choice', { name: path, count: f.count(people) }),
      }))}
    />
  )
}
