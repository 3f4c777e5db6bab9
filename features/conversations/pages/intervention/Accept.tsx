import { useState } from 'react'
import { Radio, Stack } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../../ui/ActionButton.tsx'
import { Dialog } from '../../../../ui/Dialog.tsx'
import { ErrorNote } from '../../../../ui/ErrorNote.tsx'
import { api } from '../../../../ui/api.ts'
import { useDone } from './useDone.ts'

/** In the room as the second person, or beforehand only. */
export function Accept({
  id,
  isTalkOver,
  onClose,
}: {
  id: string
  isTalkOver: boolean
  onClose: () => void
}) {
  const { t } = useTranslation()
  const [mode, setMode] = useState(isTalkOver ? 'prepares' : 'sitsIn')
  const done = useDone()
  const accept = useMutation(
    api.conversations.intervention.accept.mutationOptions({
      onSuccess: async () => {
        onClose()
        await done(t('intervention.acceptedDone'))
      },
    }),
  )
  return (
    <Dialog opened title={t('intervention.accept')} onClose={onClose}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault()
          accept.mutate({ id, sitsIn: mode === 'sitsIn' })
        }}
      >
        <Radio.Group label={t('intervention.acceptTitle')} value={mode} onChange={setMode}>
          <Stack gap={12} mt={8}>
            <Radio
              value="sitsIn"
              disabled={isTalkOver}
              label={t('intervention.acceptSitsIn')}
              description={t(
                isTalkOver ? 'intervention.refusal.talkOver' : 'intervention.acceptSitsInHelp',
              )}
            />
            <Radio
              value="prepares"
              label={t('intervention.acceptPrepares')}
              description={t('intervention.acceptPreparesHelp')}
            />
          </Stack>
        </Radio.Group>
        <ErrorNote error={accept.error} />
        <div className="cluster">
          <ActionButton type="submit" kind="primary" busy={accept.isPending}>
            {t('intervention.acceptDo')}
          </ActionButton>
          <ActionButton onClick={onClose}>{t('ui.cancel')}</ActionButton>
        </div>
      </form>
    </Dialog>
  )
}
