import { useTranslation } from 'react-i18next'
import type { Condition, Field } from '../contract.ts'
import { testsOf } from '../conditions/rules.ts'
import { useText } from './useText.ts'

/** What one may choose, what a table holds, who signs, and of whom it is asked. */
export function FieldDetails({ field }: { field: Field }) {
  const { t } = useTranslation()
  const text = useText()
  const and = t('templates.gap.and')
  const { anchors = [], columns, options, signs, condition } = field
  const [from, to] = [anchors[0], anchors.at(-1)]
  const lines = [
    options?.map(({ label }) => text(label)).join(' / '),
    columns &&
      t('templates.library.columns', {
        columns: columns.map(({ label }) => text(label)).join(and),
      }),
    from && to && t('templates.library.anchors', { from: text(from.label), to: text(to.label) }),
    field.type === 'best' &&
      (['behaviour', 'effect', 'suggestion', 'outlook'] as const)
        .map((name) => t(`templates.best.${field.variant ?? 'A'}.${name}`))
        .join(' → '),
    signs &&
      t('templates.library.signedBy', {
        who: signs.map((role) => t(`templates.form.signs.${role}`)).join(and),
      }),
    condition && whom(condition),
  ]
  return lines.map(
    (line) =>
      line && (
        <p key={line} className="small mute">
          {line}
        </p>
      ),
  )

  function whom(asked: Condition): string {
    const people = testsOf(asked).flatMap((test) =>
      'personIs' in test
        ? [...(test.personIs.levels ?? []), ...(test.personIs.jobFamilies ?? [])]
        : [],
    )
    return people.length > 0
      ? t('templates.library.onlyFor', { whom: people.join(and) })
      : t('templates.library.onlyIf')
  }
}
