import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Card } from '../../../../ui/Card.tsx'
import { DataTable } from '../../../../ui/DataTable.tsx'
import { api } from '../../../../ui/api.ts'
import { useFormat } from '../../../../ui/useFormat.ts'

/** How many texts went in with a hint still standing: numbers of departments, never whose text. */
export function HandedIn({ cycleId }: { cycleId: string }) {
  const { t } = useTranslation()
  const f = useFormat()
  // Those who count in their own departments only have no such table.
  const { data } = useQuery({
    ...api.conversations.hints.counted.queryOptions({ input: { cycleId } }),
    retry: false,
  })
  if (!data || data.texts === 0) return null
  return (
    <Card
      title={t('conversations.hints.counted.title')}
      note={t('conversations.hints.counted.note', { k: data.k })}
    >
      <div className="stack">
        <p className="measure">
          {t('conversations.hints.counted.reading', {
            texts: f.count(data.texts),
            hinted: f.count(data.hinted),
          })}
        </p>
        {data.departments.length > 1 && (
          <DataTable
            caption={t('conversations.hints.counted.title')}
            rows={data.departments}
            rowKey={({ name }) => name ?? ''}
            columns={[
              {
                key: 'department',
                header: t('conversations.hints.counted.department'),
                phone: 'title',
                cell: ({ name }) => name ?? t('cycles.smallDepartments'),
              },
              {
                key: 'hinted',
                header: t('conversations.hints.counted.hinted'),
                numeric: true,
                cell: ({ texts, hinted }) =>
                  t('conversations.hints.counted.share', {
                    texts: f.count(texts),
                    hinted: f.count(hinted),
                  }),
              },
            ]}
          />
        )}
      </div>
    </Card>
  )
}
