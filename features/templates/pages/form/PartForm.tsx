import { useCallback, useEffect, useMemo, useRef, useState, type ReactNode } from 'react'
import { useMediaQuery } from '@mantine/hooks'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../../ui/ActionButton.tsx'
import { Card } from '../../../../ui/Card.tsx'
import { useRefusal } from '../../../../ui/failure.ts'
import { draftOf } from '../../../../ui/outbox.ts'
import { useFormat } from '../../../../ui/useFormat.ts'
import { WhoReads } from '../../../../ui/WhoReads.tsx'
import type {
  About,
  Answers,
  Field,
  FieldStage,
  Missing,
  Part,
  Section,
  TemplateBody,
} from '../../contract.ts'
import { saysOnly } from '../../answers/rules.ts'
import { isShown, nobody } from '../../conditions/rules.ts'
import { missingForStage, missingIn } from '../../missing/rules.ts'
import { hasScore, isBefore, sectionsOf, stageSections } from '../../rules.ts'
import { useText } from '../useText.ts'
import { AnswerView } from './AnswerView.tsx'
import { FormContext, type FormFacts } from './facts.ts'
import { Completeness } from './Completeness.tsx'
import { anchorOf, FieldBlock, type Saving } from './FieldBlock.tsx'
import styles from './Form.module.css'
import { Left } from './Left.tsx'
import { readersInWords } from './readers.ts'
import { Said } from './Said.tsx'

export interface PartFormProps<Input> {
  /** Unique for the form, e.g. `${conversationId}.self`: drafts in the browser are kept under it. */
  formId: string
  template: TemplateBody
  part: Part
  /** Only the fields of this stage of the flow, such as the note on a large gap. */
  stage?: FieldStage
  /** Only these fields, e.g. those of a step of the talk; without headings and pages. */
  fields?: string[]
  writer: 'employee' | 'manager'
  /** Whoever writes leads the talk for its manager. */
  isDeputy?: boolean
  names: FormFacts['names']
  /** Whose talk it is, for fields that are there for some only. */
  about?: About
  answers: Record<string, { value?: unknown; version: number }>
  save: Saving<Input>
  /** Message key of why nothing may be written now; null when it may. */
  refusal?: string | null | undefined
  citable?: FormFacts['citable']
  indicators?: FormFacts['indicators']
  upload?: FormFacts['upload']
  fileAddress?: FormFacts['fileAddress']
  /** Fields the caller draws itself, such as the minutes both write at once. */
  slots?: Record<string, ReactNode>
  /** What the caller puts beneath a field, such as a hint for its author. */
  beneath?: Record<string, ReactNode>
  submit?: {
    label: string
    refusal?: string | null | undefined
    busy?: boolean
    onSubmit: () => void
  }
  onSaved?: (at: Date) => void
  /** Grows each time somebody elsewhere on the page asks what is missing here; 0 or absent: nobody has. */
  asked?: number
  /** Drawn as on a phone, whatever the window. */
  isNarrow?: boolean
}

