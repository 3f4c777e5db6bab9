import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../ui/ActionButton.tsx'
import { DataTable } from '../../../ui/DataTable.tsx'
import { EmptyState } from '../../../ui/EmptyState.tsx'
import { ErrorNote } from '../../../ui/ErrorNote.tsx'
import { toast } from '../../../ui/toasts.tsx'
import { api, queryClient } from '../../../ui/api.ts'
import type { Indicator } from '../contract.ts'

interface Props {
  items: readonly Indicator[]
  /** Absent for who only reads. */
  onEdit?: ((indicator: Indicator) => void) | undefined
}

/** Department by department; what is taken away can be put back. */
export function IndicatorTable({ items, onEdit }: Props) {
  const { t } = useTranslation()
  const renew = () =>
    void queryClient.invalidateQueries({ queryKey: api.goals.indicators.list.key() })
  const restore = useMutation(api.goals.indicators.save.mutationOptions({ onSuccess: renew }))
  const remove = useMutation(api.goals.indicators.remove.mutationOptions())
  const takeAway = ({ department: _department, ...row }: Indicator) =>
    remove.mutate(
      { id: row.id },
      {
        onSuccess: () => {
          renew()
          toast({
            text: t('goals.removed', { title: row.title }),
            kind: 'info',
            undo: () => restore.mutate(row),
          })
        },
      },
    )
  const text = (key: 'target' | 'measure' | 'companyGoal') => ({
    key,
    header: t(`goals.column.${key}`),
    cell: (row: Indicator) => row[key] || <span className="faint">–</span>,
  })
  return (
    <>
      <ErrorNote error={remove.error ?? restore.error} />
      <DataTable
        caption={t('goals.list')}
        rows={items}
        rowKey={({ id }) => id}
        empty={<EmptyState text={t(onEdit ? 'goals.empty' : 'goals.emptyForReaders')} />}
        columns={[
          {
            key: 'title',
            header: t('goals.column.title'),
            phone: 'title',
            cell: ({ title }) => title,
          },
          {
            key: 'department',
            header: t('goals.column.department'),
            cell: ({ department }) => department,
          },
          text('companyGoal'),
          text('target'),
          {
            key: 'weight',
            header: t('goals.column.weight'),
            numeric: true,
            cell: ({ weight }) =>
              weight === null ? <span className="faint">–</span> : `${weight}%`,
          },
          text('measure'),
          ...(onEdit
            ? [
                {
                  key: 'actions',
                  header: t('goals.actions'),
                  silent: true,
                  cell: (row: Indicator) => (
                    <div className="cluster">
                      <ActionButton
                        kind="quiet"
                        aria-label={t('goals.editNamed', { title: row.title })}
                        onClick={() => onEdit(row)}
                      >
                        {t('goals.edit')}
                      </ActionButton>
                      <ActionButton
                        kind="quiet"
                        aria-label={t('goals.removeNamed', { title: row.title })}
                        onClick={() => takeAway(row)}
                      >
                        {t('goals.remove')}
                      </ActionButton>
                    </div>
                  ),
                },
              ]
            : []),
        ]}
      />
    </>
  )
}
