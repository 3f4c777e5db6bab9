import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../../ui/ActionButton.tsx'
import { Card } from '../../../../ui/Card.tsx'
import { useFormat } from '../../../../ui/useFormat.ts'
import { PartForm } from '../../../templates/pages/form/PartForm.tsx'
import { PartView } from '../../../templates/pages/form/PartView.tsx'
import { useText } from '../../../templates/pages/useText.ts'
import { minutesField, type Workspace } from '../../contract.ts'
import { aboutOf, isPair, namesOf, partOf, savingFor, useFormOf, valuesOf } from '../form.ts'
import { Materials } from '../prepare/Materials.tsx'
import { ForEmployee } from '../disagree/ForEmployee.tsx'
import { ForManager } from '../disagree/ForManager.tsx'
import { PrivateNote } from '../PrivateNote.tsx'
import { StatusOnly } from '../StatusOnly.tsx'
import type { Slots } from '../slots.ts'
import { Facts } from './Facts.tsx'
import { Paper } from './Paper.tsx'
import { SharedMinutes } from './SharedMinutes.tsx'

/** 对话: the door to the guided mode, and what has been written so far. */
export function Talking({ talk, slots }: { talk: Workspace; slots: Slots }) {
  const { t } = useTranslation()
  const text = useText()
  const form = useFormOf(talk, 'talk')
  const part = partOf(talk, 'talk')
  const mayWrite = talk.refusals.writeTalk === null
  const hasMinutes = talk.template.body.sections.some((section) =>
    section.fields.some(({ key }) => key === minutesField),
  )
  return (
    <div className="two">
      <div className="stack">
        {!talk.sealedAt && <Doors talk={talk} />}
        {talk.talk.endedAt && <Spent talk={talk} />}
        {mayWrite ? (
          <PartForm
            {...form}
            formId={`${talk.id}.talk`}
            template={talk.template.body}
            part="talk"
            answers={part?.answers ?? {}}
            save={savingFor(talk.id, 'talk')}
            slots={{ [minutesField]: <SharedMinutes id={talk.id} /> }}
          />
        ) : (
          (talk.minutes || part) && (
            <Card title={text(talk.template.body.title)}>
              <div className="stack">
                {talk.minutes && (
                  <div>
                    <h3>{t('conversations.minutes.label')}</h3>
                    <p className="serif" style={{ whiteSpace: 'pre-wrap' }}>
                      {talk.minutes}
                    </p>
                  </div>
                )}
                {part && (
                  <PartView
                    template={talk.template.body}
                    part="talk"
                    answers={valuesOf(part)}
                    names={namesOf(talk)}
                    about={aboutOf(talk)}
                    except={[minutesField]}
                  />
                )}
              </div>
            </Card>
          )
        )}
        {!mayWrite && !talk.minutes && !part && !isPair(talk) && <StatusOnly talk={talk} />}
        {mayWrite && !hasMinutes && (
          <Card>
            <SharedMinutes id={talk.id} />
          </Card>
        )}
      </div>
      <aside className="stack">
        {slots.meeting?.(talk.id)}
        <ForEmployee talk={talk} />
        <ForManager talk={talk} />
        {slots.lastPromises?.(talk.id)}
        <Facts talk={talk} />
        <Materials talk={talk} />
        {isPair(talk) && <PrivateNote talk={talk} />}
      </aside>
    </div>
  )
}

/** Into the guided mode; or, for a talk held without a screen, its words and the scan. */
function Doors({ talk }: { talk: Workspace }) {
  const { t } = useTranslation()
  const f = useFormat()
  const [isPaper, setPaper] = useState(false)
  const { startedAt, endedAt } = talk.talk
  if (!isPair(talk) || talk.signing.presentedAt) return null
  if (endedAt)
    return (
      <Card tone="calm">
        <div className="row">
          <div>
            <h2>{t('conversations.talk.over')}</h2>
            <p className="mute">
              {talk.paper
                ? t('conversations.paper.marked', {
                    name: talk.paper.by.name,
                    when: f.near(talk.paper.at),
                    day: f.day(talk.paper.heldOn),
                  })
                : t('conversations.talk.overText', { when: f.near(endedAt) })}
            </p>
          </div>
          <div className="end">
            <ActionButton kind="primary" to={`/conversations/${talk.id}`}>
              {t('conversations.talk.toAgree')}
            </ActionButton>
          </div>
        </div>
      </Card>
    )
  return (
    <Card tone="calm">
      <div className="row">
        <div>
          <h2>{t(startedAt ? 'conversations.talk.running' : 'conversations.talk.ready')}</h2>
          <p className="mute">
            {t(startedAt ? 'conversations.talk.runningText' : 'conversations.talk.readyText', {
              count: talk.template.body.steps.length,
              minutes: talk.template.body.steps.reduce((sum, step) => sum + step.minutes, 0),
            })}
          </p>
        </div>
        <div className="end">
          <ActionButton kind="primary" to={`/conversations/${talk.id}/live`}>
            {t(startedAt ? 'conversations.talk.return' : 'conversations.talk.enter')}
          </ActionButton>
        </div>
      </div>
      {talk.relation === 'manager' && talk.refusals.recordPaper === null && (
        <p className="small">
          <ActionButton kind="quiet" onClick={() => setPaper(true)}>
            {t('conversations.paper.open')}
          </ActionButton>
        </p>
      )}
      {isPaper && <Paper talk={talk} onClose={() => setPaper(false)} />}
    </Card>
  )
}

/** How long each step took. */
function Spent({ talk }: { talk: Workspace }) {
  const { t } = useTranslation()
  const f = useFormat()
  const text = useText()
  const steps = talk.template.body.steps.filter(({ key }) => talk.talk.seconds[key])
  const total = Object.values(talk.talk.seconds).reduce((sum, seconds) => sum + seconds, 0)
  if (steps.length === 0) return null
  return (
    <Card title={t('conversations.talk.spent')} note={f.minutes(Math.round(total / 60))}>
      <ol>
        {steps.map((step) => (
          <li key={step.key} className="row">
            <span>{text(step.label)}</span>
            <span className="end mute">
              {t('conversations.live.of', {
                spent: f.minutes(Math.round((talk.talk.seconds[step.key] ?? 0) / 60)),
                planned: f.minutes(step.minutes),
              })}
            </span>
          </li>
        ))}
      </ol>
    </Card>
  )
}
