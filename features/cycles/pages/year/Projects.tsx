import { useState } from 'react'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { v7 } from 'uuid'
import { ActionButton } from '../../../../ui/ActionButton.tsx'
import { Card } from '../../../../ui/Card.tsx'
import { DataTable } from '../../../../ui/DataTable.tsx'
import { EmptyState } from '../../../../ui/EmptyState.tsx'
import { ErrorNote } from '../../../../ui/ErrorNote.tsx'
import { api } from '../../../../ui/api.ts'
import { useFormat } from '../../../../ui/useFormat.ts'
import type { Project, Year } from '../../year/contract.ts'
import { ProjectDialog } from './ProjectDialog.tsx'
import { renewed } from './renewed.ts'
import { useRemoval } from './useRemoval.ts'
import styles from './Year.module.css'

/** What is important enough that nobody in it should wait long for a talk. */
export function Projects({ year }: { year: Year }) {
  const { t } = useTranslation()
  const f = useFormat()
  const [project, setProject] = useState<Project | null>(null)
  const save = useMutation(api.cycles.year.saveProject.mutationOptions(renewed))
  const remove = useMutation(api.cycles.year.removeProject.mutationOptions(renewed))
  const mayWrite = year.refusals.write === null
  const blank = (): Project => ({
    id: v7(),
    name: '',
    startsOn: `${year.year}-01-01`,
    endsOn: `${year.year}-12-31`,
    departmentIds: [],
    departments: [],
  })
  const takeOut = useRemoval(remove, save)
  return (
    <Card
      title={t('cycles.year.projects')}
      note={t('cycles.year.projectsNote', { days: year.gapDays })}
      action={
        mayWrite && (
          <ActionButton onClick={() => setProject(blank())}>
            {t('cycles.year.addProject')}
          </ActionButton>
        )
      }
    >
      <ErrorNote error={remove.error} />
      <DataTable
        caption={t('cycles.year.projects')}
        rows={year.projects}
        rowKey={({ id }) => id}
        empty={<EmptyState text={t('cycles.year.noProjects')} />}
        columns={[
          {
            key: 'name',
            header: t('cycles.name'),
            phone: 'title',
            cell: (each) =>
              mayWrite ? (
                <button type="button" className={styles.name} onClick={() => setProject(each)}>
                  {each.name}
                </button>
              ) : (
                each.name
              ),
          },
          {
            key: 'who',
            header: t('cycles.draft.people.departments'),
            cell: ({ departments }) =>
              f.list(departments) || t('cycles.draft.people.allDepartments'),
          },
          {
            key: 'when',
            header: t('cycles.process'),
            cell: ({ startsOn, endsOn }) => f.range(startsOn, endsOn),
          },
          {
            key: 'actions',
            header: t('cycles.year.actions'),
            silent: true,
            cell: (each) =>
              mayWrite && (
                <ActionButton
                  kind="quiet"
                  aria-label={t('cycles.year.removeNamed', { name: each.name })}
                  onClick={() => takeOut(each)}
                >
                  {t('cycles.draft.remove')}
                </ActionButton>
              ),
          },
        ]}
      />
      {project && (
        <ProjectDialog
          project={project}
          isNew={!year.projects.some(({ id }) => id === project.id)}
          busy={save.isPending}
          error={save.error}
          onSave={(saved) => save.mutate(saved, { onSuccess: () => setProject(null) })}
          onClose={() => (save.reset(), setProject(null))}
        />
      )}
    </Card>
  )
}
