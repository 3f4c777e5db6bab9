import { useEffect, useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../../ui/ActionButton.tsx'
import { Card } from '../../../../ui/Card.tsx'
import { api } from '../../../../ui/api.ts'
import { useFormat } from '../../../../ui/useFormat.ts'
import type { Workspace } from '../../contract.ts'
import { refresh } from '../form.ts'
import { AskGlass } from './AskGlass.tsx'
import { StopGlass } from './StopGlass.tsx'

/** For HR administration beside a talk whose words it may not read: the emergency, from asking to its end. */
export function Glass({ talk }: { talk: Workspace }) {
  const { t } = useTranslation()
  const f = useFormat()
  const [isAsking, setAsking] = useState(false)
  const { data } = useQuery({
    ...api.conversations.glass.of.queryOptions({ input: { conversationId: talk.id } }),
    refetchInterval: 60_000,
  })
  const isOpen = data?.current?.state === 'open'
  const isAnswered = data !== undefined
  // Agreed to, or over: then the page shows more, or less, than a moment ago.
  useEffect(() => {
    if (isAnswered && isOpen !== (talk.relation === 'breakGlass')) void refresh(talk.id)
  }, [isAnswered, isOpen, talk.relation, talk.id])
  if (!data || talk.sealedAt || talk.closedAt) return null
  const { current, refusal } = data
  const name = talk.employee.name
  return (
    <Card
      tone={isOpen ? 'waiting' : 'sunken'}
      title={t(isOpen ? 'conversations.glass.open' : 'conversations.glass.title')}
    >
      <div className="stack">
        {!current && <p className="mute">{t('conversations.glass.declareText', { name })}</p>}
        {current?.state === 'asked' && <p>{t('conversations.glass.waiting')}</p>}
        {isOpen && current?.endsAt && (
          <p>{t('conversations.glass.openText', { name, when: f.dayTime(current.endsAt) })}</p>
        )}
        <div>
          {current ? (
            <StopGlass glass={current} by={isOpen ? 'end' : 'withdraw'} />
          ) : (
            <ActionButton refusal={refusal} onClick={() => setAsking(true)}>
              {t('conversations.glass.declare')}
            </ActionButton>
          )}
        </div>
      </div>
      {isAsking && (
        <AskGlass conversationId={talk.id} name={name} onClose={() => setAsking(false)} />
      )}
    </Card>
  )
}
