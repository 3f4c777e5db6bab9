import { useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../../ui/ActionButton.tsx'
import { Card } from '../../../../ui/Card.tsx'
import { EmptyState } from '../../../../ui/EmptyState.tsx'
import { ErrorNote } from '../../../../ui/ErrorNote.tsx'
import { Pending } from '../../../../ui/Pending.tsx'
import { Tag } from '../../../../ui/Tag.tsx'
import { api, client, queryClient } from '../../../../ui/api.ts'
import { useRefusal } from '../../../../ui/failure.ts'
import { toast } from '../../../../ui/toasts.tsx'
import { useFormat } from '../../../../ui/useFormat.ts'
import type { Passkey } from '../../passkeys/contract.ts'
import { StepUp } from '../StepUp.tsx'
import { AddPasskey } from './AddPasskey.tsx'
import { passkeyRefusal } from './device.ts'

const again = () => void queryClient.invalidateQueries({ queryKey: api.accounts.passkeys.key() })

/** One's own passkeys: what each is, when it was used, whether it may sign; add, enter again, remove. */
export function Passkeys() {
  const { t } = useTranslation()
  const say = useRefusal()
  const [isAdding, setAdding] = useState(false)
  const { data, error, refetch } = useQuery({
    ...api.accounts.passkeys.list.queryOptions(),
    // The log takes a new key in within seconds.
    refetchInterval: ({ state }) =>
      state.data?.passkeys.some(({ signing }) => signing === 'waiting') ? 2000 : false,
  })
  const refusal = passkeyRefusal()
  return (
    <Card title={t('accounts.passkeys.title')} note={t('accounts.passkeys.note')}>
      <div className="stack">
        <ErrorNote error={error} onRetry={() => void refetch()} />
        {!data && !error && <Pending />}
        {data?.passkeys.length === 0 && <EmptyState text={t('accounts.passkeys.none')} />}
        {data && data.passkeys.length > 0 && (
          <ul>
            {data.passkeys.map((passkey) => (
              <OnePasskey key={passkey.id} passkey={passkey} isLast={data.passkeys.length === 1} />
            ))}
          </ul>
        )}
        {refusal && <p className="small mute">{say(refusal)}</p>}
        <div>
          <ActionButton refusal={refusal} onClick={() => setAdding(true)}>
            {t('accounts.passkeys.add')}
          </ActionButton>
        </div>
      </div>
      {isAdding && (
        <AddPasskey
          onClose={() => setAdding(false)}
          onDone={() => {
            again()
            toast({ text: t('accounts.passkeys.added') })
          }}
        />
      )}
    </Card>
  )
}

type Asking = 'remove' | 'enterAgain'

function OnePasskey({ passkey, isLast }: { passkey: Passkey; isLast: boolean }) {
  const { t } = useTranslation()
  const f = useFormat()
  const [asking, setAsking] = useState<Asking | null>(null)
  const { id, name, deviceKind, backupEligible, backedUp, vouchedBy } = passkey
  const sync = backedUp ? 'synced' : backupEligible ? 'syncable' : 'single'
  const facts = [
    t(`accounts.passkeys.kind.${deviceKind}`),
    t(`accounts.passkeys.sync.${sync}`),
    t(`accounts.passkeys.vouched.${vouchedBy}`),
    t('accounts.passkeys.since', { when: f.dayTime(passkey.createdAt) }),
    passkey.lastUsedAt
      ? t('accounts.passkeys.used', { when: f.ago(passkey.lastUsedAt) })
      : t('accounts.passkeys.unused'),
  ]
  return (
    <li className="row">
      <div>
        {name}{' '}
        {passkey.suspendedAt ? (
          <Tag kind="s">{t('accounts.passkeys.suspended')}</Tag>
        ) : (
          <Tag kind={passkey.signing === 'ready' ? 'd' : 'w'}>
            {t(`accounts.passkeys.signing.${passkey.signing}`)}
          </Tag>
        )}
        <br />
        <span className="small mute">{facts.join(' · ')}</span>
        {passkey.suspendedAt && <p className="small">{t('accounts.passkeys.suspendedText')}</p>}
        {!passkey.isOfThisSite && <p className="small">{t('accounts.passkeys.otherSite')}</p>}
        {passkey.signing === 'again' && !passkey.suspendedAt && (
          <p className="small">{t('accounts.passkeys.againText')}</p>
        )}
      </div>
      <div className="end cluster">
        {passkey.signing === 'again' && !passkey.suspendedAt && (
          <ActionButton kind="quiet" onClick={() => setAsking('enterAgain')}>
            {t('accounts.passkeys.enterAgain')}
          </ActionButton>
        )}
        <ActionButton
          kind="quiet"
          aria-label={t('accounts.passkeys.removeNamed', { name })}
          onClick={() => setAsking('remove')}
        >
          {t('accounts.passkeys.remove')}
        </ActionButton>
      </div>
      {asking && (
        <StepUp
          title={t(`accounts.passkeys.${asking}Title`, { name })}
          text={t(
            asking === 'remove' && isLast
              ? 'accounts.passkeys.removeLast'
              : `accounts.passkeys.${asking}Text`,
          )}
          confirm={t(`accounts.passkeys.${asking}`)}
          danger={asking === 'remove'}
          act={() => client.accounts.passkeys[asking]({ id })}
          onDone={() => {
            again()
            toast({ text: t(`accounts.passkeys.${asking}Done`, { name }) })
          }}
          onClose={() => setAsking(null)}
        />
      )}
    </li>
  )
}
