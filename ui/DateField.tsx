import { type ReactNode, useId, useState } from 'react'
import { Input } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { DayInput } from './DayInput.tsx'
import { useFormat } from './useFormat.ts'

interface Props {
  label: string
  /** 'YYYY-MM-DD'; '' when empty. */
  value: string
  onChange: (value: string) => void
  min?: string | undefined
  max?: string | undefined
  required?: boolean
  description?: ReactNode
  error?: ReactNode
  disabled?: boolean
  size?: 'sm' | 'md'
}

/** A day with its label; a day that cannot be read or lies outside its limits is said beside it. */
export function DateField({
  label,
  description,
  error,
  required = false,
  size = 'md',
  ...rest
}: Props) {
  const { t } = useTranslation()
  const f = useFormat()
  const id = useId()
  const [isUnreadable, setUnreadable] = useState(false)
  const { value, min, max } = rest
  const trouble =
    error ||
    (isUnreadable
      ? t('ui.day.unreadable')
      : value && min && value < min
        ? t('ui.day.tooEarly', { day: f.day(min) })
        : value && max && value > max
          ? t('ui.day.tooLate', { day: f.day(max) })
          : null)
  return (
    <Input.Wrapper
      label={label}
      id={id}
      size={size}
      required={required}
      description={description}
      error={trouble}
    >
      <DayInput
        {...rest}
        id={id}
        name={label}
        size={size}
        required={required}
        error={Boolean(trouble)}
        onUnreadable={setUnreadable}
      />
    </Input.Wrapper>
  )
}
