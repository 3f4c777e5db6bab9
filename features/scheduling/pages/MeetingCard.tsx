import { useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { failureIn } from '../../../ui/admitted.ts'
import { ActionButton } from '../../../ui/ActionButton.tsx'
import { Card } from '../../../ui/Card.tsx'
import { ErrorNote } from '../../../ui/ErrorNote.tsx'
import { Tag } from '../../../ui/Tag.tsx'
import { api } from '../../../ui/api.ts'
import { useLive } from '../../../ui/live.ts'
import { useFormat } from '../../../ui/useFormat.ts'
import type { Meeting } from '../contract.ts'
import { Booking } from './Booking.tsx'
import { Outcome, type Asked } from './Outcome.tsx'
import styles from './Meeting.module.css'

/** When and where the two meet, with its agenda; booking, moving, and what became of it. */
export function MeetingCard({ conversationId }: { conversationId: string }) {
  const { t } = useTranslation()
  const [dialog, setDialog] = useState<'book' | 'reschedule' | Asked | null>(null)
  const { data, error, refetch } = useQuery(
    api.scheduling.of.queryOptions({ input: { conversationId } }),
  )
  const { data: talk } = useQuery(
    api.conversations.get.queryOptions({ input: { id: conversationId } }),
  )
  useLive(conversationId, [api.scheduling.of.key({ input: { conversationId } })])
  if (failureIn({ data, error }))
    return (
      <Card title={t('scheduling.title')}>
        <ErrorNote error={error} onRetry={() => void refetch()} />
      </Card>
    )
  if (!data) return null
  const ahead = data.meetings.find((meeting) => meeting.outcome === null)
  const past = data.meetings.filter((meeting) => meeting !== ahead)
  const mayBook = data.refusals.book === null
  // They talk already: an appointment that was never made is no news.
  if (!ahead && past.length === 0 && !mayBook && talk?.talk.startedAt) return null
  if (!ahead && past.length === 0 && !mayBook)
    return (
      <Card title={t('scheduling.title')}>
        <p className="mute">{t('scheduling.none')}</p>
      </Card>
    )
  return (
    <Card title={t('scheduling.title')}>
      <div className="stack">
        {ahead ? (
          <>
            <When meeting={ahead} />
            {ahead.assistant && (
              <p className="small">
                {t('scheduling.assistant', {
                  manager: ahead.manager.name,
                  hr: ahead.assistant.name,
                })}
              </p>
            )}
            <Agenda lines={ahead.agenda ?? []} />
            <div className="cluster">
              {ahead.refusals.download === null && (
                <ActionButton onClick={() => location.assign(`/api/files/meeting-ics/${ahead.id}`)}>
                  {t('scheduling.calendar')}
                </ActionButton>
              )}
              {ahead.refusals.reschedule === null && (
                <ActionButton onClick={() => setDialog('reschedule')}>
                  {t('scheduling.reschedule')}
                </ActionButton>
              )}
            </div>
            <div className="cluster">
              {(['held', 'noShow', 'cancel'] as const)
                .filter((action) => ahead.refusals[action] === null)
                .map((action) => (
                  <ActionButton
                    key={action}
                    kind="quiet"
                    size="xs"
                    onClick={() => setDialog(action)}
                  >
                    {t(`scheduling.${action}.button`)}
                  </ActionButton>
                ))}
            </div>
          </>
        ) : (
          mayBook && (
            <>
              <p className="mute">{t('scheduling.notYet')}</p>
              <div>
                <ActionButton kind="primary" onClick={() => setDialog('book')}>
                  {t('scheduling.book')}
                </ActionButton>
              </div>
            </>
          )
        )}
        {past.length > 0 && <Past meetings={past} />}
      </div>
      {(dialog === 'book' || (dialog === 'reschedule' && ahead)) && (
        <Booking
          conversationId={conversationId}
          {...(dialog === 'reschedule' && ahead && { meeting: ahead })}
          suggestion={data.suggestion}
          onClose={() => setDialog(null)}
        />
      )}
      {ahead && (dialog === 'held' || dialog === 'noShow' || dialog === 'cancel') && (
        <Outcome meeting={ahead} asked={dialog} onClose={() => setDialog(null)} />
      )}
    </Card>
  )
}

function When({ meeting }: { meeting: Meeting }) {
  const { t } = useTranslation()
  const f = useFormat()
  const minutes = Math.round((meeting.endsAt.getTime() - meeting.startsAt.getTime()) / 60_000)
  return (
    <div>
      <p className={styles.when}>{f.near(meeting.startsAt)}</p>
      <p className="small mute">
        {f.day(meeting.startsAt)} {f.time(meeting.startsAt)}–{f.time(meeting.endsAt)} ·{' '}
        {f.minutes(minutes)}
      </p>
      <p>
        {meeting.place !== null && `${meeting.place || t('scheduling.noPlace')} · `}
        {t(`scheduling.channel.${meeting.channel}`)}
      </p>
    </div>
  )
}

function Agenda({ lines }: { lines: string[] }) {
  const { t } = useTranslation()
  if (lines.length === 0) return null
  return (
    <details className={styles.agenda}>
      <summary>{t('scheduling.agendaCount', { count: lines.length })}</summary>
      <ol>
        {lines.map((line, at) => (
          <li key={`${at}${line}`}>{line}</li>
        ))}
      </ol>
    </details>
  )
}

function Past({ meetings }: { meetings: Meeting[] }) {
  const { t } = useTranslation()
  const f = useFormat()
  return (
    <ul className={styles.past}>
      {meetings.map((meeting) => (
        <li key={meeting.id}>
          <span>
            {f.dayTime(meeting.startsAt)}{' '}
            <Tag kind={meeting.outcome === 'held' ? 'd' : 'n'}>
              {t(`scheduling.outcome.${meeting.outcome}`)}
            </Tag>
          </span>
          {meeting.outcomeReason && (
            <span className="small mute">
              {[meeting.outcomeBy?.name, meeting.outcomeReason].filter(Boolean).join('：')}
            </span>
          )}
        </li>
      ))}
    </ul>
  )
}
