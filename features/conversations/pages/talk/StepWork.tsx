import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { WhoReads } from '../../../../ui/WhoReads.tsx'
import { AnswerView } from '../../../templates/pages/form/AnswerView.tsx'
import { PartForm } from '../../../templates/pages/form/PartForm.tsx'
import { readersInWords } from '../../../templates/pages/form/readers.ts'
import { useText } from '../../../templates/pages/useText.ts'
import { isEmptyAnswer } from '../../../templates/answers/rules.ts'
import type { Field, Step } from '../../../templates/contract.ts'
import { saysStaysOut } from '../../../templates/feeding/rules.ts'
import { fieldOf } from '../../../templates/rules.ts'
import { minutesField, type Workspace } from '../../contract.ts'
import { namesOf, partOf, savingFor, useFormOf } from '../form.ts'
import { Atmosphere } from './Atmosphere.tsx'
import { SharedMinutes } from './SharedMinutes.tsx'
import styles from './Live.module.css'

/** The middle of the guided mode: what to say, what to ask, what both write. */
export function StepWork({
  talk,
  step,
  at,
  onSaved,
}: {
  talk: Workspace
  step: Step
  at: number
  onSaved: (at: Date) => void
}) {
  const { t } = useTranslation()
  const text = useText()
  const found = step.fields.flatMap((key) => {
    const one = fieldOf(talk.template.body, key)
    return one && key !== minutesField ? [one] : []
  })
  // Nothing about ratings is on the table before its step, whatever the template lists.
  const onTable = found.filter(({ field }) => !(step.ratingHidden && field.type === 'rating'))
  const told = onTable.filter(({ part }) => part === 'self' || part === 'manager')
  const keysOf = (part: 'talk' | 'agreement') =>
    onTable.filter((one) => one.part === part).map(({ field }) => field.key)
  const mayWrite = talk.refusals.writeTalk === null
  return (
    <>
      <p className="small mute">
        {t('conversations.live.step', { n: at + 1, label: text(step.label) })}
      </p>
      <p className={styles.ask}>“{text(step.opening)}”</p>
      {step.tip && <p className={styles.tip}>{text(step.tip)}</p>}
      {talk.talk.endedAt === null && <Atmosphere talk={talk} at={at} />}
      <Questions key={step.key} talk={talk} step={step} />
      <div className={styles.minutes}>
        {mayWrite ? (
          <SharedMinutes id={talk.id} onSaved={onSaved} />
        ) : (
          talk.minutes && (
            <>
              <h2>{t('conversations.minutes.label')}</h2>
              <WhoReads readers={{ text: t('conversations.minutes.readers') }} />
              <p className="serif" style={{ whiteSpace: 'pre-wrap' }}>
                {talk.minutes}
              </p>
            </>
          )
        )}
      </div>
      {(['talk', 'agreement'] as const).map((part) => (
        <Written key={part} talk={talk} part={part} keys={keysOf(part)} onSaved={onSaved} />
      ))}
      {told.length > 0 && (
        <Told talk={talk} fields={told as { field: Field; part: 'self' | 'manager' }[]} />
      )}
    </>
  )
}

/** Questions as a crib: ticking one off helps this device remember, it is written nowhere else. */
function Questions({ talk, step }: { talk: Workspace; step: Step }) {
  const { t } = useTranslation()
  const text = useText()
  const key = `cuxi.asked.${talk.id}.${step.key}`
  const [asked, setAsked] = useState<number[]>(
    () => JSON.parse(sessionStorage.getItem(key) ?? '[]') as number[],
  )
  const tick = (index: number) => {
    const next = asked.includes(index) ? asked.filter((one) => one !== index) : [...asked, index]
    sessionStorage.setItem(key, JSON.stringify(next))
    setAsked(next)
  }
  if (step.questions.length === 0) return null
  return (
    <ul className={styles.questions} aria-label={t('conversations.live.questions')}>
      {step.questions.map((question, index) => (
        <li key={question.zh}>
          <label data-asked={asked.includes(index) || undefined}>
            <input type="checkbox" checked={asked.includes(index)} onChange={() => tick(index)} />
            <span>{text(question)}</span>
          </label>
        </li>
      ))}
    </ul>
  )
}

/** The fields of this step that lie between the two. */
function Written({
  talk,
  part,
  keys,
  onSaved,
}: {
  talk: Workspace
  part: 'talk' | 'agreement'
  keys: string[]
  onSaved: (at: Date) => void
}) {
  const form = useFormOf(talk, part)
  if (keys.length === 0) return null
  const refusal = talk.refusals[part === 'talk' ? 'writeTalk' : 'writeAgreement']
  return (
    <PartForm
      {...form}
      formId={`${talk.id}.${part}`}
      template={talk.template.body}
      part={part}
      fields={keys}
      answers={partOf(talk, part)?.answers ?? {}}
      save={savingFor(talk.id, part)}
      refusal={refusal}
      onSaved={onSaved}
    />
  )
}

/** What each wrote beforehand about this step. */
function Told({
  talk,
  fields,
}: {
  talk: Workspace
  fields: { field: Field; part: 'self' | 'manager' }[]
}) {
  const { t } = useTranslation()
  const text = useText()
  const names = namesOf(talk)
  const shown = fields.flatMap(({ field, part }) => {
    const value = partOf(talk, part)?.answers[field.key]?.value
    return value === undefined || isEmptyAnswer(field, value) ? [] : [{ field, part, value }]
  })
  if (shown.length === 0) return null
  return (
    <section className={styles.told} aria-label={t('conversations.live.told')}>
      <h2>{t('conversations.live.told')}</h2>
      {shown.map(({ field, part, value }) => (
        <div key={field.key}>
          <h3>
            {text(field.label)}{' '}
            <span className="small mute">
              {[
                names[part === 'self' ? 'employee' : 'manager'],
                saysStaysOut(talk.template.body, field) && t('templates.library.notRating'),
              ]
                .filter(Boolean)
                .join(' · ')}
            </span>
          </h3>
          {/* Both parts are open by now: nobody waits for the other's any more. */}
          <WhoReads
            readers={field.readers === 'pairAfterReveal' ? 'pair' : readersInWords[field.readers]}
          />
          <AnswerView field={field} value={value} scale={talk.template.body.scale} names={names} />
        </div>
      ))}
    </section>
  )
}
