import { useId, type ComponentProps } from 'react'
import { Textarea } from '@mantine/core'
import styles from './Form.module.css'

interface Props extends Pick<
  ComponentProps<typeof Textarea>,
  'placeholder' | 'disabled' | 'onKeyDown' | 'minRows' | 'maxLength'
> {
  label: string
  /** Only read aloud; the placeholder shows it to the eye. */
  hideLabel?: boolean
  hint?: string | undefined
  value: string
  onChange: (value: string) => void
  'data-first'?: true
}

/** A text within an entry: grows with what is written. */
export function Line({ label, hideLabel, hint, value, onChange, minRows = 1, ...rest }: Props) {
  const id = useId()
  return (
    <div className={styles.line}>
      <label htmlFor={id} className={hideLabel ? 'unseen' : undefined}>
        {label}
      </label>
      {hint && (
        <p className="small mute" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      <Textarea
        {...rest}
        id={id}
        minRows={minRows}
        size="sm"
        value={value}
        aria-describedby={hint ? `${id}-hint` : undefined}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    </div>
  )
}
