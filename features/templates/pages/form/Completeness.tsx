import { useTranslation } from 'react-i18next'
import { isAsked } from '../../conditions/rules.ts'
import type { About, Answers, Part, TemplateBody } from '../../contract.ts'
import { missingIn } from '../../missing/rules.ts'
import { fieldsOf } from '../../rules.ts'
import { useText } from '../useText.ts'
import styles from './Form.module.css'

interface Props {
  template: TemplateBody
  part: Part
  answers: Answers
  about: About
}

/** How complete a part is while it is written, and what is still to come. */
export function Completeness({ template, part, answers, about }: Props) {
  const { t } = useTranslation()
  const text = useText()
  const asked = fieldsOf(template, part).filter(
    (field) => field.required && isAsked(template, field, answers, about),
  )
  const missing = new Set(missingIn(template, part, answers, about).map(({ fieldKey }) => fieldKey))
  const open = asked.filter(({ key }) => missing.has(key))
  const words = t('templates.form.complete', { n: asked.length - open.length, of: asked.length })
  if (asked.length === 0) return null
  return (
    <div className={styles.completeness}>
      <p>
        <b>{words}</b>{' '}
        {open.length > 0 && (
          <span className="small mute">
            {t('templates.form.stillOpen', {
              // What each of the two answers for oneself is named once.
              what: [...new Set(open.map(({ label }) => text(label)))].join(t('templates.gap.and')),
            })}
          </span>
        )}
      </p>
      <progress value={asked.length - open.length} max={asked.length} aria-label={words} />
    </div>
  )
}
