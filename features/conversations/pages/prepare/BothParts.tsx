import { useState } from 'react'
import { SegmentedControl } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../../ui/ActionButton.tsx'
import { Card } from '../../../../ui/Card.tsx'
import { useFormat } from '../../../../ui/useFormat.ts'
import { PartForm } from '../../../templates/pages/form/PartForm.tsx'
import { PartView } from '../../../templates/pages/form/PartView.tsx'
import type { Workspace } from '../../contract.ts'
import {
  aboutOf,
  lookAgain,
  namesOf,
  partOf,
  partWord,
  savingFor,
  useFormOf,
  valuesOf,
} from '../form.ts'
import { useHints } from '../hints/useHints.tsx'

/** Both parts, opened: read side by side in turn; the manager may revise, and every earlier wording is kept. */
export function BothParts({ talk }: { talk: Workspace }) {
  const { t } = useTranslation()
  const f = useFormat()
  const kinds = (['self', 'manager'] as const).filter((kind) => partOf(talk, kind))
  // Opened again to be corrected: then it is written at once, not only read.
  const isReopened =
    talk.relation === 'manager' && talk.amending?.parts.includes('manager') === true
  const theirs = talk.relation === 'employee' || isReopened ? 'manager' : 'self'
  const [chosen, setChosen] = useState<'self' | 'manager'>(theirs)
  const [isRevising, setRevising] = useState(isReopened)
  const form = useFormOf(talk, 'manager')
  const hints = useHints(talk, 'manager', isRevising)
  if (kinds.length === 0) return null
  const kind = kinds.includes(chosen) ? chosen : kinds[0]!
  const part = partOf(talk, kind)!
  const revisions = Object.values(part.answers).reduce((sum, answer) => sum + answer.revisions, 0)
  const mayRevise = kind === 'manager' && part.own && talk.refusals.reviseManager === null
  return (
    <Card
      title={
        talk.relation === 'breakGlass'
          ? t('conversations.part.of', {
              name: talk.employee.name,
              part: t(partWord(talk, 'self')),
            })
          : t('conversations.part.both')
      }
      note={
        part.submittedAt
          ? t('conversations.part.submittedAt', { when: f.near(part.submittedAt) })
          : undefined
      }
      action={
        mayRevise && (
          <ActionButton onClick={() => setRevising(!isRevising)}>
            {t(isRevising ? 'conversations.part.reviseDone' : 'conversations.part.revise')}
          </ActionButton>
        )
      }
    >
      <div className="stack">
        {kinds.length > 1 && (
          <SegmentedControl
            aria-label={t('conversations.part.both')}
            value={kind}
            onChange={(value) => (setChosen(value as typeof kind), setRevising(false))}
            data={kinds.map((one) => ({
              value: one,
              label: t('conversations.part.of', {
                name: namesOf(talk)[one === 'self' ? 'employee' : 'manager'],
                part: t(partWord(talk, one)),
              }),
            }))}
          />
        )}
        {revisions > 0 && (
          <p className="small mute">{t('conversations.part.revised', { count: revisions })}</p>
        )}
        {isRevising && mayRevise ? (
          <PartForm
            {...form}
            formId={`${talk.id}.manager`}
            template={talk.template.body}
            part="manager"
            answers={part.answers}
            save={savingFor(talk.id, 'manager')}
            beneath={hints}
            onSaved={() => void lookAgain(talk.id)}
          />
        ) : (
          <PartView
            template={talk.template.body}
            part={kind}
            answers={valuesOf(part)}
            names={namesOf(talk)}
            about={aboutOf(talk)}
          />
        )}
      </div>
    </Card>
  )
}
