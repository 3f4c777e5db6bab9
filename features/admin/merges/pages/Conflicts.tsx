import { useTranslation } from 'react-i18next'
import { Card } from '../../../../ui/Card.tsx'
import { useRefusal } from '../../../../ui/failure.ts'
import type { Conflict } from '../contract.ts'
import styles from './Doubles.module.css'

/** Everything that keeps two accounts apart, in the words the server would refuse with. */
export function Conflicts({ conflicts }: { conflicts: Conflict[] }) {
  const { t } = useTranslation()
  const say = useRefusal()
  if (conflicts.length === 0) return null
  return (
    <Card tone="waiting" title={t('admin.merges.inWay')}>
      <ul className={styles.follows}>
        {conflicts.map(({ kind, count }) => (
          <li key={kind}>{say(`admin.merges.conflict.${kind}`, { count })}</li>
        ))}
      </ul>
    </Card>
  )
}
