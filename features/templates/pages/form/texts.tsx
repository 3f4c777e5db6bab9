import { Checkbox, NumberInput, Radio, Textarea, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { DayInput } from '../../../../ui/DayInput.tsx'
import { shortTextLimit, textLimit } from '../../answers/rules.ts'
import { useText } from '../useText.ts'
import type { EditorProps } from './facts.ts'
import styles from './Form.module.css'

export function ShortText({
  id,
  describedBy,
  field,
  value,
  onChange,
  disabled,
}: EditorProps<string>) {
  return (
    <TextInput
      id={id}
      aria-describedby={describedBy}
      required={field.required}
      maxLength={Math.min(field.max ?? shortTextLimit, shortTextLimit)}
      value={value}
      disabled={disabled}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  )
}

export function LongText({
  id,
  describedBy,
  field,
  value,
  onChange,
  disabled,
}: EditorProps<string>) {
  const { t } = useTranslation()
  const max = Math.min(field.max ?? textLimit, textLimit)
  const isNearEnd = value.length > max * 0.8
  return (
    <>
      <Textarea
        id={id}
        aria-describedby={describedBy}
        required={field.required}
        maxLength={max}
        minRows={3}
        value={value}
        disabled={disabled}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      {isNearEnd && (
        <p className="small mute" aria-live="polite">
          {t('templates.form.nearEnd', { have: value.length, max })}
        </p>
      )}
    </>
  )
}

export function NumberField({
  id,
  describedBy,
  field,
  value,
  onChange,
  disabled,
}: EditorProps<number | null>) {
  const text = useText()
  return (
    <NumberInput
      id={id}
      aria-describedby={describedBy}
      className={styles.narrow ?? ''}
      required={field.required}
      value={value ?? ''}
      {...(field.min !== undefined && { min: field.min })}
      {...(field.max !== undefined && { max: field.max })}
      {...(field.unit && { suffix: ` ${text(field.unit)}` })}
      thousandSeparator=","
      disabled={disabled}
      onChange={(next) => onChange(next === '' ? null : Number(next))}
    />
  )
}

export function DayField({
  id,
  labelledBy,
  describedBy,
  field,
  value,
  onChange,
  disabled,
}: EditorProps<string | null>) {
  const say = useText()
  return (
    <DayInput
      id={id}
      aria-labelledby={labelledBy}
      aria-describedby={describedBy}
      className={styles.narrow ?? ''}
      name={say(field.label)}
      required={field.required}
      value={value ?? ''}
      disabled={disabled}
      onChange={(day) => onChange(day || null)}
    />
  )
}

export function Choice({
  labelledBy,
  describedBy,
  field,
  value,
  onChange,
  disabled,
}: EditorProps<string | null>) {
  const text = useText()
  return (
    <Radio.Group
      aria-labelledby={labelledBy}
      aria-describedby={describedBy}
      value={value}
      onChange={onChange}
    >
      <div className={styles.options}>
        {field.options?.map((option) => (
          <Radio
            key={option.key}
            value={option.key}
            label={text(option.label)}
            disabled={disabled}
          />
        ))}
      </div>
    </Radio.Group>
  )
}

export function MultiChoice({
  labelledBy,
  describedBy,
  field,
  value,
  onChange,
  disabled,
}: EditorProps<string[]>) {
  const text = useText()
  return (
    <Checkbox.Group
      aria-labelledby={labelledBy}
      aria-describedby={describedBy}
      value={value}
      onChange={onChange}
    >
      <div className={styles.options}>
        {field.options?.map((option) => (
          <Checkbox
            key={option.key}
            value={option.key}
            label={text(option.label)}
            disabled={disabled}
          />
        ))}
      </div>
    </Checkbox.Group>
  )
}
