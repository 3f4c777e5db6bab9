import { useTranslation } from 'react-i18next'
import { isAsked, nobody } from '../../conditions/rules.ts'
import type { About, Answers, Field, Part, TemplateBody } from '../../contract.ts'
import { saysStaysOut } from '../../feeding/rules.ts'
import { useText } from '../useText.ts'
import { AnswerView } from './AnswerView.tsx'
import styles from './View.module.css'

interface Props {
  template: TemplateBody
  part: Part
  answers: Answers
  names: { employee: string; manager: string }
  /** Whose talk it is, for fields that are there for some only. */
  about?: About
  /** Fields to leave out, such as the minutes that stand elsewhere. */
  except?: string[]
  /** Also show questions nobody answered. */
  showEmpty?: boolean
}

/** A part to be read, in the serif of records. What was kept to its author is not in it. */
export function PartView({
  template,
  part,
  answers,
  names,
  about = nobody,
  except = [],
  showEmpty = true,
}: Props) {
  const text = useText()
  const { t } = useTranslation()
  const isShown = (field: Field) =>
    field.readers !== 'authorOnly' &&
    !except.includes(field.key) &&
    isAsked(template, field, answers, about) &&
    // Whoever is not of the two is not even told that it was asked.
    ((showEmpty && field.readers !== 'pairOnly') || answers[field.key] !== undefined)
  const sections = template.sections
    .filter((section) => section.part === part)
    // What belongs to a stage of another flow was never asked.
    .map((section) => ({
      ...section,
      fields: section.fields.filter(
        (field) => isShown(field) && (!section.stage || answers[field.key] !== undefined),
      ),
    }))
    .filter((section) => section.fields.length > 0)
  return (
    <div className={styles.view}>
      {sections.map((section) => (
        <section key={section.key}>
          <h3>{text(section.label)}</h3>
          <dl>
            {section.fields.map((field) => (
              <div key={field.key}>
                <dt>
                  {text(field.label)}
                  {saysStaysOut(template, field) && (
                    <span className={styles.quiet}> {t('templates.library.notRating')}</span>
                  )}
                  {(part === 'talk' || part === 'agreement') &&
                    field.writer !== 'both' &&
                    field.writer !== 'hr' && (
                      <span className={styles.quiet}>
                        {' '}
                        {t('templates.view.author', { name: names[field.writer] })}
                      </span>
                    )}
                </dt>
                <dd>
                  <AnswerView
                    field={field}
                    value={answers[field.key]}
                    scale={template.scale}
                    names={names}
                  />
                </dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </div>
  )
}
