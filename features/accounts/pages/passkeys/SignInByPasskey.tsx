import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../../ui/ActionButton.tsx'
import { ErrorNote } from '../../../../ui/ErrorNote.tsx'
import { publicClient } from '../../../../ui/api.ts'
import { useRefusal } from '../../../../ui/failure.ts'
import { askDevice, passkeyRefusal } from './device.ts'

/** Comes in with a passkey: no name to type, the device knows whose it is. Says why where browsers have none. */
export function SignInByPasskey({ onDone }: { onDone: () => Promise<void> | void }) {
  const { t } = useTranslation()
  const say = useRefusal()
  const refusal = passkeyRefusal()
  const signIn = useMutation({
    mutationFn: async () => {
      const { passkeys } = publicClient
      await passkeys.signIn({ answer: await askDevice(await passkeys.signInOptions()) })
    },
    onSuccess: onDone,
  })
  return (
    <>
      <ErrorNote error={signIn.error} />
      <ActionButton refusal={refusal} busy={signIn.isPending} onClick={() => signIn.mutate()}>
        {t('accounts.signIn.passkey')}
      </ActionButton>
      {refusal && <p className="small mute">{say(refusal)}</p>}
    </>
  )
}
