import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Project } from '../../year/contract.ts'
import { DepartmentSelect } from '../draft/DepartmentSelect.tsx'
import { PlanDialog } from './PlanDialog.tsx'

interface Props {
  project: Project
  isNew: boolean
  busy: boolean
  error: unknown
  onSave: (project: Project) => void
  onClose: () => void
}

/** Something important with a beginning and an end, and who is in it. */
export function ProjectDialog({ project, isNew, onSave, ...rest }: Props) {
  const { t } = useTranslation()
  const [value, setValue] = useState(project)
  const set = (part: Partial<Project>) => setValue({ ...value, ...part })
  return (
    <PlanDialog
      {...rest}
      title={t(isNew ? 'cycles.year.addProject' : 'cycles.year.editProject')}
      value={value}
      onChange={set}
      onSave={() => onSave(value)}
    >
      <p className="small mute">{t('cycles.year.projectWhy')}</p>
      <DepartmentSelect
        label={t('cycles.draft.people.departments')}
        none={t('cycles.draft.people.allDepartments')}
        value={value.departmentIds}
        onChange={(departmentIds) => set({ departmentIds })}
      />
    </PlanDialog>
  )
}
