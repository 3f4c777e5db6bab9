import { useTranslation } from 'react-i18next'
import { Tag } from '../../../ui/Tag.tsx'
import type { Change, ChangedValue } from '../drafts/contract.ts'
import { useText } from './useText.ts'
import styles from './ChangeList.module.css'

const kindOf = { wording: 'n', shape: 'i', asks: 'w', breaks: 's' } as const

/** How two versions differ, a sentence each. */
export function ChangeList({ changes }: { changes: readonly Change[] }) {
  const { t } = useTranslation()
  const text = useText()
  if (changes.length === 0) return <p className="mute">{t('drafts.changes.none')}</p>
  const say = (value: ChangedValue) =>
    value === null
      ? t('drafts.changes.nothing')
      : typeof value === 'number'
        ? String(value)
        : 'code' in value
          ? t(`drafts.changes.value.${value.code}`)
          : text(value) || value.zh || value.en
  return (
    <ul className={styles.changes}>
      {changes.map((change, at) => (
        <li key={at}>
          <Tag kind={kindOf[change.effect]}>{t(`drafts.changes.effect.${change.effect}`)}</Tag>
          <span>
            {change.where && <span className="mute">{text(change.where)} · </span>}
            {t(`drafts.change.${change.kind}`, {
              what: text(change.what) || t('drafts.unnamed'),
              from: say(change.from),
              to: say(change.to),
            })}
          </span>
        </li>
      ))}
    </ul>
  )
}
