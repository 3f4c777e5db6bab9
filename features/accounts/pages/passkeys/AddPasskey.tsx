import { type FormEvent, useRef, useState } from 'react'
import { TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../../ui/ActionButton.tsx'
import { Dialog } from '../../../../ui/Dialog.tsx'
import { ErrorNote } from '../../../../ui/ErrorNote.tsx'
import { client } from '../../../../ui/api.ts'
import { deviceOf } from '../device.ts'
import { StepUp } from '../StepUp.tsx'
import { makePasskey } from './device.ts'

/** First the owner vouches, with the password or an earlier passkey; then the device makes the key, which gets a name. */
export function AddPasskey({ onDone, onClose }: { onDone: () => void; onClose: () => void }) {
  const { t } = useTranslation()
  const [options, setOptions] = useState<Record<string, unknown> | null>(null)
  // The first dialog closes in either case; only when it was called off is that the end.
  const hasVouched = useRef(false)
  const [name, setName] = useState(() => deviceOf(navigator.userAgent))
  const add = useMutation({
    mutationFn: async (asked: Record<string, unknown>) =>
      client.accounts.passkeys.add({ name: name.trim(), answer: await makePasskey(asked) }),
    onSuccess: () => {
      onDone()
      onClose()
    },
    // A challenge is good for one try; the next try gets its own.
    onError: () =>
      void client.accounts.passkeys.addOptions().then(setOptions, () => setOptions(null)),
  })
  if (!options)
    return (
      <StepUp
        title={t('accounts.passkeys.add')}
        text={t('accounts.passkeys.vouchText')}
        confirm={t('accounts.passkeys.next')}
        act={async () => {
          const asked = await client.accounts.passkeys.addOptions()
          hasVouched.current = true
          return asked
        }}
        onDone={setOptions}
        onClose={() => hasVouched.current || onClose()}
      />
    )
  const submit = (event: FormEvent) => {
    event.preventDefault()
    add.mutate(options)
  }
  return (
    <Dialog opened onClose={onClose} title={t('accounts.passkeys.add')}>
      <form className="stack" onSubmit={submit}>
        <TextInput
          label={t('accounts.passkeys.name')}
          description={t('accounts.passkeys.nameHint')}
          required
          withAsterisk={false}
          maxLength={60}
          data-autofocus
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <p className="mute">{t('accounts.passkeys.makeText')}</p>
        <ErrorNote error={add.error} />
        <div className="cluster">
          <ActionButton
            type="submit"
            kind="primary"
            busy={add.isPending}
            refusal={name.trim() ? null : 'accounts.passkeyName'}
          >
            {t('accounts.passkeys.make')}
          </ActionButton>
          <ActionButton onClick={onClose}>{t('ui.cancel')}</ActionButton>
        </div>
      </form>
    </Dialog>
  )
}
