import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { ActionButton } from './ActionButton.tsx'
import { Card } from './Card.tsx'
import type { Autosave } from './useAutosave.ts'
import styles from './Conflict.module.css'

interface Props<Value> {
  autosave: Autosave<Value>
  /** One of the two wordings, to be read. */
  children: (value: Value) => ReactNode
}

/** Somebody saved first: both wordings side by side until this person chooses. Else nothing. */
export function Conflict<Value>({ autosave, children }: Props<Value>) {
  const { t } = useTranslation()
  const { theirs } = autosave
  if (autosave.state !== 'conflict') return null
  return (
    <Card
      tone="waiting"
      title={t('ui.conflict.title')}
      note={t(theirs ? (theirs.by ? 'ui.conflict.by' : 'ui.conflict.byYou') : 'ui.conflict.kept', {
        name: theirs?.by,
      })}
    >
      <div className={styles.both}>
        <div>
          <h3>{t('ui.conflict.mine')}</h3>
          {children(autosave.value)}
        </div>
        {theirs && (
          <div>
            <h3>{t('ui.conflict.theirs')}</h3>
            {children(theirs.value)}
          </div>
        )}
      </div>
      <div className="cluster">
        <ActionButton kind="primary" onClick={autosave.keepMine}>
          {t('ui.conflict.keepMine')}
        </ActionButton>
        {theirs && (
          <ActionButton onClick={autosave.takeTheirs}>{t('ui.conflict.takeTheirs')}</ActionButton>
        )}
      </div>
    </Card>
  )
}
