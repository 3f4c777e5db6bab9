import { useTranslation } from 'react-i18next'
import { Tag } from '../../../../ui/Tag.tsx'
import { useFormat } from '../../../../ui/useFormat.ts'
import { layers, type Workspace } from '../../contract.ts'
import styles from './Plan.module.css'

/** The plan to be read. */
export function PlanView({ talk }: { talk: Workspace }) {
  const { t } = useTranslation()
  const f = useFormat()
  return (
    <div className="stack">
      {layers.map((layer) => {
        const lines = talk.plan.filter((line) => line.layer === layer)
        if (lines.length === 0) return null
        return (
          <section key={layer}>
            <h3>{t(`conversations.plan.layer.${layer}`)}</h3>
            <ol className={styles.told}>
              {lines.map((line) => (
                <li key={line.id}>
                  <p>
                    {line.what}{' '}
                    {line.ownerKind === 'company' && (
                      <Tag kind="i">{t('conversations.plan.company')}</Tag>
                    )}
                  </p>
                  <p className="small mute">
                    {[
                      line.owner?.name,
                      line.dueOn && t('conversations.plan.by', { day: f.day(line.dueOn) }),
                      line.measure,
                    ]
                      .filter(Boolean)
                      .join(' · ')}
                  </p>
                  {line.support && (
                    <p className="small mute">
                      {t('conversations.plan.support')}：{line.support}
                    </p>
                  )}
                </li>
              ))}
            </ol>
          </section>
        )
      })}
    </div>
  )
}
