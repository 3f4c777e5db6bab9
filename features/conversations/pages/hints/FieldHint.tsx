import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../../ui/ActionButton.tsx'
import { WhoReads } from '../../../../ui/WhoReads.tsx'
import type { Hint } from '../../hints/contract.ts'
import styles from './FieldHint.module.css'

/** What somebody may want to look at again, why, and the question to answer; one click leaves it as it is. */
export function FieldHint({ hint, onPutAway }: { hint: Hint; onPutAway: () => void }) {
  const { t } = useTranslation()
  const { kind, params } = hint
  const says = t(`conversations.hints.${kind}.says`, params)
  return (
    <div className={styles.hint} role="note" aria-label={t('conversations.hints.label')}>
      <p>
        <b>
          {params.n !== undefined && t('conversations.hints.entry', { n: params.n })}
          {says}
        </b>{' '}
        {t(`conversations.hints.${kind}.asks`)}
      </p>
      <div className={styles.end}>
        <WhoReads readers="self" />
        <ActionButton
          kind="quiet"
          size="compact-sm"
          aria-label={t('conversations.hints.keepThis', { says })}
          onClick={onPutAway}
        >
          {t('conversations.hints.keep')}
        </ActionButton>
      </div>
    </div>
  )
}
