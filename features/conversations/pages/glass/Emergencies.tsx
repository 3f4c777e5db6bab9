import { useState } from 'react'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../../ui/ActionButton.tsx'
import { Card } from '../../../../ui/Card.tsx'
import { EmptyState } from '../../../../ui/EmptyState.tsx'
import { ErrorNote } from '../../../../ui/ErrorNote.tsx'
import { PageHeader } from '../../../../ui/PageHeader.tsx'
import { Pending } from '../../../../ui/Pending.tsx'
import { Tag } from '../../../../ui/Tag.tsx'
import { api, client, queryClient } from '../../../../ui/api.ts'
import { admitted, failureIn } from '../../../../ui/admitted.ts'
import { toast } from '../../../../ui/toasts.tsx'
import { useFormat } from '../../../../ui/useFormat.ts'
import { StepUp } from '../../../accounts/pages/StepUp.tsx'
import type { Glass } from '../../glass/contract.ts'
import { StopGlass } from './StopGlass.tsx'

/** Every emergency, what waits for a second person first. */
export function Emergencies() {
  const { t } = useTranslation()
  const { data, error, refetch } = admitted(useQuery(api.conversations.glass.list.queryOptions()))
  if (failureIn({ data, error })) return <ErrorNote error={error} onRetry={() => void refetch()} />
  if (!data) return <Pending />
  return (
    <>
      <PageHeader title={t('conversations.glass.title')} sub={t('conversations.glass.sub')} />
      <div className="stack measure">
        {data.length === 0 ? (
          <EmptyState
            title={t('conversations.glass.noneTitle')}
            text={t('conversations.glass.none')}
          />
        ) : (
          data.map((glass) => <One key={glass.id} glass={glass} />)
        )}
      </div>
    </>
  )
}

const tones = { asked: 'w', open: 'w', over: 'n', declined: 'n', withdrawn: 'n' } as const

function One({ glass }: { glass: Glass }) {
  const { t } = useTranslation()
  const f = useFormat()
  const changed = () => queryClient.invalidateQueries({ queryKey: api.conversations.glass.key() })
  const { data: me } = useQuery(api.accounts.me.queryOptions())
  const [isAgreeing, setAgreeing] = useState(false)
  const said = async ({ state, hold }: Glass) => {
    toast({
      text: t(
        state === 'declined'
          ? 'conversations.glass.declined'
          : hold
            ? 'conversations.glass.approvedHeld'
            : 'conversations.glass.approved',
        { day: hold ? f.day(hold.until) : '' },
      ),
    })
    await changed()
  }
  const decline = useMutation(api.conversations.glass.decide.mutationOptions({ onSuccess: said }))
  const { state, employee, askedBy, decidedBy, hold, endsAt } = glass
  return (
    <Card
      title={t('conversations.glass.of', { asker: askedBy.name, employee: employee.name })}
      note={<Tag kind={tones[state]}>{t(`conversations.glass.state.${state}`)}</Tag>}
    >
      <div className="stack">
        <p>{glass.reason}</p>
        {hold && (
          <p>{t('conversations.glass.held', { day: f.day(hold.until), reason: hold.reason })}</p>
        )}
        <p className="small mute">
          {[
            f.dayTime(glass.askedAt),
            t('conversations.glass.hoursCount', { count: glass.hours }),
            decidedBy && t('conversations.glass.by', { name: decidedBy.name }),
            endsAt && t('conversations.glass.untilTime', { when: f.dayTime(endsAt) }),
          ]
            .filter(Boolean)
            .join(' · ')}
        </p>
        <ErrorNote error={decline.error} />
        {state === 'asked' && (
          <div className="cluster">
            <ActionButton
              kind="primary"
              refusal={glass.refusals.decide}
              onClick={() => setAgreeing(true)}
            >
              {t('conversations.glass.approve')}
            </ActionButton>
            <ActionButton
              refusal={glass.refusals.decide}
              busy={decline.isPending}
              onClick={() => decline.mutate({ id: glass.id, approve: false })}
            >
              {t('conversations.glass.decline')}
            </ActionButton>
            {glass.refusals.withdraw === null && <StopGlass glass={glass} by="withdraw" />}
          </div>
        )}
        {state === 'open' && (
          <div className="cluster">
            {askedBy.id === me?.personId && (
              <ActionButton kind="primary" to={`/conversations/${glass.conversationId}`}>
                {t('conversations.glass.toWords')}
              </ActionButton>
            )}
            <StopGlass glass={glass} by="end" />
          </div>
        )}
      </div>
      {isAgreeing && (
        <StepUp
          title={t('conversations.glass.agreeTitle', { name: askedBy.name })}
          text={t('conversations.glass.agreeText', { count: glass.hours, name: employee.name })}
          confirm={t('conversations.glass.approve')}
          act={() => client.conversations.glass.decide({ id: glass.id, approve: true })}
          onDone={(decided) => void said(decided)}
          onClose={() => setAgreeing(false)}
        />
      )}
    </Card>
  )
}
