import { useTranslation } from 'react-i18next'
import { BarRows } from '../../../../ui/Bars.tsx'
import { ChartFrame } from '../../../../ui/ChartFrame.tsx'
import { useFormat } from '../../../../ui/useFormat.ts'
import type { Deviating } from '../../standard/contract.ts'
import { DeviationSelect, useStandardView } from './DeviationSelect.tsx'

/** How many talks of each department differ, the largest share first; a click looks inside. */
export function ByDepartment({ seen }: { seen: Deviating }) {
  const { t } = useTranslation()
  const f = useFormat()
  const { view, set } = useStandardView()
  const rows = seen.departments
    .map((each) => {
      const one = each.counts.find(({ kind }) => kind === view.deviation)
      const name = each.name ?? t('cycles.smallDepartments')
      return {
        ...each,
        name,
        some: one ? one.people : each.deviating,
        all: one ? one.of : each.people,
      }
    })
    .sort((a, b) => b.some / (b.all || 1) - a.some / (a.all || 1))
  const [most] = rows
  if (!most) return null
  return (
    <ChartFrame
      kind="bar"
      title={t('cycles.standard.byDepartment')}
      reading={
        most.some > 0
          ? t('cycles.standard.most', {
              name: most.name,
              some: f.count(most.some),
              all: f.count(most.all),
            })
          : t('cycles.standard.none')
      }
      category={t('cycles.department')}
      asOf={seen.asOf}
      categories={rows.map(({ name }) => name)}
      series={[
        {
          name: t('cycles.standard.deviating'),
          tone: 'indigo',
          values: rows.map(({ some }) => some),
        },
        { name: t('cycles.monitor.of'), tone: 'line-strong', values: rows.map(({ all }) => all) },
      ]}
    >
      <div className="stack">
        <DeviationSelect seen={seen} />
        <BarRows
          rows={rows.map((row) => ({
            key: row.id ?? 'small',
            name:
              row.hasBelow && row.id ? (
                <button
                  type="button"
                  className="as-link"
                  onClick={() => set({ department: row.id! })}
                >
                  {row.name}
                </button>
              ) : (
                row.name
              ),
            parts: [
              { label: t('cycles.standard.deviating'), value: row.some, tone: 'indigo' as const },
            ],
            whole: row.all,
            figures: t('cycles.standard.ofTalks', {
              some: f.count(row.some),
              all: f.count(row.all),
            }),
          }))}
        />
      </div>
    </ChartFrame>
  )
}
