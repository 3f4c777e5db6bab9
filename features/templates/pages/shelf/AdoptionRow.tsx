import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../../ui/ActionButton.tsx'
import { api, queryClient } from '../../../../ui/api.ts'
import { ErrorNote } from '../../../../ui/ErrorNote.tsx'
import { useFormat } from '../../../../ui/useFormat.ts'
import type { AdoptionDecision, AdoptionScope } from '../../contract.ts'

interface Adoption {
  id: string
  version: number
  scope: AdoptionScope
  reason: string
  by: string
  at: Date
  decision: AdoptionDecision
  decidedBy: string | null
  refusals: { approve: string | null; decline: string | null }
  talks: number | null
  givenBack: number | null
}

/** A version that was brought to talks under way, or waits for a second person to agree to it. */
export function AdoptionRow({ adoption }: { adoption: Adoption }) {
  const { t } = useTranslation()
  const f = useFormat()
  const { id, decision, decidedBy, refusals, talks, givenBack } = adoption
  const words = { ...adoption, day: f.day(adoption.at) }
  const isOut = decision === 'waiting' || decision === 'declined'
  const decide = useMutation(
    api.conversations.decideAdoption.mutationOptions({
      onSuccess: () =>
        queryClient.invalidateQueries({ queryKey: api.conversations.templateUse.key() }),
    }),
  )
  return (
    <div className="stack">
      <p className="small">
        {isOut
          ? t('drafts.adoption.asked', {
              ...words,
              scope: t(`drafts.adoption.scope.${adoption.scope}`),
            })
          : t('drafts.versions.adoption', {
              ...words,
              talks: talks ?? t('drafts.versions.adopting'),
              givenBack: givenBack ?? t('drafts.versions.adopting'),
            })}{' '}
        {decision !== 'none' && (
          <b>{t(`drafts.adoption.${decision}`, { name: decidedBy ?? '' })}</b>
        )}
      </p>
      {decision === 'waiting' && (
        <>
          <ErrorNote error={decide.error} />
          <div className="cluster">
            <ActionButton
              refusal={refusals.approve}
              busy={decide.isPending}
              onClick={() => decide.mutate({ id, approve: true })}
            >
              {t('drafts.adoption.approve')}
            </ActionButton>
            <ActionButton
              kind="quiet"
              refusal={refusals.decline}
              busy={decide.isPending}
              onClick={() => decide.mutate({ id, approve: false })}
            >
              {t('drafts.adoption.decline')}
            </ActionButton>
          </div>
        </>
      )}
    </div>
  )
}
