import { useTranslation } from 'react-i18next'
import { Card } from '../../../../ui/Card.tsx'
import { useFormat } from '../../../../ui/useFormat.ts'
import { useText } from '../../../templates/pages/useText.ts'
import type { CalibratedView } from '../../steps/contract.ts'
import styles from './Calibrated.module.css'

/** Ratings that were calibrated: what stood before, what counts, by whom and why. Nothing of it goes away. */
export function Calibrated({ items }: { items: CalibratedView[] }) {
  const { t } = useTranslation()
  const text = useText()
  const f = useFormat()
  if (items.length === 0) return null
  return (
    <Card
      title={t('conversations.steps.calibrated.title')}
      note={t('conversations.steps.calibrated.note')}
    >
      <ul className={styles.list}>
        {items.map((one) => (
          <li key={one.at.getTime()}>
            <p className={styles.change}>
              <span>{text(one.dimension)}</span>
              <span className="mute">
                <span className="unseen">{t('conversations.steps.calibrated.was')}</span>
                <s>{one.was ? text(one.was) : t('conversations.steps.notRated')}</s>
              </span>
              <span aria-hidden="true">→</span>
              <b>
                <span className="unseen">{t('conversations.steps.calibrated.value')}</span>
                {text(one.value)}
              </b>
            </p>
            <p className={styles.reason}>{one.reason}</p>
            <p className="small mute">
              {[
                one.by.name,
                f.dayTime(one.at),
                one.wasRead && t('conversations.steps.calibrated.wasRead'),
                !one.stands && t('conversations.steps.calibrated.replaced'),
              ]
                .filter(Boolean)
                .join(' · ')}
            </p>
          </li>
        ))}
      </ul>
    </Card>
  )
}
