import { useState } from 'react'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../../ui/ActionButton.tsx'
import { ErrorNote } from '../../../../ui/ErrorNote.tsx'
import { api, client } from '../../../../ui/api.ts'
import { askDevice, passkeyRefusal } from '../../../accounts/pages/passkeys/device.ts'
import { StepUp } from '../../../accounts/pages/StepUp.tsx'

type Said = Omit<Parameters<typeof client.conversations.sign>[0], 'answer' | 'clientId'>
type Signed = Awaited<ReturnType<typeof client.conversations.sign>>

interface Props {
  /** What is said, once it is complete. */
  said: Said | null
  refuses: boolean
  /** Message key of why it cannot be signed yet. */
  holds: string | null
  dialogTitle: string
  onDone: (signed: Signed) => void
}

/** Signs with a key of one's own where there is one (S2), or by entering the password again (S1), and says which it is. */
export function SignButtons({ said, refuses, holds, dialogTitle, onDone }: Props) {
  const { t } = useTranslation()
  // One key per asking: pressed twice, or sent again over a bad line, it is one signature.
  const [asking, setAsking] = useState<string | null>(null)
  const isPossible = passkeyRefusal() === null
  const { data: ways } = useQuery({
    ...api.signing.ways.queryOptions(),
    enabled: isPossible,
    refetchInterval: ({ state }) => (state.data?.almost === 'waiting' ? 2000 : false),
  })
  const withKey = useMutation({
    mutationFn: async (input: Said) => {
      const answer = await askDevice(await client.conversations.signOptions(input))
      return client.conversations.sign({ ...input, answer, clientId: crypto.randomUUID() })
    },
    onSuccess: onDone,
  })
  const hasKey = ways?.passkey === true
  const words = refuses ? 'conversations.sign.refuse' : 'conversations.sign.button'
  const look = refuses ? 'danger' : 'primary'
  const askPassword = () => setAsking(crypto.randomUUID())
  return (
    <>
      {hasKey ? (
        <>
          <ActionButton
            kind={look}
            size="md"
            fullWidth
            refusal={holds}
            busy={withKey.isPending}
            onClick={() => said && withKey.mutate(said)}
          >
            {t(refuses ? 'conversations.sign.refuseWithKey' : 'conversations.sign.withKey')}
          </ActionButton>
          <ErrorNote error={withKey.error} kept={t('conversations.kept')} />
          <p className="small mute">{t('conversations.sign.isS2')}</p>
          <ActionButton kind="quiet" refusal={holds} onClick={askPassword}>
            {t('conversations.sign.withPassword')}
          </ActionButton>
        </>
      ) : (
        <>
          <ActionButton kind={look} size="md" fullWidth refusal={holds} onClick={askPassword}>
            {t(words)}
          </ActionButton>
          <p className="small mute">
            {t('conversations.sign.isS1')}{' '}
            {ways?.almost
              ? t(`conversations.sign.key.${ways.almost}`)
              : isPossible && <Link to="/settings">{t('conversations.sign.key.add')}</Link>}
          </p>
        </>
      )}
      {asking && said && (
        <StepUp
          title={dialogTitle}
          text={t('conversations.sign.dialogText')}
          confirm={t(words)}
          danger={refuses}
          onClose={() => setAsking(null)}
          act={() => client.conversations.sign({ ...said, clientId: asking })}
          onDone={onDone}
        />
      )}
    </>
  )
}
