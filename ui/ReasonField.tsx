import { Textarea } from '@mantine/core'

interface Props {
  label: string
  /** Who reads it, and what is expected of it. */
  help?: string
  /** Characters. */
  most: number
  isOptional?: boolean
  error?: string | null | undefined
  value: string
  onChange: (reason: string) => void
}

/** A sentence or two of reason: two lines to begin with, more as it grows. */
export const ReasonField = ({ help, most, isOptional = false, onChange, ...rest }: Props) => (
  <Textarea
    {...rest}
    description={help}
    required={!isOptional}
    autosize
    minRows={2}
    maxLength={most}
    onChange={(event) => onChange(event.currentTarget.value)}
  />
)