/** A part of a conversation, to be filled in: one page on a desk, section by section on a phone. */
export function PartForm<Input>(props: PartFormProps<Input>) {
  const {
    formId,
    template,
    part,
    stage,
    fields,
    writer,
    isDeputy = false,
    names,
    about = nobody,
    answers,
    save,
    refusal = null,
    slots,
    submit,
  } = props
  const { t } = useTranslation()
  const text = useText()
  const f = useFormat()
  const sayRefusal = useRefusal()
  const isSmall = useMediaQuery('(max-width: 720px)', false, { getInitialValueInEffect: false })
  const isPhone = isSmall || props.isNarrow

  const [edits, setEdits] = useState<Answers>({})
  const [isAskingHere, setAsking] = useState(false)
  const asked = props.asked ?? 0
  const isAsking = isAskingHere || asked > 0
  const [isUnsaved, setUnsaved] = useState(false)
  const [savedAt, setSavedAt] = useState<Date | null>(null)
  const flushes = useRef(new Map<string, () => Promise<boolean>>())
  const top = useRef<HTMLDivElement>(null)

  const onValue = useCallback((key: string, value: unknown) => {
    setEdits((before) => (before[key] === value ? before : { ...before, [key]: value }))
  }, [])
  const register = useCallback((key: string, flush: (() => Promise<boolean>) | null) => {
    if (flush) flushes.current.set(key, flush)
    else flushes.current.delete(key)
  }, [])
  const onSaved = () => {
    const now = new Date()
    setSavedAt(now)
    props.onSaved?.(now)
  }

  const live = useMemo<Answers>(
    () => ({
      ...Object.fromEntries(Object.entries(answers).map(([key, { value }]) => [key, value])),
      ...edits,
    }),
    [answers, edits],
  )
  const missing = isAsking
    ? stage
      ? missingForStage(template, stage, live, about)
      : missingIn(template, part, live, about)
    : []

  const isHere = (field: Field) =>
    (!fields || fields.includes(field.key)) &&
    isBefore(field, { writer, isDeputy }) &&
    // What nobody is there to write is not asked for.
    (field.writer !== 'manager' || names.manager !== '') &&
    isShown(template, field, live, about)
  const sections = (stage ? stageSections(template, stage) : sectionsOf(template, part))
    .map((section) => ({ ...section, fields: section.fields.filter(isHere) }))
    .filter((section) => section.fields.length > 0)

  const { section: wanted } = useSearch({ strict: false }) as { section?: string }
  const navigate = useNavigate()
  const isPaged = isPhone && !fields && !stage && sections.length > 1
  const at = Math.max(
    0,
    sections.findIndex(({ key }) => key === wanted),
  )
  useEffect(() => {
    if (asked > 0) showTop(top.current)
  }, [asked])
  const flushAll = async () => {
    const sent = await Promise.all([...flushes.current.values()].map((flush) => flush()))
    const waits = sections.some((section) =>
      section.fields.some(({ key }) => draftOf(`${formId}.${key}`)),
    )
    return sent.every(Boolean) && !waits
  }
  const turnTo = async (key: string) => {
    void flushAll()
    await navigate({
      to: '.',
      search: ((before: object) => ({ ...before, section: key })) as never,
      replace: true,
      resetScroll: false,
    })
    top.current?.scrollIntoView()
    top.current?.focus()
  }
  const show = async (each: Missing) => {
    if (isPaged) await turnTo(each.sectionKey)
    requestAnimationFrame(() => {
      const place = document.getElementById(anchorOf(each.fieldKey))
      place?.scrollIntoView({ block: 'center' })
      place?.querySelector<HTMLElement>('input, textarea, button')?.focus({ preventScroll: true })
    })
  }
  const handIn = async () => {
    const left = stage
      ? missingForStage(template, stage, live, about)
      : missingIn(template, part, live, about)
    setAsking(true)
    if (left.length > 0) {
      requestAnimationFrame(() => showTop(top.current))
      return
    }
    const isAllSaved = await flushAll()
    setUnsaved(!isAllSaved)
    if (isAllSaved) submit?.onSubmit()
  }

  const facts: FormFacts = {
    template,
    writer,
    names,
    citable: props.citable ?? (() => []),
    indicators: props.indicators,
    upload: props.upload,
    fileAddress: props.fileAddress,
  }
  const other = names[writer === 'employee' ? 'manager' : 'employee']
  const isHidden = !stage && (part === 'self' || part === 'manager')
  const isScored = !stage && hasScore(template)
  const next = sections[at + 1]
  const shown = isPaged ? sections.slice(at, at + 1) : sections

  const draw = (field: Field) => {
    if (saysOnly(field)) return <Said key={field.key} field={field} names={names} />
    const slot = slots?.[field.key]
    if (slot !== undefined)
      return (
        <div key={field.key} id={anchorOf(field.key)}>
          {slot}
        </div>
      )
    if (field.writer !== 'both' && field.writer !== writer) {
      return (
        <div key={field.key} className={styles.field} id={anchorOf(field.key)}>
          <div className={styles.head}>
            <span className={styles.label}>{text(field.label)}</span>
            <span className="small mute">{t('templates.form.writtenBy', { name: other })}</span>
            <WhoReads readers={readersInWords[field.readers]} />
          </div>
          <AnswerView field={field} value={live[field.key]} />
        </div>
      )
    }
    return (
      <FieldBlock
        key={field.key}
        formId={formId}
        field={field}
        answer={answers[field.key]}
        save={save}
        disabled={refusal !== null}
        missing={missing.filter((each) => each.fieldKey === field.key)}
        beneath={props.beneath?.[field.key]}
        onValue={onValue}
        register={register}
        onSaved={onSaved}
      />
    )
  }

  return (
    <FormContext value={facts}>
      <div className={styles.form} ref={top} tabIndex={-1}>
        {refusal && <p className={styles.notice}>{sayRefusal(refusal)}</p>}
        {isPaged && (
          <div className={styles.progress}>
            <p className="small mute">
              {t('templates.form.page', { n: at + 1, of: sections.length })}
              {savedAt && <span> · {t('ui.save.saved', { time: f.clock(savedAt) })}</span>}
            </p>
            <progress
              value={at + 1}
              max={sections.length}
              aria-label={t('templates.form.page', { n: at + 1, of: sections.length })}
            />
          </div>
        )}
        {template.meter && !fields && !stage && (
          <Completeness template={template} part={part} answers={live} about={about} />
        )}
        {missing.length > 0 && <Left missing={missing} sections={sections} onShow={show} />}
        {isScored && part === 'self' && (
          <p className="small mute">{t('templates.form.neverRated.self')}</p>
        )}
        {shown.map((section) =>
          fields ? (
            <div key={section.key}>{section.fields.map(draw)}</div>
          ) : (
            <Card
              key={section.key}
              title={text(section.label)}
              note={
                isScored &&
                part === 'manager' &&
                !section.fields.some(({ mayFeedRating }) => mayFeedRating) &&
                t('templates.form.neverRated.section')
              }
              className={styles.section}
            >
              {section.intro && <p className={styles.intro}>{text(section.intro)}</p>}
              <div className={isTrio(section) ? styles.trio : undefined}>
                {section.fields.map(draw)}
              </div>
            </Card>
          ),
        )}
        {isHidden && refusal === null && other !== '' && (
          <p className="small mute">{t('templates.form.untilBoth', { name: other })}</p>
        )}
        {isUnsaved && (
          <p className={styles.missing} role="alert">
            {t('templates.form.notAllSaved')}
          </p>
        )}
        <div className={styles.end}>
          {isPaged && at > 0 && (
            <ActionButton onClick={() => void turnTo(sections[at - 1]?.key ?? '')}>
              {t('templates.form.before')}
            </ActionButton>
          )}
          {isPaged && next ? (
            <ActionButton kind="primary" onClick={() => void turnTo(next.key)}>
              {t('templates.form.next', { section: text(next.label) })}
            </ActionButton>
          ) : (
            submit && (
              <ActionButton
                kind="primary"
                refusal={submit.refusal}
                busy={submit.busy ?? false}
                onClick={() => void handIn()}
              >
                {submit.label}
              </ActionButton>
            )
          )}
        </div>
      </div>
    </FormContext>
  )
}

function showTop(form: HTMLElement | null) {
  form?.scrollIntoView({ block: 'start' })
  form?.focus({ preventScroll: true })
}

// 三三原则 stands side by side: three lists of sentences.
const isTrio = (section: Section) =>
  section.fields.length === 3 && section.fields.every(({ type }) => type === 'statements')
