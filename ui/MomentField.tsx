import { type ReactNode, useId, useState } from 'react'
import { Input } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { DayInput } from './DayInput.tsx'
import { readTime } from './days.ts'
import styles from './MomentField.module.css'

interface Props {
  label: string
  /** 'YYYY-MM-DDTHH:mm' as a clock on the wall shows it; '' until both are there. */
  value: string
  onChange: (value: string) => void
  min?: string
  required?: boolean
  description?: ReactNode
}

/** A day and a time, each to type; a whole '2026-11-20 14:30' may be put into the first. */
export function MomentField({ label, value, onChange, min, required = false, description }: Props) {
  const { t } = useTranslation()
  const id = useId()
  const [day, setDay] = useState(value.slice(0, 10))
  const [time, setTime] = useState(value.slice(11))
  const [trouble, setTrouble] = useState<'day' | 'time' | null>(null)
  const both = (nextDay: string, nextTime: string) => {
    const at = readTime(nextTime)
    onChange(nextDay && at ? `${nextDay}T${at}` : '')
  }
  const words = { day: t('ui.day.unreadable'), time: t('ui.day.unreadableTime') }
  return (
    <Input.Wrapper
      label={label}
      id={id}
      size="md"
      required={required}
      description={description}
      error={trouble && words[trouble]}
    >
      <div className={styles.both}>
        <DayInput
          id={id}
          name={label}
          value={day}
          {...(min && { min })}
          required={required}
          error={trouble === 'day'}
          onChange={(next, typed) => {
            const at = readTime(/[\sT](\S+)$/.exec(typed.trim())?.[1] ?? '') ?? time
            setDay(next)
            setTime(at)
            both(next, at)
          }}
          onUnreadable={(is) => setTrouble(is ? 'day' : null)}
        />
        <Input
          size="md"
          aria-label={t('ui.day.time', { name: label })}
          placeholder="14:30"
          inputMode="numeric"
          autoComplete="off"
          required={required}
          value={time}
          error={trouble === 'time'}
          onChange={(event) => {
            const text = event.currentTarget.value
            setTime(text)
            setTrouble(null)
            both(day, text)
          }}
          onBlur={() => {
            const at = readTime(time)
            if (at) setTime(at)
            setTrouble(time.trim() && !at ? 'time' : null)
          }}
        />
      </div>
    </Input.Wrapper>
  )
}
