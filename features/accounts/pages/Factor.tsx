import { useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../ui/ActionButton.tsx'
import { Card } from '../../../ui/Card.tsx'
import { api, client, queryClient } from '../../../ui/api.ts'
import { toast } from '../../../ui/toasts.tsx'
import { useFormat } from '../../../ui/useFormat.ts'
import { Enrol } from './Enrol.tsx'
import { RecoveryCodes } from './RecoveryCodes.tsx'
import { StepUp } from './StepUp.tsx'

type Doing = 'begin' | 'renew' | 'turnOff'

/** One's second factor: codes from the phone, asked after the password. */
export function Factor() {
  const { t } = useTranslation()
  const f = useFormat()
  const { data: state } = useQuery(api.accounts.factor.state.queryOptions())
  const [doing, setDoing] = useState<Doing | null>(null)
  const [begun, setBegun] = useState<{ key: string; link: string } | null>(null)
  const [codes, setCodes] = useState<string[] | null>(null)
  const again = () => void queryClient.invalidateQueries({ queryKey: api.accounts.key() })
  const { factor } = client.accounts
  // Each acts and then tells what the page shows next.
  const acts: Record<Doing, () => Promise<() => void>> = {
    begin: async () => {
      const told = await factor.begin()
      return () => setBegun(told)
    },
    renew: async () => {
      const { recoveryCodes } = await factor.renewCodes()
      return () => setCodes(recoveryCodes)
    },
    turnOff: async () => {
      await factor.turnOff()
      return () => (toast({ text: t('accounts.factor.turnedOff') }), again())
    },
  }
  if (!state) return null
  return (
    <Card title={t('accounts.factor.title')} note={t('accounts.factor.note')}>
      <div className="stack">
        {state.asleep.length > 0 && !codes && <p role="status">{t('accounts.factor.asleep')}</p>}
        {codes ? (
          <RecoveryCodes codes={codes} onDone={() => (setCodes(null), again())} />
        ) : begun && !state.since ? (
          <Enrol
            begun={begun}
            onConfirmed={(shown) => (setBegun(null), setCodes(shown))}
            onCancel={() => setBegun(null)}
          />
        ) : state.since ? (
          <>
            <p>
              {t('accounts.factor.on', { day: f.day(state.since) })}{' '}
              <span className="mute">
                {t('accounts.factor.codesLeft', { count: state.recoveryCodesLeft })}
              </span>
            </p>
            <div className="cluster">
              <ActionButton onClick={() => setDoing('renew')}>
                {t('accounts.factor.renew')}
              </ActionButton>
              <ActionButton kind="quiet" onClick={() => setDoing('turnOff')}>
                {t('accounts.factor.turnOff')}
              </ActionButton>
            </div>
          </>
        ) : (
          <>
            <p className="mute">{t('accounts.factor.off')}</p>
            <div>
              <ActionButton onClick={() => setDoing('begin')}>
                {t('accounts.factor.begin')}
              </ActionButton>
            </div>
          </>
        )}
      </div>
      {doing && (
        <StepUp
          title={t(`accounts.factor.ask.${doing}.title`)}
          text={t(`accounts.factor.ask.${doing}.text`)}
          confirm={t(`accounts.factor.ask.${doing}.do`)}
          danger={doing === 'turnOff'}
          act={acts[doing]}
          onDone={(show) => show()}
          onClose={() => setDoing(null)}
        />
      )}
    </Card>
  )
}
