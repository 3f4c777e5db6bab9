import { useTranslation } from 'react-i18next'
import type { Field, Missing, Section } from '../../contract.ts'
import { useText } from '../useText.ts'
import { anchorOf } from './FieldBlock.tsx'
import { useMissing } from './said.ts'
import styles from './Form.module.css'

interface LeftProps {
  missing: Missing[]
  sections: Section[]
  onShow: (missing: Missing) => void
}

/** What is still missing, each a way to its place. */
export function Left({ missing, sections, onShow }: LeftProps) {
  const { t } = useTranslation()
  const fields = sections.flatMap((section) => section.fields)
  return (
    <div className={styles.left} role="alert">
      <h2>{t('templates.form.left', { n: missing.length })}</h2>
      <ul>
        {missing.map((each) => (
          <LeftItem
            key={`${each.fieldKey}${each.reasonKey}${each.params.n ?? ''}${each.params.column ?? ''}`}
            missing={each}
            field={fields.find(({ key }) => key === each.fieldKey)}
            onShow={onShow}
          />
        ))}
      </ul>
    </div>
  )
}

interface ItemProps {
  missing: Missing
  field: Field | undefined
  onShow: LeftProps['onShow']
}

function LeftItem({ missing, field, onShow }: ItemProps) {
  const { t } = useTranslation()
  const text = useText()
  const say = useMissing(field)
  return (
    <li>
      <a
        href={`#${anchorOf(missing.fieldKey)}`}
        onClick={(event) => (event.preventDefault(), onShow(missing))}
      >
        {t('templates.form.leftItem', {
          field: field ? text(field.label) : '',
          reason: say(missing),
        })}
      </a>
    </li>
  )
}
