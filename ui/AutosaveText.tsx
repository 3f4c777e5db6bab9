import { type ReactNode, useId } from 'react'
import { Textarea, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Conflict } from './Conflict.tsx'
import { SaveNote } from './SaveNote.tsx'
import { type Autosave, useAutosave } from './useAutosave.ts'
import { type Readers, WhoReads } from './WhoReads.tsx'
import styles from './AutosaveText.module.css'

interface FieldProps {
  label: string
  /** Who reads this text. Every text box says it. */
  readers: Readers
  /** A sentence under the field. */
  hint?: ReactNode
  placeholder?: string
  required?: boolean
  rows?: number
  /** One line instead of many. */
  single?: boolean
  maxLength?: number
}

interface Props<Input> extends FieldProps {
  id: string
  value: string
  version: number
  procedure: Parameters<typeof useAutosave<string, Input>>[0]['procedure']
  input: (value: string, version: number, clientId: string) => Input
  onSaved?: (saved: { version: number }) => void
}

/** A text field that saves itself, says who reads it and when it was saved, and survives a conflict. */
export function AutosaveText<Input>({
  id,
  value,
  version,
  procedure,
  input,
  onSaved,
  ...field
}: Props<Input>) {
  const autosave = useAutosave({
    id,
    value,
    version,
    procedure,
    input,
    label: field.label,
    ...(onSaved && { onSaved }),
  })
  return <SavedText autosave={autosave} {...field} />
}

/** The same field for a page that holds the autosave itself, e.g. to flush it before submitting. */
function SavedText({
  autosave,
  label,
  readers,
  hint,
  placeholder,
  required,
  rows = 3,
  single,
  maxLength = 20_000,
}: FieldProps & { autosave: Autosave<string> }) {
  const { t } = useTranslation()
  const id = useId()
  const common = {
    id,
    value: autosave.value,
    required: required ?? false,
    maxLength,
    'aria-describedby': `${id}-hint`,
    onBlur: () => void autosave.flush(),
    ...(placeholder && { placeholder }),
  }
  return (
    <div className={styles.field}>
      <div className={styles.head}>
        <label htmlFor={id}>
          {label}
          {required && <span className={styles.required}> {t('ui.required')}</span>}
        </label>
        <WhoReads readers={readers} />
      </div>
      {single ? (
        <TextInput {...common} onChange={(event) => autosave.set(event.currentTarget.value)} />
      ) : (
        <Textarea
          {...common}
          minRows={rows}
          onChange={(event) => autosave.set(event.currentTarget.value)}
        />
      )}
      <div className={styles.foot} id={`${id}-hint`}>
        <span className={styles.hint}>{hint}</span>
        <SaveNote state={autosave.state} savedAt={autosave.savedAt} error={autosave.error} />
      </div>
      <Conflict autosave={autosave}>{(text) => <p className={styles.saved}>{text}</p>}</Conflict>
    </div>
  )
}
