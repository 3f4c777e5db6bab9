import { useState } from 'react'
import { TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../../ui/ActionButton.tsx'
import { Dialog } from '../../../../ui/Dialog.tsx'
import { ErrorNote } from '../../../../ui/ErrorNote.tsx'
import type { Project } from '../../year/contract.ts'
import { DayField } from '../draft/DayField.tsx'
import { DepartmentSelect } from '../draft/DepartmentSelect.tsx'

interface Props {
  project: Project
  isNew: boolean
  busy: boolean
  error: unknown
  onSave: (project: Project) => void
  onClose: () => void
}

/** Something important with a beginning and an end, and who is in it. */
export function ProjectDialog({ project, isNew, busy, error, onSave, onClose }: Props) {
  const { t } = useTranslation()
  const [value, setValue] = useState(project)
  const set = (part: Partial<Project>) => setValue({ ...value, ...part })
  const reversed = value.endsOn < value.startsOn
  return (
    <Dialog
      opened
      title={t(isNew ? 'cycles.year.addProject' : 'cycles.year.editProject')}
      onClose={onClose}
    >
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault()
          if (value.name.trim() && !reversed) onSave(value)
        }}
      >
        <p className="small mute">{t('cycles.year.projectWhy')}</p>
        <TextInput
          label={t('cycles.name')}
          required
          maxLength={100}
          data-autofocus
          value={value.name}
          onChange={(event) => set({ name: event.currentTarget.value })}
        />
        <DepartmentSelect
          label={t('cycles.draft.people.departments')}
          none={t('cycles.draft.people.allDepartments')}
          value={value.departmentIds}
          onChange={(departmentIds) => set({ departmentIds })}
        />
        <DayField
          label={t('cycles.year.from')}
          value={value.startsOn}
          onChange={(startsOn) => set({ startsOn })}
        />
        <DayField
          label={t('cycles.year.to')}
          value={value.endsOn}
          error={reversed && t('cycles.refusal.endBeforeStart')}
          onChange={(endsOn) => set({ endsOn })}
        />
        <ErrorNote error={error} />
        <div className="cluster">
          <ActionButton type="submit" kind="primary" busy={busy}>
            {t('cycles.year.save')}
          </ActionButton>
          <ActionButton onClick={onClose}>{t('ui.cancel')}</ActionButton>
        </div>
      </form>
    </Dialog>
  )
}
