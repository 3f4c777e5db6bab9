import { useState } from 'react'
import { Modal, PasswordInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../../ui/ActionButton.tsx'
import { ErrorNote } from '../../../../ui/ErrorNote.tsx'
import { client } from '../../../../ui/api.ts'

interface Props<Result> {
  title: string
  text: string
  confirm: string
  danger?: boolean
  /** What happens once the password was right. */
  act: () => Promise<Result>
  onDone: (result: Result) => void
  onClose: () => void
}

/** Asks for the password again, then acts: a signature is one's own, not that of an open screen. */
export function Password<Result>({
  title,
  text,
  confirm,
  danger,
  act,
  onDone,
  onClose,
}: Props<Result>) {
  const { t } = useTranslation()
  const [password, setPassword] = useState('')
  const go = useMutation({
    mutationFn: async () => {
      await client.accounts.stepUp({ password })
      return act()
    },
    onSuccess: (result) => {
      onClose()
      onDone(result)
    },
  })
  return (
    <Modal
      opened
      onClose={onClose}
      title={title}
      closeButtonProps={{ 'aria-label': t('ui.close') }}
    >
      <form className="stack" onSubmit={(event) => (event.preventDefault(), go.mutate())}>
        <p className="mute">{text}</p>
        <PasswordInput
          label={t('conversations.sign.password')}
          autoComplete="current-password"
          required
          withAsterisk={false}
          data-autofocus
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          visibilityToggleButtonProps={{ 'aria-label': t('accounts.showPassword') }}
        />
        <ErrorNote error={go.error} />
        <div className="cluster">
          <ActionButton type="submit" kind={danger ? 'danger' : 'primary'} busy={go.isPending}>
            {confirm}
          </ActionButton>
          <ActionButton onClick={onClose}>{t('ui.cancel')}</ActionButton>
        </div>
      </form>
    </Modal>
  )
}
