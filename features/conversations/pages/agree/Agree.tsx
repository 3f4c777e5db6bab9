import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Card } from '../../../../ui/Card.tsx'
import { PartForm } from '../../../templates/pages/form/PartForm.tsx'
import { PartView } from '../../../templates/pages/form/PartView.tsx'
import type { Workspace } from '../../contract.ts'
import {
  aboutOf,
  isPair,
  namesOf,
  partOf,
  refresh,
  savingFor,
  useFormOf,
  valuesOf,
} from '../form.ts'
import { ForEmployee } from '../disagree/ForEmployee.tsx'
import { ForManager } from '../disagree/ForManager.tsx'
import { useHints } from '../hints/useHints.tsx'
import { PrivateNote } from '../PrivateNote.tsx'
import { StatusOnly } from '../StatusOnly.tsx'
import { Sign } from '../sign/Sign.tsx'
import type { Slots } from '../slots.ts'
import { Facts } from '../talk/Facts.tsx'
import { Indicators } from '../talk/Indicators.tsx'
import { Plan } from './Plan.tsx'
import { PlanView } from './PlanView.tsx'
import { Present } from './Present.tsx'
import { TakenBack } from './TakenBack.tsx'

/** 共识: first the plan and what was settled, then the page both read and sign. */
export function Agree({ talk, slots }: { talk: Workspace; slots: Slots }) {
  if (talk.signing.presentedAt && !talk.sealedAt) return <Sign talk={talk} />
  return <Agreement talk={talk} slots={slots} />
}

function Agreement({ talk, slots }: { talk: Workspace; slots: Slots }) {
  const { t } = useTranslation()
  const form = useFormOf(talk, 'agreement')
  const part = partOf(talk, 'agreement')
  const mayWrite = talk.refusals.writeAgreement === null
  const hints = useHints(talk, 'agreement', mayWrite)
  const [asked, setAsked] = useState(0)
  return (
    <div className="two">
      <div className="stack">
        <TakenBack talk={talk} />
        {talk.refusals.writePlan === null ? (
          <Plan talk={talk} />
        ) : (
          talk.plan.length > 0 && (
            <Card title={t('conversations.plan.title')}>
              <PlanView talk={talk} />
            </Card>
          )
        )}
        {mayWrite ? (
          <PartForm
            {...form}
            formId={`${talk.id}.agreement`}
            template={talk.template.body}
            part="agreement"
            answers={part?.answers ?? {}}
            save={savingFor(talk.id, 'agreement')}
            onSaved={() => void refresh(talk.id)}
            asked={asked}
            beneath={hints}
          />
        ) : part ? (
          <Card title={t('conversations.agreement.title')}>
            <PartView
              template={talk.template.body}
              part="agreement"
              answers={valuesOf(part)}
              names={namesOf(talk)}
              about={aboutOf(talk)}
            />
          </Card>
        ) : (
          !isPair(talk) && <StatusOnly talk={talk} />
        )}
      </div>
      <aside className="stack">
        {isPair(talk) && !talk.sealedAt && (
          <Present talk={talk} onAsk={() => setAsked(asked + 1)} />
        )}
        <ForEmployee talk={talk} />
        <ForManager talk={talk} />
        {slots.lastPromises?.(talk.id)}
        {talk.minutes && (
          <Card title={t('conversations.minutes.label')}>
            <p style={{ whiteSpace: 'pre-wrap' }}>{talk.minutes}</p>
          </Card>
        )}
        <Indicators id={talk.id} />
        <Facts talk={talk} />
        {isPair(talk) && <PrivateNote talk={talk} />}
      </aside>
    </div>
  )
}
