import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { failureIn } from '../../../ui/admitted.ts'
import { Card } from '../../../ui/Card.tsx'
import { ErrorNote } from '../../../ui/ErrorNote.tsx'
import { Pending } from '../../../ui/Pending.tsx'
import { api } from '../../../ui/api.ts'
import { useLive } from '../../../ui/live.ts'
import { useFormat } from '../../../ui/useFormat.ts'
import { closeOut } from '../rules.ts'
import { PromiseRow } from './PromiseRow.tsx'

/** The list a conversation opens with: what the pair agreed last time — done, not done, why. */
export function LastPromises({ conversationId }: { conversationId: string }) {
  const { t } = useTranslation()
  const f = useFormat()
  const { data } = useQuery(api.commitments.last.queryOptions({ input: { conversationId } }))
  if (!data?.conversation || data.items.length === 0) return null
  const done = data.items.filter(({ state }) => state === 'done').length
  return (
    <Card
      title={t('commitments.lastTime')}
      note={t('commitments.lastTimeNote', {
        done,
        all: data.items.length,
        day: data.conversation.sealedAt ? f.shortDay(data.conversation.sealedAt) : '',
      })}
    >
      <ul>
        {data.items.map((commitment) => (
          <PromiseRow key={commitment.id} commitment={commitment} withTalk={false} />
        ))}
      </ul>
    </Card>
  )
}

const aMinute = 60_000

/** What was agreed in this conversation, and the three questions at the close. */
export function FollowUp({ conversationId }: { conversationId: string }) {
  const { t } = useTranslation()
  const { data: talk } = useQuery(
    api.conversations.get.queryOptions({ input: { id: conversationId } }),
  )
  const mayCome = (count: number | undefined, at: number) =>
    count === 0 && (talk?.plan.length ?? 0) > 0 && at - Number(talk?.sealedAt ?? 0) < aMinute
  const { data, dataUpdatedAt, error, refetch } = useQuery({
    ...api.commitments.of.queryOptions({ input: { conversationId } }),
    refetchInterval: ({ state }) => mayCome(state.data?.length, state.dataUpdatedAt) && 1_500,
  })
  // A plan becomes promises a moment after it has been sealed.
  useLive(conversationId, [api.commitments.of.key({ input: { conversationId } })])
  if (failureIn({ data, error })) return <ErrorNote error={error} onRetry={() => void refetch()} />
  if (!data) return <Pending />
  const questions = closeOut(data)
  return (
    <Card
      title={t('commitments.agreed')}
      note={t('commitments.agreedNote', { count: data.length })}
    >
      {data.length === 0 ? (
        <p className="mute">
          {t(mayCome(0, dataUpdatedAt) ? 'commitments.beingListed' : 'commitments.noneAgreed')}
        </p>
      ) : (
        <ul>
          {data.map((commitment) => (
            <PromiseRow key={commitment.id} commitment={commitment} withTalk={false} />
          ))}
        </ul>
      )}
      <ul className="small mute">
        {(Object.keys(questions) as (keyof typeof questions)[]).map((key) => (
          <li key={key}>
            {questions[key] ? '✓' : '○'} {t(`commitments.closeOut.${key}`)}
          </li>
        ))}
      </ul>
    </Card>
  )
}
