import { useState } from 'react'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../../ui/ActionButton.tsx'
import { api } from '../../../../ui/api.ts'
import { letGo } from '../../../../ui/useKept.ts'
import { holdKinds, type HoldKind } from '../contract.ts'
import { useDone } from './useDone.ts'
import { Written } from './Written.tsx'

/** What HR may do with one record's data: hold it, restrict it, ask for its erasure. */
export function Handle({
  conversationId,
  requestId,
}: {
  conversationId: string
  requestId?: string
}) {
  const { t } = useTranslation()
  const [doing, setDoing] = useState<HoldKind | 'erase' | null>(null)
  const close = () => setDoing(null)
  const done = useDone(close)
  const keptAs = (act: HoldKind | 'erase') => `${act}.${conversationId}`
  const hold = useMutation(
    api.admin.privacy.hold.mutationOptions({
      onSuccess: (_, { kind }) => {
        letGo(keptAs(kind))
        return done(t('admin.privacy.held'))
      },
    }),
  )
  const erase = useMutation(
    api.admin.privacy.askErasure.mutationOptions({
      onSuccess: () => {
        letGo(keptAs('erase'))
        return done(t('admin.privacy.erasureAsked'))
      },
    }),
  )
  return (
    <>
      <div className="cluster">
        {holdKinds.map((kind) => (
          <ActionButton key={kind} size="compact-sm" onClick={() => setDoing(kind)}>
            {t(`admin.privacy.place.${kind}`)}
          </ActionButton>
        ))}
        <ActionButton size="compact-sm" onClick={() => setDoing('erase')}>
          {t('admin.privacy.askErasure')}
        </ActionButton>
      </div>
      {doing === 'erase' && (
        <Written
          keptAs={keptAs('erase')}
          title={t('admin.privacy.askErasure')}
          label={t('admin.privacy.basis')}
          help={t('admin.privacy.basisHelp')}
          busy={erase.isPending}
          error={erase.error}
          onClose={close}
          sends={[
            {
              verb: t('admin.privacy.askErasure'),
              send: (basis) =>
                erase.mutate({ conversationId, basis, ...(requestId && { requestId }) }),
            },
          ]}
        />
      )}
      {doing !== null && doing !== 'erase' && (
        <Written
          key={doing}
          keptAs={keptAs(doing)}
          title={t(`admin.privacy.place.${doing}`)}
          label={t('admin.privacy.reason')}
          busy={hold.isPending}
          error={hold.error}
          onClose={close}
          sends={[
            {
              verb: t(`admin.privacy.place.${doing}`),
              send: (reason) => hold.mutate({ conversationId, kind: doing, reason }),
            },
          ]}
        />
      )}
    </>
  )
}
