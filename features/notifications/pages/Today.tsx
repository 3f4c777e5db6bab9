import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { failureIn } from '../../../ui/admitted.ts'
import { ActionButton } from '../../../ui/ActionButton.tsx'
import { Card } from '../../../ui/Card.tsx'
import { EmptyState } from '../../../ui/EmptyState.tsx'
import { ErrorNote } from '../../../ui/ErrorNote.tsx'
import { PageHeader } from '../../../ui/PageHeader.tsx'
import { Pending } from '../../../ui/Pending.tsx'
import { PersonName } from '../../../ui/Person.tsx'
import { StepDots, stepsAt } from '../../../ui/Steps.tsx'
import { api } from '../../../ui/api.ts'
import { useLive } from '../../../ui/live.ts'
import { useFormat } from '../../../ui/useFormat.ts'
import { PromiseToMe } from '../../commitments/pages/PromiseRow.tsx'
import { phases } from '../../flows/contract.ts'
import type { Todo } from '../contract.ts'
import { FirstSteps } from './FirstSteps.tsx'
import { givenName } from './givenName.ts'
import { Later } from './Later.tsx'
import { NextTalk } from './NextTalk.tsx'
import { Notices } from './Notices.tsx'
import { TodoRow } from './TodoRow.tsx'

/** What should I do now: one list, the oldest promise first. */
export function Today() {
  const { t, i18n } = useTranslation()
  const f = useFormat()
  const { data: me } = useQuery(api.accounts.me.queryOptions())
  const { data: today, error, refetch } = useQuery(api.notifications.today.queryOptions())
  useLive(me?.personId, [api.notifications.key()])
  if (failureIn({ data: today, error }))
    return <ErrorNote error={error} onRetry={() => void refetch()} />
  if (!today || !me) return <Pending />
  const { todos, later, next, meetingsToday, toMe, team } = today
  const now = new Date()
  return (
    <>
      <PageHeader
        title={t(`notifications.greeting.${partOfDay(now)}`, {
          name: givenName(me.name, i18n.language),
        })}
        sub={`${f.day(now)} · ${t('notifications.summary', { talks: meetingsToday, things: todos.length })}`}
      />
      <div className="two">
        <div className="stack">
          {me.places.includes('org') && <FirstSteps />}
          {next && <NextTalk {...next} myId={me.personId} />}
          <Card
            title={t('notifications.waiting')}
            note={todos.length > 0 ? t('notifications.oldestFirst') : undefined}
          >
            {todos.length === 0 ? (
              <EmptyState text={t('notifications.nothingWaits')} />
            ) : (
              <ul>
                {todos.map((todo) => (
                  <TodoRow key={keyOf(todo)} todo={todo} myId={me.personId} />
                ))}
              </ul>
            )}
            {later.count > 0 && <Later {...later} />}
          </Card>
          {toMe.length > 0 && (
            <Card
              title={t('notifications.toMe')}
              note={t('notifications.openCount', { count: toMe.length })}
            >
              <ul>
                {toMe.map((commitment) => (
                  <PromiseToMe key={commitment.id} commitment={commitment} />
                ))}
              </ul>
            </Card>
          )}
        </div>
        <aside className="stack">
          <Notices />
          {team.length > 0 && (
            <Card
              title={t('notifications.team')}
              note={t('notifications.people', { count: team.length })}
            >
              <ul>
                {team.map(({ person, conversation }) => (
                  <li key={person.id} className="row">
                    <PersonName name={person.name} note={person.position} size="s" />
                    <div className="end">
                      {conversation ? (
                        <a
                          href={`/conversations/${conversation.id}`}
                          aria-label={t('notifications.openTalkWith', { name: person.name })}
                        >
                          <StepDots
                            steps={stepsAt(
                              phases.map((key) => ({
                                key,
                                label: t(`notifications.phase.${key}`),
                              })),
                              conversation.phase === 'closed'
                                ? phases.length
                                : phases.indexOf(conversation.phase),
                            )}
                          />
                        </a>
                      ) : (
                        <span className="faint small">{t('notifications.noTalk')}</span>
                      )}
                    </div>
                  </li>
                ))}
              </ul>
            </Card>
          )}
          {team.length === 0 && todos.length === 0 && (
            <Card tone="sunken">
              {me.places.includes('archive') ? (
                <div className="stack">
                  <p className="small mute">{t('notifications.quietArchive')}</p>
                  <div>
                    <ActionButton to="/archive">{t('notifications.toArchive')}</ActionButton>
                  </div>
                </div>
              ) : (
                <div className="stack">
                  <p className="small mute">{t('notifications.quietDay')}</p>
                  <div>
                    <ActionButton to="/conversations">
                      {t('notifications.toConversations')}
                    </ActionButton>
                  </div>
                </div>
              )}
            </Card>
          )}
        </aside>
      </div>
    </>
  )
}

function keyOf(todo: Todo): string {
  switch (todo.kind) {
    case 'promise':
      return todo.commitment.id
    case 'summary':
    case 'review':
      return todo.kind
    case 'survey':
      return `survey.${todo.id}`
    case 'intervention':
    case 'case':
      return `${todo.task}.${todo.id}`
    case 'decision':
      return `${todo.matter}.${todo.id}`
    case 'quiet':
      return `quiet.${todo.person.id}`
    case 'witness':
    case 'refusal':
      return `${todo.kind}.${todo.conversationId}`
    default:
      return `${todo.kind}.${todo.conversationId}.${todo.stage.key}`
  }
}

const partOfDay = (now: Date) => {
  const hour = now.getHours()
  return hour < 5
    ? 'night'
    : hour < 11
      ? 'morning'
      : hour < 13
        ? 'noon'
        : hour < 18
          ? 'afternoon'
          : 'evening'
}
