import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../../ui/ActionButton.tsx'
import { useMutation } from '@tanstack/react-query'
import { ConfirmDialog } from '../../../../ui/ConfirmDialog.tsx'
import { api } from '../../../../ui/api.ts'
import type { HrCase } from '../../intervention/contract.ts'
import { Accept } from './Accept.tsx'
import { GiveReason } from './GiveReason.tsx'
import { HandOverCase } from './HandOverCase.tsx'
import { useDone } from './useDone.ts'

const acts = ['accept', 'decline', 'handOver', 'recuse', 'close'] as const
type Act = (typeof acts)[number]

/** What whoever has a case may do with it; what is refused is not offered. */
export function CaseActs({
  it,
  only = acts,
  isTalkOver = false,
}: {
  it: HrCase
  only?: readonly Act[]
  isTalkOver?: boolean
}) {
  const { t } = useTranslation()
  const [doing, setDoing] = useState<Act | null>(null)
  const done = useDone()
  const close = () => setDoing(null)
  const finish = useMutation(
    api.conversations.intervention.close.mutationOptions({
      onSuccess: async () => {
        close()
        await done(t('intervention.closed'))
      },
    }),
  )
  return (
    <>
      {only
        .filter((act) => it.refusals[act] === null)
        .map((act) => (
          <ActionButton
            key={act}
            kind={act === 'accept' ? 'primary' : act === 'recuse' ? 'quiet' : 'plain'}
            onClick={() => setDoing(act)}
          >
            {t(act === 'handOver' && !it.hr ? 'intervention.assign' : `intervention.${act}`)}
          </ActionButton>
        ))}
      {doing === 'accept' && <Accept id={it.id} isTalkOver={isTalkOver} onClose={close} />}
      {(doing === 'decline' || doing === 'recuse') && (
        <GiveReason id={it.id} act={doing} onClose={close} />
      )}
      {doing === 'handOver' && <HandOverCase it={it} onClose={close} />}
      <ConfirmDialog
        opened={doing === 'close'}
        title={t('intervention.closeTitle')}
        confirm={t('intervention.close')}
        busy={finish.isPending}
        error={finish.error}
        onConfirm={() => finish.mutate({ id: it.id })}
        onClose={close}
      >
        {t('intervention.closeText')}
      </ConfirmDialog>
    </>
  )
}
