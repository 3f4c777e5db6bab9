import { useId } from 'react'
import styles from './Rating.module.css'

interface RatingOption {
  value: string
  /** What stands on the button: 1, 2, B+ … */
  label: string
  /** What it means, shown once chosen: 稳定超过标准，能带别人 */
  meaning?: string
}

interface Props {
  label: string
  hideLabel?: boolean
  options: RatingOption[]
  value: string | null
  onChange: (value: string) => void
  disabled?: boolean
}

/** One of a few: large segments, arrow keys move between them, the chosen one's meaning stands below. */
export function Rating({ label, hideLabel, options, value, onChange, disabled }: Props) {
  const name = useId()
  const chosen = options.find((option) => option.value === value)
  return (
    <fieldset className={styles.rating} disabled={disabled}>
      <legend className={hideLabel ? 'unseen' : undefined}>{label}</legend>
      <div
        className={styles.segments}
        style={{ gridTemplateColumns: `repeat(${options.length}, minmax(0, 1fr))` }}
      >
        {options.map((option) => (
          <label key={option.value} data-chosen={option.value === value || undefined}>
            <input
              type="radio"
              name={name}
              value={option.value}
              checked={option.value === value}
              onChange={() => onChange(option.value)}
            />
            <span>{option.label}</span>
            {option.meaning && <span className="unseen">{option.meaning}</span>}
          </label>
        ))}
      </div>
      <p className={styles.meaning} aria-hidden>
        {chosen?.meaning && chosen.meaning !== chosen.label
          ? `${chosen.label}：${chosen.meaning}`
          : ' '}
      </p>
    </fieldset>
  )
}
