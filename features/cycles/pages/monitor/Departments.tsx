import { useTranslation } from 'react-i18next'
import { BarRows, Legend, type Part } from '../../../../ui/Bars.tsx'
import { ChartFrame } from '../../../../ui/ChartFrame.tsx'
import { useFormat } from '../../../../ui/useFormat.ts'
import type { Counts, Monitor } from '../../contract.ts'
import { useMonitorView } from './useMonitorView.ts'

const parts = [
  { key: 'onTime', tone: 'bamboo' },
  { key: 'late', tone: 'bamboo-pale' },
  { key: 'missing', tone: 'amber' },
] as const

/** How far each department is, the one with most missing first; a click looks inside. */
export function Departments({ seen, unit }: { seen: Monitor; unit: 'items' | 'people' }) {
  const { t } = useTranslation()
  const f = useFormat()
  const { set } = useMonitorView()
  const [worst] = seen.departments
  const nameOf = ({ name }: Monitor['departments'][number]) => name ?? t('cycles.smallDepartments')
  const due = (of: Counts) => of.onTime + of.late + of.missing
  const done = (of: Counts) => of.onTime + of.late
  const reading =
    worst && worst.missing > 0
      ? t(`cycles.monitor.behind.${unit}`, {
          name: nameOf(worst),
          due: f.count(due(worst)),
          done: f.count(done(worst)),
        })
      : t(`cycles.monitor.inTime.${unit}`, {
          due: f.count(due(seen.items)),
          done: f.count(done(seen.items)),
        })
  const labels = parts.map(({ key, tone }) => ({ label: t(`cycles.monitor.${key}`), tone }))
  return (
    <ChartFrame
      kind="bar"
      title={t('cycles.monitor.departments')}
      reading={reading}
      category={t('cycles.department')}
      asOf={seen.asOf}
      categories={seen.departments.map(nameOf)}
      series={[
        ...parts.map(({ key, tone }) => ({
          name: t(`cycles.monitor.${key}`),
          tone,
          values: seen.departments.map((each) => each[key]),
        })),
        {
          name: t('cycles.monitor.notDue'),
          tone: 'line-strong',
          values: seen.departments.map(({ notDue }) => notDue),
        },
      ]}
    >
      <Legend parts={[...labels, { label: t('cycles.monitor.notDue'), tone: 'sunken' }]} />
      <BarRows
        rows={seen.departments.map((each) => ({
          key: each.id ?? 'small',
          name:
            each.hasBelow && each.id ? (
              <button
                type="button"
                className="as-link"
                onClick={() => set({ department: each.id! })}
              >
                {nameOf(each)}
              </button>
            ) : (
              nameOf(each)
            ),
          parts: parts.map(({ key, tone }): Part => ({
            label: t(`cycles.monitor.${key}`),
            value: each[key],
            tone,
          })),
          whole: each.of,
          figures: t('cycles.monitor.figures', {
            done: f.count(done(each)),
            of: f.count(each.of),
            due: f.count(due(each)),
          }),
        }))}
      />
    </ChartFrame>
  )
}
