import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Card } from '../../../../ui/Card.tsx'
import { api } from '../../../../ui/api.ts'
import { useFormat } from '../../../../ui/useFormat.ts'
import { useMonitorView } from './useMonitorView.ts'

/** Talks that stand still because the line above has changed: how many, and the way to them (E01). */
export function HandOvers({ cycleId }: { cycleId: string }) {
  const { t } = useTranslation()
  const f = useFormat()
  const { view } = useMonitorView()
  const { data } = useQuery(
    api.cycles.participants.queryOptions({
      input: { id: cycleId, departmentId: view.department, state: 'handOver', limit: 1 },
    }),
  )
  if (!data?.total) return null
  return (
    <Card tone="waiting" title={t('cycles.handOvers.title')}>
      <p className="measure">
        {t('cycles.handOvers.text', { count: data.total, shown: f.count(data.total) })}
      </p>
      <p style={{ marginTop: 8 }}>
        <Link to="." search={{ ...view, state: 'handOver' } as never} hash="people">
          {t('cycles.handOvers.show')}
        </Link>
      </p>
    </Card>
  )
}
