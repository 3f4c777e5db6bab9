import { useEffect } from 'react'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Card } from '../../../ui/Card.tsx'
import { api } from '../../../ui/api.ts'
import { draftOf, dropDraft } from '../../../ui/outbox.ts'
import { useFormat } from '../../../ui/useFormat.ts'
import { AnswerView } from '../../templates/pages/form/AnswerView.tsx'
import { fieldOf } from '../../templates/rules.ts'
import { useText } from '../../templates/pages/useText.ts'
import { minutesField, type Workspace } from '../contract.ts'
import { isPair, namesOf } from './form.ts'

/** 未送达笔记: what I wrote and what came too late. It is mine alone, and it is not lost. */
export function Undelivered({ talk }: { talk: Workspace }) {
  const { t } = useTranslation()
  const f = useFormat()
  const text = useText()
  const { data } = useQuery({ ...api.conversations.undelivered.queryOptions({ input: { id: talk.id } }), enabled: isPair(talk) })
  useEffect(() => {
    // The server keeps this text for its author now: the browser's own copy no longer waits for anything.
    for (const one of data ?? []) {
      const draftId = `${talk.id}.${one.part}.${one.fieldKey}`
      if (JSON.stringify(draftOf(draftId)?.value) === JSON.stringify(one.value)) dropDraft(draftId)
    }
  }, [data, talk.id])
  if (!data || data.length === 0) return null
  return (
    <Card tone="waiting" title={t('conversations.undelivered.title')} note={t('conversations.undelivered.note')}>
      <details>
        <summary>{t('conversations.undelivered.show', { count: data.length })}</summary>
        <ul className="stack">
          {data.map((one, at) => {
            const found = fieldOf(talk.template.body, one.fieldKey)
            return (
              <li key={`${one.fieldKey}${at}`}>
                <span className="small mute">{found ? text(found.field.label) : one.fieldKey === minutesField ? t('conversations.minutes.label') : t('conversations.note.title')} · {f.dayTime(one.at)}</span>
                {found ? <AnswerView field={found.field} value={one.value} scale={talk.template.body.scale} names={namesOf(talk)} /> : <p>{String(one.value)}</p>}
              </li>
            )
          })}
        </ul>
      </details>
    </Card>
  )
}
