import { Checkbox } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Rating as Segments } from '../../../../ui/Rating.tsx'
import type { Rating } from '../../contract.ts'
import { useText } from '../useText.ts'
import { useForm, type EditorProps } from './facts.ts'
import { Line } from './Line.tsx'
import styles from './Form.module.css'

/** A place on the scale, the case behind it, and what the next level would look like. */
export function RatingEditor({ field, value, onChange, disabled }: EditorProps<Rating>) {
  const { t } = useTranslation()
  const text = useText()
  const { template, writer } = useForm()
  const points = template.scale?.points ?? []
  const at = points.findIndex((point) => point.value === value.value)
  const next = at === -1 ? undefined : points[at + 1]
  const asksNext = field.needs?.includes('nextLevel') && next && !value.notRated
  const edit = (change: Partial<Rating>) => onChange({ ...value, ...change })
  return (
    <div className={styles.rating}>
      <Segments
        label={text(field.label)}
        hideLabel
        disabled={disabled || value.notRated}
        options={points.map((point) => ({
          value: String(point.value),
          label: text(point.label),
          meaning: text(point.meaning),
        }))}
        value={value.value === null ? null : String(value.value)}
        onChange={(chosen) => edit({ value: Number(chosen) })}
      />
      {writer === 'manager' && (
        <Checkbox
          label={t('templates.form.notRated')}
          checked={value.notRated}
          disabled={disabled}
          onChange={(event) =>
            edit({
              notRated: event.currentTarget.checked,
              ...(event.currentTarget.checked && { value: null }),
            })
          }
        />
      )}
      <Line
        label={t(
          value.notRated
            ? 'templates.form.whyNotRated'
            : field.needs?.includes('case')
              ? 'templates.form.case'
              : 'templates.form.caseOptional',
        )}
        value={value.case}
        disabled={disabled ?? false}
        minRows={2}
        placeholder={t('templates.form.caseHint')}
        onChange={(next) => edit({ case: next })}
      />
      {asksNext && (
        <Line
          label={t('templates.form.nextLevel', { level: text(next.label) })}
          hint={t('templates.form.nextLevelHint', {
            level: text(next.label),
            meaning: text(next.meaning),
          })}
          value={value.nextLevel}
          disabled={disabled ?? false}
          minRows={2}
          onChange={(written) => edit({ nextLevel: written })}
        />
      )}
    </div>
  )
}
