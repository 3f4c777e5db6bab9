import { useState } from 'react'
import { Radio } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../ui/ActionButton.tsx'
import { Card } from '../../../ui/Card.tsx'
import { Dialog } from '../../../ui/Dialog.tsx'
import { ErrorNote } from '../../../ui/ErrorNote.tsx'
import { ReasonField } from '../../../ui/ReasonField.tsx'
import { api } from '../../../ui/api.ts'
import { toast } from '../../../ui/toasts.tsx'
import type { Workspace } from '../contract.ts'
import { refresh } from './form.ts'

/** The line above the employee has changed while the talk was open: HR says who finishes. */
export function HandOver({ talk }: { talk: Workspace }) {
  const { t } = useTranslation()
  const [isOpen, setOpen] = useState(false)
  const change = talk.managerChange!
  const isHr = ['hrAdmin', 'hrbp', 'breakGlass'].includes(talk.relation)
  return (
    <Card tone="waiting" title={t('conversations.handOver.title')}>
      <p>
        {t('conversations.handOver.text', {
          before: talk.manager?.name ?? '–',
          now: change.currentManager.name,
        })}
        {change.managerDraftExists && t('conversations.handOver.draft')}
      </p>
      {isHr && (
        <p style={{ marginTop: 12 }}>
          <ActionButton refusal={talk.refusals.changeManager} onClick={() => setOpen(true)}>
            {t('conversations.handOver.decide')}
          </ActionButton>
        </p>
      )}
      {isOpen && <Decide talk={talk} onClose={() => setOpen(false)} />}
    </Card>
  )
}

function Decide({ talk, onClose }: { talk: Workspace; onClose: () => void }) {
  const { t } = useTranslation()
  const before = talk.manager
  const [choice, setChoice] = useState<'oldFinishes' | 'newRestarts'>(
    before ? 'oldFinishes' : 'newRestarts',
  )
  const [reason, setReason] = useState('')
  const { currentManager } = talk.managerChange!
  const decide = useMutation(
    api.conversations.changeManager.mutationOptions({
      onSuccess: () => {
        toast({ text: t('conversations.handOver.decided') })
        void refresh(talk.id)
        onClose()
      },
    }),
  )
  return (
    <Dialog opened onClose={onClose} title={t('conversations.handOver.decide')}>
      <form
        className="stack"
        onSubmit={(event) => (
          event.preventDefault(),
          decide.mutate({
            id: talk.id,
            managerId: choice === 'oldFinishes' && before ? before.id : currentManager.id,
            choice,
            reason,
          })
        )}
      >
        <Radio.Group
          aria-label={t('conversations.handOver.decide')}
          value={choice}
          onChange={(value) => setChoice(value as typeof choice)}
        >
          <div className="stack">
            {before && (
              <Radio
                value="oldFinishes"
                label={t('conversations.handOver.oldFinishes', { name: before.name })}
                description={t('conversations.handOver.oldFinishesText')}
              />
            )}
            <Radio
              value="newRestarts"
              disabled={talk.revealedAt !== null}
              label={t('conversations.handOver.newRestarts', { name: currentManager.name })}
              description={t(
                talk.revealedAt
                  ? 'conversations.handOver.newTooLate'
                  : 'conversations.handOver.newRestartsText',
              )}
            />
          </div>
        </Radio.Group>
        <ReasonField
          label={t('conversations.reason')}
          help={t('conversations.reasonKept')}
          most={2000}
          value={reason}
          onChange={setReason}
        />
        <ErrorNote error={decide.error} />
        <div className="cluster">
          <ActionButton type="submit" kind="primary" busy={decide.isPending}>
            {t('conversations.handOver.confirm')}
          </ActionButton>
          <ActionButton onClick={onClose}>{t('ui.cancel')}</ActionButton>
        </div>
      </form>
    </Dialog>
  )
}
