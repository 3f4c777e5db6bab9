import { useEffect } from 'react'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Card } from '../../../ui/Card.tsx'
import { api } from '../../../ui/api.ts'
import { draftOf, dropDraft } from '../../../ui/outbox.ts'
import { useFormat } from '../../../ui/useFormat.ts'
import { AnswerView } from '../../templates/pages/form/AnswerView.tsx'
import { useText } from '../../templates/pages/useText.ts'
import { fieldOf } from '../../templates/rules.ts'
import { minutesField, type PartKind, type PlanLineInput, type Workspace } from '../contract.ts'
import { isPair, namesOf, partOf } from './form.ts'

interface Kept {
  part: PartKind
  fieldKey: string
  value: unknown
  at: Date
}

// The database gives the keys of an object back in an order of its own.
const ordered = (value: unknown): unknown =>
  Array.isArray(value)
    ? value.map(ordered)
    : value && typeof value === 'object'
      ? Object.entries(value)
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([key, inner]) => [key, ordered(inner)])
      : value
const isSame = (a: unknown, b: unknown) => JSON.stringify(ordered(a)) === JSON.stringify(ordered(b))

/** The line of the plan a kept text was meant for: `plan.<id>`. */
const lineOf = (talk: Workspace, fieldKey: string) =>
  talk.plan.find(({ id }) => fieldKey === `plan.${id}`)

/** Whether these very words stand in the record after all, as after a conflict that was resolved. */
function hasArrived(talk: Workspace, { part, fieldKey, value }: Kept): boolean {
  const line = lineOf(talk, fieldKey)
  if (line)
    return Object.entries(value as Partial<PlanLineInput>).every(([name, words]) =>
      isSame(line[name as keyof PlanLineInput], words),
    )
  return isSame(partOf(talk, part)?.answers[fieldKey]?.value, value)
}

/** 未送达笔记: what I wrote and what did not become part of the record. It is mine alone, and it is not lost. */
export function Undelivered({ talk }: { talk: Workspace }) {
  const { t } = useTranslation()
  const { data } = useQuery({
    ...api.conversations.undelivered.queryOptions({ input: { id: talk.id } }),
    enabled: isPair(talk),
  })
  useEffect(() => {
    // The server keeps this text for its author now: the browser's own copy no longer waits for anything.
    for (const one of data ?? []) {
      const draftId = `${talk.id}.${one.part}.${one.fieldKey}`
      if (draftOf(draftId) && isSame(draftOf(draftId)?.value, one.value)) dropDraft(draftId)
    }
  }, [data, talk.id])
  const kept = data?.filter((one) => !hasArrived(talk, one)) ?? []
  if (kept.length === 0) return null
  return (
    <Card
      tone="waiting"
      title={t('conversations.undelivered.title')}
      note={t('conversations.undelivered.note')}
    >
      <details>
        <summary>{t('conversations.undelivered.show', { count: kept.length })}</summary>
        <ul className="stack">
          {kept.map((one, at) => (
            <One key={`${one.fieldKey}${at}`} talk={talk} kept={one} />
          ))}
        </ul>
      </details>
    </Card>
  )
}

function One({ talk, kept }: { talk: Workspace; kept: Kept }) {
  const { t } = useTranslation()
  const f = useFormat()
  const text = useText()
  const found = fieldOf(talk.template.body, kept.fieldKey)
  const isPlan = kept.fieldKey.startsWith('plan')
  const label = found
    ? text(found.field.label)
    : isPlan
      ? t('conversations.plan.title')
      : kept.fieldKey === minutesField
        ? t('conversations.minutes.label')
        : t('conversations.note.title')
  return (
    <li>
      <span className="small mute">
        {label} · {f.dayTime(kept.at)}
      </span>
      {found ? (
        <AnswerView
          field={found.field}
          value={kept.value}
          scale={talk.template.body.scale}
          names={namesOf(talk)}
        />
      ) : (
        <p>{isPlan ? wordsOf(kept.value as Partial<PlanLineInput>) : String(kept.value)}</p>
      )}
    </li>
  )
}

const wordsOf = ({ what, how, measure, support, dueOn }: Partial<PlanLineInput>) =>
  [what, how, measure, support, dueOn].filter(Boolean).join(' · ')
