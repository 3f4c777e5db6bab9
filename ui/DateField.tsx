import { type ReactNode, useId } from 'react'
import { Input } from '@mantine/core'

interface Props {
  label: string
  /** 'YYYY-MM-DD', 'YYYY-MM-DDTHH:mm' or 'HH:mm'; '' when empty. */
  value: string
  onChange: (value: string) => void
  kind?: 'date' | 'datetime-local' | 'time'
  min?: string
  max?: string
  required?: boolean
  description?: ReactNode
  error?: ReactNode
  disabled?: boolean
}

/** The browser's own date input: every platform has a good one, in the person's language. */
export function DateField({
  label,
  value,
  onChange,
  kind = 'date',
  description,
  error,
  required,
  disabled,
  min,
  max,
}: Props) {
  const id = useId()
  return (
    <Input.Wrapper
      label={label}
      id={id}
      size="md"
      required={required ?? false}
      description={description}
      error={error}
    >
      <Input
        id={id}
        type={kind}
        size="md"
        value={value}
        required={required ?? false}
        disabled={disabled ?? false}
        error={Boolean(error)}
        min={min}
        max={max}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    </Input.Wrapper>
  )
}
