import { Select, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api } from '../../../../ui/api.ts'
import { PersonPick } from '../PersonPick.tsx'

/** Where somebody works, as what, under whom. */
export interface PostValue {
  departmentId: string | null
  position: string
  jobFamily: string | null
  level: string | null
  manager: { id: string; name: string; employeeNo: string } | null
}

interface Props {
  value: PostValue
  onChange: (value: PostValue) => void
  /** Field name → what is wrong with it. */
  errors?: Partial<Record<string, string>>
}

/** The inputs of a post. */
export function PostFields({ value, onChange, errors = {} }: Props) {
  const { t } = useTranslation()
  const { data: tree } = useQuery(api.org.tree.queryOptions())
  const set = (change: Partial<PostValue>) => onChange({ ...value, ...change })
  return (
    <>
      <DepartmentPick
        value={value.departmentId}
        onChange={(departmentId) => set({ departmentId })}
        error={errors.departmentId}
      />
      <TextInput
        label={t('org.field.position')}
        value={value.position}
        maxLength={100}
        onChange={(event) => set({ position: event.currentTarget.value })}
      />
      <Select
        label={t('org.field.jobFamily')}
        clearable
        data={tree?.jobFamilies ?? []}
        value={value.jobFamily}
        onChange={(jobFamily) => set({ jobFamily })}
      />
      <Select
        label={t('org.field.level')}
        clearable
        data={tree?.levels ?? []}
        value={value.level}
        onChange={(level) => set({ level })}
      />
      <PersonPick
        label={t('org.manager')}
        value={value.manager}
        onChange={(manager) => set({ manager })}
        error={errors.managerId ?? null}
      />
    </>
  )
}

/** Chooses one department by its path. */
export function DepartmentPick({
  value,
  onChange,
  error,
  label,
  none,
}: {
  value: string | null
  onChange: (id: string | null) => void
  error?: string | undefined
  label?: string
  /** What it means to choose none; without it one has to be chosen. */
  none?: string
}) {
  const { t } = useTranslation()
  const { data: tree } = useQuery(api.org.tree.queryOptions())
  return (
    <Select
      label={label ?? t('org.field.department')}
      searchable
      clearable={none !== undefined}
      placeholder={none}
      limit={100}
      error={error}
      data={
        tree?.departments.map(({ id, path }) => ({
          value: id,
          label: path.replaceAll('/', ' / '),
        })) ?? []
      }
      value={value}
      onChange={onChange}
    />
  )
}
