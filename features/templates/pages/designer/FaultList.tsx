import { useTranslation } from 'react-i18next'
import { Card } from '../../../../ui/Card.tsx'
import { valueAt } from '../../drafts/editing/rules.ts'
import { controlOf, placeAt } from '../../drafts/places/rules.ts'
import type { Text } from '../../contract.ts'
import { useText } from '../useText.ts'
import { useDesk } from './desk.ts'
import { useFaultWords } from './useFaultWords.ts'
import styles from './Designer.module.css'

const atMost = 30

/** What still keeps the draft from being published, each one click from where it is put right. */
export function FaultList() {
  const { t } = useTranslation()
  const text = useText()
  const { body, faults, show } = useDesk()
  const say = useFaultWords()
  if (faults.length === 0)
    return (
      <p className={styles.sound} role="status">
        {t('drafts.faults.none')}
      </p>
    )
  /** The section, field or step a path leads into, by its label. */
  const nameOf = (path: string) => {
    const names = path.split('.')
    for (let end = names.length; end >= 2; end--) {
      const label = (valueAt(body, names.slice(0, end).join('.')) as { label?: Text } | undefined)
        ?.label
      if (label?.zh || label?.en) return text(label) || label.zh || label.en
    }
    const place = placeAt(body, path)
    return place === 'basics' || place === 'scale' || place === 'steps'
      ? t(`drafts.outline.${place}`)
      : t('drafts.unnamed')
  }
  const go = (path: string) => {
    show(placeAt(body, path))
    // The panel is drawn first; words missing in both languages begin with the Chinese ones.
    requestAnimationFrame(() =>
      requestAnimationFrame(() => {
        const control =
          document.getElementById(controlOf(path)) ??
          document.getElementById(controlOf(`${path}.zh`))
        control?.scrollIntoView({ block: 'center' })
        control?.focus({ preventScroll: true })
      }),
    )
  }
  return (
    <Card tone="waiting" title={t('drafts.faults.title', { n: faults.length })}>
      <ul className={styles.faults}>
        {faults.slice(0, atMost).map((fault) => (
          <li key={`${fault.path} ${fault.reasonKey}`}>
            <button type="button" onClick={() => go(fault.path)}>
              <b>{nameOf(fault.path)}</b> {say(fault)}
            </button>
          </li>
        ))}
      </ul>
      {faults.length > atMost && (
        <p className="small mute">{t('drafts.faults.more', { n: faults.length - atMost })}</p>
      )}
    </Card>
  )
}
