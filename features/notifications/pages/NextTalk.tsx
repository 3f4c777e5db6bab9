import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../ui/ActionButton.tsx'
import { Card } from '../../../ui/Card.tsx'
import { useFormat } from '../../../ui/useFormat.ts'
import type { Phase } from '../../conversations/contract.ts'
import type { Meeting } from '../../scheduling/contract.ts'
import styles from './Today.module.css'

/** The one card for the next talk: when, with whom, where, and the way in. */
export function NextTalk({
  meeting,
  phase,
  myId,
}: {
  meeting: Meeting
  phase: Phase
  myId: string
}) {
  const { t } = useTranslation()
  const f = useFormat()
  const other = meeting.employee.id === myId ? meeting.manager : meeting.employee
  const minutes = Math.round((meeting.endsAt.getTime() - meeting.startsAt.getTime()) / 60_000)
  const where = meeting.place || t(`notifications.channel.${meeting.channel}`)
  const facts = [
    where,
    f.minutes(minutes),
    meeting.agenda.length > 0 && t('notifications.agendaItems', { count: meeting.agenda.length }),
  ]
  return (
    <Card tone="calm" className={styles.next}>
      <div className={styles.nextRow}>
        <div>
          <p className={`small ${styles.when}`}>{f.near(meeting.startsAt)}</p>
          <p className={styles.with}>
            {t('notifications.talkWith', { name: other.name, title: meeting.title })}
          </p>
          <p className="mute">{facts.filter(Boolean).join(' · ')}</p>
        </div>
        <ActionButton kind="primary" to={`/conversations/${meeting.conversationId}`}>
          {t(phase === 'prepare' ? 'notifications.prepare' : 'notifications.goOn')}
        </ActionButton>
      </div>
    </Card>
  )
}
