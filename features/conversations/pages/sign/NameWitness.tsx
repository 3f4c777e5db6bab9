import { useState } from 'react'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../../ui/ActionButton.tsx'
import { Card } from '../../../../ui/Card.tsx'
import { ErrorNote } from '../../../../ui/ErrorNote.tsx'
import { api } from '../../../../ui/api.ts'
import { toast } from '../../../../ui/toasts.tsx'
import type { PersonRef, Workspace } from '../../contract.ts'
import { refresh } from '../form.ts'
import { WitnessSelect } from './WitnessSelect.tsx'

/** The second person has said no, or does not come to it: somebody else is asked. */
export function NameWitness({ talk }: { talk: Workspace }) {
  const { t } = useTranslation()
  const note = talk.signing.refusalNote
  const [isOpen, setOpen] = useState(false)
  const [witness, setWitness] = useState<PersonRef | null>(null)
  const name = useMutation(
    api.conversations.nameWitness.mutationOptions({
      onSuccess: () => {
        toast({ text: t('conversations.nameWitness.done', { name: witness?.name ?? '' }) })
        setWitness(null)
        setOpen(false)
        void refresh(talk.id)
      },
    }),
  )
  if (!note || talk.refusals.nameWitness !== null) return null
  if (!isOpen && !note.declined)
    return (
      <p className="small mute">
        {t('conversations.nameWitness.question', { name: note.witness.name })}{' '}
        <ActionButton kind="quiet" onClick={() => setOpen(true)}>
          {t('conversations.nameWitness.open')}
        </ActionButton>
      </p>
    )
  return (
    <Card tone="waiting" title={t('conversations.nameWitness.title')}>
      <form
        className="stack"
        onSubmit={(event) => (
          event.preventDefault(),
          witness && name.mutate({ id: talk.id, witnessId: witness.id })
        )}
      >
        <p className="mute">
          {note.declined
            ? t('conversations.nameWitness.declined', { name: note.witness.name })
            : t('conversations.nameWitness.text', { name: note.witness.name })}
        </p>
        <WitnessSelect talkId={talk.id} value={witness} onChange={setWitness} />
        <ErrorNote error={name.error} />
        <ActionButton
          type="submit"
          kind="primary"
          busy={name.isPending}
          refusal={witness ? null : 'conversations.chooseSomebody'}
        >
          {t('conversations.nameWitness.button')}
        </ActionButton>
      </form>
    </Card>
  )
}
