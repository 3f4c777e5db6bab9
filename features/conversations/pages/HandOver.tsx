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
import { useRefusal } from '../../../ui/failure.ts'
import { toast } from '../../../ui/toasts.tsx'
import { useKept } from '../../../ui/useKept.ts'
import type { Workspace } from '../contract.ts'
import type { ManagerChoice } from '../opening/contract.ts'
import { refresh } from './form.ts'
import styles from './HandOver.module.css'

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
  const [choice, setChoice] = useState<ManagerChoice>(before ? 'oldFinishes' : 'newRestarts')
  const [reason, setReason, forget] = useKept(`handOver.${talk.id}`, '')
  const { currentManager, both } = talk.managerChange!
  const decide = useMutation(
    api.conversations.changeManager.mutationOptions({
      onSuccess: () => {
        forget()
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
            {before && both && <Both talk={talk} before={before.name} both={both} />}
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

/** Both go on, each for the months under them; what each would count is read before it is decided. */
function Both({
  talk,
  before,
  both,
}: {
  talk: Workspace
  before: string
  both: NonNullable<NonNullable<Workspace['managerChange']>['both']>
}) {
  const { t } = useTranslation()
  const refusal = useRefusal()(both.refusal)
  const names = { before, now: talk.managerChange!.currentManager.name }
  return (
    <Radio
      value="both"
      disabled={refusal !== null}
      label={t('conversations.handOver.both', names)}
      description={
        talk.revealedAt
          ? t('conversations.handOver.newTooLate')
          : (refusal ?? (
              <>
                {t('conversations.handOver.bothText', names)}
                <b className={styles.stretches}>
                  {both.stretches.map(({ fromOn, manager, months, share }) => (
                    <span key={fromOn}>
                      {t('conversations.handOver.stretch', {
                        name: manager ?? t('conversations.handOver.nobody'),
                        months,
                        share,
                      })}
                    </span>
                  ))}
                </b>
              </>
            ))
      }
    />
  )
}
