import type { ComponentProps } from 'react'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../../ui/ActionButton.tsx'
import { DateField } from '../../../../ui/DateField.tsx'
import { Dialog } from '../../../../ui/Dialog.tsx'
import { ErrorNote } from '../../../../ui/ErrorNote.tsx'
import { ReasonField } from '../../../../ui/ReasonField.tsx'
import { WhoReads } from '../../../../ui/WhoReads.tsx'
import { api } from '../../../../ui/api.ts'
import { useKeptForm } from '../../../../ui/useKept.ts'
import { PersonPick } from '../../../org/pages/PersonPick.tsx'
import { useDone } from './useDone.ts'

/** Whom, until when, and why. */
export function SetMark({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const [{ person, untilOn, reason }, write, forget] = useKeptForm<{
    person: ComponentProps<typeof PersonPick>['value']
    untilOn: string
    reason: string
  }>('mark', { person: null, untilOn: '', reason: '' })
  const done = useDone()
  const set = useMutation(
    api.conversations.intervention.marks.set.mutationOptions({
      onSuccess: async () => {
        forget()
        onClose()
        await done(t('intervention.marks.setDone'))
      },
    }),
  )
  const lacking = person && untilOn && reason.trim().length >= 5 ? null : 'intervention.writeMark'
  return (
    <Dialog opened title={t('intervention.marks.add')} onClose={onClose}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault()
          if (!lacking && person) set.mutate({ personId: person.id, untilOn, reason })
        }}
      >
        <PersonPick
          label={t('intervention.marks.person')}
          value={person}
          onChange={(chosen) => write({ person: chosen })}
        />
        <DateField
          label={t('intervention.marks.until')}
          description={t('intervention.marks.untilHelp')}
          required
          value={untilOn}
          onChange={(day) => write({ untilOn: day })}
        />
        <ReasonField
          label={t('intervention.marks.reason')}
          most={500}
          value={reason}
          onChange={(words) => write({ reason: words })}
        />
        <WhoReads readers={{ text: t('intervention.marks.reasonHelp') }} />
        <ErrorNote error={set.error} />
        <div className="cluster">
          <ActionButton type="submit" kind="primary" busy={set.isPending} refusal={lacking}>
            {t('intervention.marks.set')}
          </ActionButton>
          <ActionButton onClick={onClose}>{t('ui.cancel')}</ActionButton>
        </div>
      </form>
    </Dialog>
  )
}
