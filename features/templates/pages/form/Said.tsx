import { useTranslation } from 'react-i18next'
import type { Field } from '../../contract.ts'
import { useText } from '../useText.ts'
import type { FormFacts } from './facts.ts'
import styles from './Form.module.css'

/** What a template says without asking: a word of help, or who signs here. */
export function Said({ field, names }: { field: Field; names: FormFacts['names'] }) {
  const { t } = useTranslation()
  const text = useText()
  return (
    <div className={styles.said} data-signature={field.type === 'signature' || undefined}>
      <p>
        <b>{text(field.label)}</b>
      </p>
      {field.help && <p className={styles.help}>{text(field.help)}</p>}
      {field.type === 'signature' && (
        <ul>
          {(field.signs ?? ['employee', 'manager']).map((role) => (
            <li key={role}>
              <span>{t(`templates.form.signs.${role}`)}</span> {names[role]}
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
