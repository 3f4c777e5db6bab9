import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../../ui/ActionButton.tsx'
import { Card } from '../../../../ui/Card.tsx'
import { ReasonField } from '../../../../ui/ReasonField.tsx'
import { WhoReads } from '../../../../ui/WhoReads.tsx'
import { client } from '../../../../ui/api.ts'
import { toast } from '../../../../ui/toasts.tsx'
import { useKept, useKeptForm } from '../../../../ui/useKept.ts'
import { StepUp } from '../../../accounts/pages/StepUp.tsx'
import type { PersonRef, Workspace } from '../../contract.ts'
import { refresh } from '../form.ts'
import { hasRefused } from './standing.ts'
import { keptAs } from './unsent.ts'
import { WitnessSelect } from './WitnessSelect.tsx'

/** The employee does not sign: the manager writes down why and asks a second person to confirm that it was so. */
export function NoteRefusal({ talk }: { talk: Workspace }) {
  const { t } = useTranslation()
  const [reason, setReason, forget] = useKept(keptAs(talk, 'note'), '')
  const [{ witness }, choose, forgetWitness] = useKeptForm<{ witness: PersonRef | null }>(
    keptAs(talk, 'witness'),
    { witness: null },
  )
  const [isOpen, setOpen] = useState(reason !== '' || witness !== null)
  const [isAsking, setAsking] = useState(false)
  const refusal =
    talk.refusals.noteRefusal === 'conversations.stepUpFirst' ? null : talk.refusals.noteRefusal
  const isManager = talk.relation === 'manager' || talk.relation === 'formerManager'
  if (!isManager || refusal !== null) return null
  if (!isOpen && !hasRefused(talk))
    return (
      <p className="small mute">
        {t('conversations.refusalNote.question', { name: talk.employee.name })}{' '}
        <ActionButton kind="quiet" onClick={() => setOpen(true)}>
          {t('conversations.refusalNote.open')}
        </ActionButton>
      </p>
    )
  return (
    <Card tone="waiting" title={t('conversations.refusalNote.title')}>
      <form className="stack" onSubmit={(event) => (event.preventDefault(), setAsking(true))}>
        <p className="mute">{t('conversations.refusalNote.text', { name: talk.employee.name })}</p>
        <div>
          <ReasonField
            label={t('conversations.refusalNote.reason')}
            most={2000}
            value={reason}
            onChange={setReason}
          />
          <WhoReads
            readers={{ text: t('conversations.refusalNote.readers', { name: talk.employee.name }) }}
          />
        </div>
        <WitnessSelect
          talkId={talk.id}
          value={witness}
          onChange={(person) => choose({ witness: person })}
        />
        <ActionButton
          type="submit"
          kind="primary"
          refusal={witness && reason.trim() ? null : 'conversations.refusalNeeds'}
        >
          {t('conversations.refusalNote.button')}
        </ActionButton>
      </form>
      {isAsking && witness && (
        <StepUp
          title={t('conversations.refusalNote.title')}
          text={t('conversations.refusalNote.dialog', { name: witness.name })}
          confirm={t('conversations.refusalNote.button')}
          act={() =>
            client.conversations.noteRefusal({
              id: talk.id,
              reason: reason.trim(),
              witnessId: witness.id,
            })
          }
          onDone={() => {
            forget()
            forgetWitness()
            toast({ text: t('conversations.refusalNote.done') })
            void refresh(talk.id)
          }}
          onClose={() => setAsking(false)}
        />
      )}
    </Card>
  )
}
