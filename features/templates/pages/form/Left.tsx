import { useTranslation } from 'react-i18next'
import type { Missing, Section } from '../../contract.ts'
import { useText } from '../useText.ts'
import { anchorOf } from './FieldBlock.tsx'
import styles from './Form.module.css'

interface LeftProps {
  missing: Missing[]
  sections: Section[]
  onShow: (missing: Missing) => void
}

/** What is still missing, each a way to its place. */
export function Left({ missing, sections, onShow }: LeftProps) {
  const { t } = useTranslation()
  const text = useText()
  const labelOf = (key: string) => {
    const field = sections.flatMap(({ fields }) => fields).find((each) => each.key === key)
    return field ? text(field.label) : ''
  }
  return (
    <div className={styles.left} role="alert">
      <h2>{t('templates.form.left', { n: missing.length })}</h2>
      <ul>
        {missing.map((each) => (
          <li key={`${each.fieldKey}${each.reasonKey}${each.params.n ?? ''}`}>
            <a
              href={`#${anchorOf(each.fieldKey)}`}
              onClick={(event) => (event.preventDefault(), onShow(each))}
            >
              {t('templates.form.leftItem', {
                field: labelOf(each.fieldKey),
                reason: t(`templates.missing.${each.reasonKey}`, each.params),
              })}
            </a>
          </li>
        ))}
      </ul>
    </div>
  )
}
