import { useTranslation } from 'react-i18next'
import { Card } from '../../../../ui/Card.tsx'
import { useFormat } from '../../../../ui/useFormat.ts'
import type { Indicator } from '../../../goals/contract.ts'
import { useIndicators } from '../form.ts'
import styles from './Facts.module.css'

/** What the department is looked at by, with the goal of the company each comes from; beside a talk folded away. */
export function Indicators({ id, isFolded }: { id: string; isFolded?: boolean }) {
  const { t } = useTranslation()
  const f = useFormat()
  const indicators = useIndicators(id)
  if (!indicators || indicators.length === 0) return null
  const periods = Map.groupBy(indicators, ({ periodFrom, periodTo }) => `${periodFrom} ${periodTo}`)
  const lists = [...periods].map(([key, own]) => (
    <section key={key} aria-label={f.range(own[0]!.periodFrom, own[0]!.periodTo)}>
      <p className="small mute">{f.range(own[0]!.periodFrom, own[0]!.periodTo)}</p>
      <ul className={styles.list}>
        {own.map((each) => (
          <One key={each.id} indicator={each} />
        ))}
      </ul>
    </section>
  ))
  if (isFolded)
    return (
      <details>
        <summary>{t('goals.beside', { count: indicators.length })}</summary>
        {lists}
      </details>
    )
  return (
    <Card title={t('goals.ofDepartment')} note={t('goals.ofDepartmentNote')}>
      <div className="stack">{lists}</div>
    </Card>
  )
}

function One({ indicator }: { indicator: Indicator }) {
  const { t } = useTranslation()
  const { title, target, measure, weight, companyGoal, department } = indicator
  return (
    <li className={styles.fact}>
      <b>{title}</b>
      {target && ` ${target}`}
      <div className="small mute">
        {[
          department,
          weight !== null && t('goals.weighs', { weight }),
          measure,
          companyGoal && t('goals.from', { goal: companyGoal }),
        ]
          .filter(Boolean)
          .join(' · ')}
      </div>
    </li>
  )
}
