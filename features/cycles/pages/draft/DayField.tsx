import { type ReactNode, useState } from 'react'
import { DateField } from '../../../../ui/DateField.tsx'

interface Props {
  label: string
  value: string
  onChange: (day: string) => void
  error?: ReactNode
  description?: ReactNode
}

// While a year is typed the browser reports 0002, 0020, 0202: days nobody means.
const isMeant = (day: string) => /^(19|20)\d\d-\d\d-\d\d$/.test(day)

/** A day: what is half typed stays in the field and goes nowhere. */
export function DayField({ value, onChange, ...rest }: Props) {
  const [typed, setTyped] = useState({ value, text: value })
  // The day has changed from elsewhere: what stood half typed is no longer about it.
  if (typed.value !== value) setTyped({ value, text: value })
  return (
    <DateField
      {...rest}
      value={typed.text}
      onChange={(day) => {
        setTyped({ value, text: day })
        if (isMeant(day)) onChange(day)
      }}
    />
  )
}
