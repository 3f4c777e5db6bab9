import { useTranslation } from 'react-i18next'
import { Card } from '../../../../ui/Card.tsx'
import { DataTable } from '../../../../ui/DataTable.tsx'
import { useFormat } from '../../../../ui/useFormat.ts'
import { useText } from '../../../templates/pages/useText.ts'
import type { Monitor } from '../../contract.ts'
import { useMonitorView } from './useMonitorView.ts'

/** The same people stage by stage. */
export function Stages({ seen }: { seen: Monitor }) {
  const { t } = useTranslation()
  const f = useFormat()
  const text = useText()
  const { view, set } = useMonitorView()
  const figure = (key: 'onTime' | 'late' | 'missing' | 'notDue') => ({
    key,
    header: t(`cycles.monitor.${key}`),
    numeric: true,
    cell: (stage: Monitor['stages'][number]) => f.count(stage[key]),
  })
  return (
    <Card title={t('cycles.monitor.stages')} note={t('cycles.monitor.stagesNote')}>
      <DataTable
        caption={t('cycles.monitor.stages')}
        rows={seen.stages}
        rowKey={({ key }) => key}
        isMarked={({ key }) => key === view.stage}
        columns={[
          {
            key: 'stage',
            header: t('cycles.stage'),
            phone: 'title',
            cell: ({ key, label }) => (
              <button
                type="button"
                className="as-link"
                onClick={() => set({ stage: key === view.stage ? undefined : key })}
              >
                {text(label)}
              </button>
            ),
          },
          figure('onTime'),
          figure('late'),
          figure('missing'),
          figure('notDue'),
          {
            key: 'of',
            header: t('cycles.monitor.of'),
            numeric: true,
            cell: ({ of }) => f.count(of),
          },
        ]}
      />
    </Card>
  )
}
