import '@mantine/dates/styles.css'
import 'dayjs/locale/zh-cn'
import { type ComponentProps, useContext, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { Input, Popover } from '@mantine/core'
import { DatePicker } from '@mantine/dates'
import { useTranslation } from 'react-i18next'
import { readDay } from './days.ts'
import { dayIn } from './format.ts'
import { useFormat, Zone } from './useFormat.ts'
import styles from './DayInput.module.css'

interface Props extends Omit<
  ComponentProps<typeof Input<'input'>>,
  'value' | 'onChange' | 'type' | 'min' | 'max' | 'onFocus' | 'onBlur'
> {
  /** 'YYYY-MM-DD'; '' when empty or not a day. */
  value: string
  /** With all that was typed, for whoever reads more than a day out of it. */
  onChange: (day: string, typed: string) => void
  min?: string | undefined
  max?: string | undefined
  /** What the field is called, for the button that opens the calendar. */
  name: string
  /** Whether what is typed cannot be read as a day. */
  onUnreadable?: (isUnreadable: boolean) => void
}

/**
 * A day to type or to pick. It stands in the reader's own form, and as 2026-11-20 while it is typed;
 * what cannot be read stays in the field and counts as empty.
 */
export function DayInput({
  value,
  onChange,
  min,
  max,
  name,
  onUnreadable,
  disabled,
  ...rest
}: Props) {
  const { t, i18n } = useTranslation()
  const f = useFormat()
  const today = dayIn(useContext(Zone), new Date())
  const [typed, setTyped] = useState<string | null>(null)
  const [isOpen, setOpen] = useState(false)
  const opener = useRef<HTMLButtonElement>(null)
  const isEnglish = i18n.language === 'en'
  const type = (text: string) => {
    const day = readDay(text, today)
    setTyped(text)
    onUnreadable?.(false)
    onChange(day ?? '', text)
  }
  const leave = () => {
    const isRead = typed === null || typed.trim() === '' || value !== ''
    if (isRead) setTyped(null)
    onUnreadable?.(!isRead)
  }
  const pick = (day: string | null) => {
    setTyped(null)
    setOpen(false)
    onUnreadable?.(false)
    onChange(day ?? '', '')
    opener.current?.focus()
  }
  return (
    <Popover
      opened={isOpen}
      onChange={setOpen}
      trapFocus
      returnFocus
      position="bottom-end"
      withinPortal
      // The button opens it and says so; the box beside it is a text box like any other.
      withRoles={false}
      disabled={disabled ?? false}
    >
      <Popover.Target>
        <Input
          {...rest}
          size={rest.size ?? 'md'}
          disabled={disabled ?? false}
          autoComplete="off"
          placeholder={rest.placeholder ?? t('ui.day.form')}
          value={typed ?? (value && f.day(value))}
          onFocus={(event) => {
            const input = event.currentTarget
            // The other form of the day is there at once and marked: typing begins anew.
            flushSync(() => setTyped((text) => text ?? value))
            input.select()
          }}
          onBlur={leave}
          onChange={(event) => type(event.currentTarget.value)}
          rightSectionPointerEvents="all"
          rightSection={
            <button
              ref={opener}
              type="button"
              className={styles.open}
              disabled={disabled ?? false}
              aria-label={t('ui.day.open', { name })}
              aria-haspopup="dialog"
              aria-expanded={isOpen}
              onClick={() => setOpen(!isOpen)}
            >
              <svg viewBox="0 0 24 24" aria-hidden>
                <path d="M4 6h16v14H4zM4 10h16M8 3v4M16 3v4" />
              </svg>
            </button>
          }
        />
      </Popover.Target>
      <Popover.Dropdown role="dialog" aria-label={t('ui.day.open', { name })}>
        <DatePicker
          className={styles.calendar ?? ''}
          value={value || null}
          onChange={pick}
          defaultDate={value || min || today}
          minDate={min || undefined}
          maxDate={max || undefined}
          locale={isEnglish ? 'en' : 'zh-cn'}
          monthLabelFormat={isEnglish ? 'MMMM YYYY' : 'YYYY年M月'}
          yearLabelFormat={isEnglish ? 'YYYY' : 'YYYY年'}
          monthsListFormat={isEnglish ? 'MMM' : 'M月'}
          weekdayFormat="dd"
          firstDayOfWeek={1}
          highlightToday
          allowDeselect={false}
          getDayAriaLabel={f.day}
          // In a dialog, Escape closes the calendar first.
          getDayProps={() => ({ 'data-mantine-stop-propagation': 'true' })}
          ariaLabels={{
            previousMonth: t('ui.day.previousMonth'),
            nextMonth: t('ui.day.nextMonth'),
            previousYear: t('ui.day.previousYear'),
            nextYear: t('ui.day.nextYear'),
            previousDecade: t('ui.day.previousYears'),
            nextDecade: t('ui.day.nextYears'),
            monthLevelControl: t('ui.day.months'),
            yearLevelControl: t('ui.day.years'),
          }}
        />
      </Popover.Dropdown>
    </Popover>
  )
}
