import { useTranslation } from 'react-i18next'
import { Card } from '../../../ui/Card.tsx'
import { DataTable } from '../../../ui/DataTable.tsx'
import { useFormat } from '../../../ui/useFormat.ts'
import type { Report } from '../contract.ts'
import { questionKeys } from '../rules.ts'

type Row = NonNullable<Report['result']>['departments'][number]

/** What each department answers most; the small ones together. */
export function Departments({ rows }: { rows: Row[] }) {
  const { t } = useTranslation()
  const f = useFormat()
  return (
    <Card title={t('surveys.report.departments')} note={t('surveys.report.departmentsNote')}>
      <DataTable
        caption={t('surveys.report.departments')}
        rows={rows}
        rowKey={({ name }) => name ?? ''}
        columns={[
          {
            key: 'name',
            header: t('surveys.report.department'),
            phone: 'title',
            cell: ({ name }) => name ?? t('cycles.smallDepartments'),
          },
          {
            key: 'people',
            header: t('surveys.report.people'),
            numeric: true,
            cell: ({ people }) => f.count(people),
          },
          ...questionKeys.map((question) => ({
            key: question,
            header: t(`surveys.short.${question}`),
            cell: ({ most, people }: Row) =>
              t('surveys.report.most', {
                choice: t(`surveys.choice.${most[question].choice}`),
                of: f.of(most[question].people, people),
              }),
          })),
        ]}
      />
    </Card>
  )
}
