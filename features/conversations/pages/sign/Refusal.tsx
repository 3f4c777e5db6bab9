import { useTranslation } from 'react-i18next'
import { Card } from '../../../../ui/Card.tsx'
import type { Workspace } from '../../contract.ts'
import { inSight } from '../../../sealing/sight/rules.ts'
import styles from './Sign.module.css'

/** Over the page that somebody did not sign: what the two wrote about it, at the width one reads. */
export function Refusal({ talk }: { talk: Workspace }) {
  const { t } = useTranslation()
  const { signatures, refusalNote: note } = talk.signing
  const own = signatures.find(({ role, outcome }) => role === 'employee' && outcome === 'refused')
  const said = [
    own?.statement && {
      by: t('conversations.notSigned.employee', { name: talk.employee.name }),
      words: own.statement,
    },
    note?.reason && {
      by: t('conversations.notSigned.manager', { name: note.notedBy.name }),
      words: note.reason,
    },
  ].filter((each) => !!each)
  if (said.length === 0) return null
  return (
    <Card title={t('conversations.notSigned.title')}>
      <div className="stack">
        {said.map(({ by, words }) => (
          <div key={by}>
            <h3 className="small mute">{by}</h3>
            <p className={styles.words}>{inSight(words)}</p>
          </div>
        ))}
      </div>
    </Card>
  )
}
