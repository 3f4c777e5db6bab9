import { useState } from 'react'
import { PasswordInput } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../ui/ActionButton.tsx'
import { Dialog } from '../../../ui/Dialog.tsx'
import { ErrorNote } from '../../../ui/ErrorNote.tsx'
import { api, client } from '../../../ui/api.ts'
import { useTried } from '../../../ui/useTried.ts'
import { demoPassword } from '../rules.ts'
import { askDevice, passkeyRefusal } from './passkeys/device.ts'

interface Props<Result> {
  title: string
  text: string
  confirm: string
  danger?: boolean
  /** What happens once the password, or the passkey, was right. */
  act: () => Promise<Result>
  onDone: (result: Result) => void
  onClose: () => void
}

/** Asks for the password or a passkey again, then acts: the act is one's own, not that of an open screen. */
export function StepUp<Result>({
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
  const { data: me } = useQuery(api.accounts.me.queryOptions())
  const { data } = useQuery({
    ...api.accounts.passkeys.list.queryOptions(),
    enabled: passkeyRefusal() === null,
  })
  const hasPasskey = data?.passkeys.some((one) => one.isOfThisSite && !one.suspendedAt) ?? false
  const onSuccess = (result: Result) => {
    onClose()
    onDone(result)
  }
  const go = useMutation({
    mutationFn: async () => {
      await client.accounts.stepUp({ password })
      return act()
    },
    onSuccess,
  })
  const { tried, submit } = useTried(go.mutate)
  const byPasskey = useMutation({
    mutationFn: async () => {
      const { passkeys } = client.accounts
      await passkeys.stepUp({ answer: await askDevice(await passkeys.stepUpOptions()) })
      return act()
    },
    onSuccess,
  })
  return (
    <Dialog opened onClose={onClose} title={title}>
      <form className="stack" noValidate onSubmit={submit}>
        <p className="mute">{text}</p>
        <PasswordInput
          label={t('accounts.stepUp.password')}
          description={
            me?.organization.demo && t('accounts.stepUp.demo', { password: demoPassword })
          }
          error={tried && !password && t('ui.fillIn')}
          // The library marks the frame around it only.
          aria-invalid={tried && !password}
          autoComplete="current-password"
          required
          withAsterisk={false}
          data-autofocus
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          visibilityToggleButtonProps={{ 'aria-label': t('accounts.showPassword') }}
        />
        <ErrorNote error={go.error ?? byPasskey.error} />
        <div className="cluster">
          <ActionButton type="submit" kind={danger ? 'danger' : 'primary'} busy={go.isPending}>
            {confirm}
          </ActionButton>
          {hasPasskey && (
            <ActionButton busy={byPasskey.isPending} onClick={() => byPasskey.mutate()}>
              {t('accounts.stepUp.passkey')}
            </ActionButton>
          )}
          <ActionButton onClick={onClose}>{t('ui.cancel')}</ActionButton>
        </div>
      </form>
    </Dialog>
  )
}
