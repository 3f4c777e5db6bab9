import { useEffect, useId, useMemo, type ComponentType, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Conflict } from '../../../../ui/Conflict.tsx'
import { SaveNote } from '../../../../ui/SaveNote.tsx'
import { useAutosave } from '../../../../ui/useAutosave.ts'
import { WhoReads } from '../../../../ui/WhoReads.tsx'
import { isEmptyItem, startingAnswer } from '../../answers/rules.ts'
import type { Field, Missing } from '../../contract.ts'
import { useText } from '../useText.ts'
import { AnswerView } from './AnswerView.tsx'
import { editors, singleControl } from './editors.tsx'
import { hasScore } from '../../rules.ts'
import { useForm, type EditorProps } from './facts.ts'
import { readersInWords } from './readers.ts'
import { useMissing } from './said.ts'
import styles from './Form.module.css'

/** How an answer reaches the server; see `useAutosave`. */
export interface Saving<Input> {
  procedure: Parameters<typeof useAutosave<unknown, Input>>[0]['procedure']
  input: (fieldKey: string, value: unknown, version: number, clientId: string) => Input
}

interface Props<Input> {
  /** Unique for the form, so that drafts of two forms never meet. */
  formId: string
  field: Field
  answer: { value?: unknown; version: number } | undefined
  save: Saving<Input>
  disabled: boolean
  /** What is missing here; shown once somebody has tried to hand the part in. */
  missing: Missing[]
  beneath?: ReactNode
  onValue: (fieldKey: string, value: unknown) => void
  /** Called with the way to send at once; and with null when the field leaves the page. */
  register: (fieldKey: string, flush: (() => Promise<boolean>) | null) => void
  onSaved: () => void
}

/** One question: what it asks, who reads it, its editor, and how far its words have come. */
export function FieldBlock<Input>({
  formId,
  field,
  answer,
  save,
  disabled,
  missing,
  beneath,
  onValue,
  register,
  onSaved,
}: Props<Input>) {
  const text = useText()
  const { i18n } = useTranslation()
  const starting = useMemo(
    () => startingAnswer(field, ({ zh, en }) => (i18n.language === 'en' ? en : zh)),
    [field, i18n.language],
  )
  const autosave = useAutosave<unknown, Input>({
    id: `${formId}.${field.key}`,
    value: answer?.value ?? starting,
    version: answer?.version ?? 0,
    procedure: save.procedure,
    input: (value, version, clientId) => save.input(field.key, value, version, clientId),
    label: text(field.label),
    onSaved,
  })
  useEffect(() => onValue(field.key, autosave.value), [field.key, autosave.value, onValue])
  useEffect(() => {
    register(field.key, autosave.flush)
    return () => register(field.key, null)
  }, [field.key, autosave.flush, register])

  const Editor = editors[field.type as keyof typeof editors] as ComponentType<EditorProps<unknown>>
  return (
    <FieldFrame
      field={field}
      value={autosave.value}
      missing={missing}
      foot={<SaveNote state={autosave.state} savedAt={autosave.savedAt} error={autosave.error} />}
      onLeave={() => void autosave.flush()}
    >
      {(ids) => (
        <>
          <Editor
            {...ids}
            field={field}
            value={autosave.value}
            onChange={autosave.set}
            disabled={disabled}
          />
          <Conflict autosave={autosave}>
            {(words) => <AnswerView field={field} value={words} />}
          </Conflict>
          {beneath}
        </>
      )}
    </FieldFrame>
  )
}

interface FrameProps {
  field: Field
  value: unknown
  missing: Missing[]
  foot: ReactNode
  onLeave: () => void
  children: (ids: { id: string; labelledBy: string; describedBy: string }) => ReactNode
}

/** The id of a question on its page, to be gone to. */
export const anchorOf = (fieldKey: string) => `field-${fieldKey.replace('.', '-')}`

function FieldFrame({ field, value, missing, foot, onLeave, children }: FrameProps) {
  const { t } = useTranslation()
  const text = useText()
  const sayMissing = useMissing(field)
  const { template } = useForm()
  const staysOut = !field.mayFeedRating && field.writer === 'employee' && hasScore(template)
  const id = useId()
  const ids = { id, labelledBy: `${id}-label`, describedBy: `${id}-help` }
  const words = (
    <>
      {text(field.label)} <Counter field={field} value={value} />
      {field.required && <span className={styles.required}> {t('ui.required')}</span>}
    </>
  )
  const isSingle = singleControl.has(field.type)
  return (
    <div
      className={styles.field}
      id={anchorOf(field.key)}
      data-missing={missing.length > 0 || undefined}
      {...(!isSingle && {
        role: 'group',
        'aria-labelledby': ids.labelledBy,
        'aria-describedby': ids.describedBy,
      })}
      onBlur={(event) => !event.currentTarget.contains(event.relatedTarget) && onLeave()}
    >
      <div className={styles.head}>
        {isSingle ? (
          <label id={ids.labelledBy} htmlFor={id}>
            {words}
          </label>
        ) : (
          <span id={ids.labelledBy} className={styles.label}>
            {words}
          </span>
        )}
        {staysOut && <span className="small mute">{t('templates.library.notRating')}</span>}
        <WhoReads readers={readersInWords[field.readers]} />
      </div>
      <div id={ids.describedBy}>
        {field.help && <p className={styles.help}>{text(field.help)}</p>}
        {missing.map((each) => (
          <p
            key={`${each.reasonKey}${each.params.n ?? ''}${each.params.column ?? ''}`}
            className={styles.missing}
          >
            {sayMissing(each)}
          </p>
        ))}
      </div>
      {field.example && <Example example={field.example} />}
      {children(ids)}
      <div className={styles.foot}>{foot}</div>
    </div>
  )
}

/** `2 / 3` while some are lacking, then how many there are. */
function Counter({ field, value }: { field: Field; value: unknown }) {
  if (!field.min || !Array.isArray(value)) return null
  const have = value.filter(
    (item) => typeof item !== 'object' || !isEmptyItem(item as object),
  ).length
  return (
    <span className={styles.counter} data-enough={have >= field.min || undefined}>
      {have < field.min ? `${have} / ${field.min}` : have}
    </span>
  )
}

/** The same thing said badly and well; closed until somebody wants to see it. */
export function Example({ example }: { example: NonNullable<Field['example']> }) {
  const { t } = useTranslation()
  const text = useText()
  return (
    <details className={styles.example}>
      <summary>{t('templates.form.example')}</summary>
      <p>
        <b>{t('templates.form.weak')}</b> {text(example.weak)}
      </p>
      <p>
        <b>{t('templates.form.strong')}</b> {text(example.strong)}
      </p>
    </details>
  )
}
