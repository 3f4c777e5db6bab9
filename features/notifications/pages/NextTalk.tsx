import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../ui/ActionButton.tsx'
import { Card } from '../../../ui/Card.tsx'
import { useFormat } from '../../../ui/useFormat.ts'
import type { Phase } from '../../conversations/contract.ts'
import { useText } from '../../templates/pages/useText.ts'
import type { KeyPoints } from '../contract.ts'
import type { Meeting } from '../../scheduling/contract.ts'
import styles from './Today.module.css'

/** So many of each kind are named. */
const mostPoints = 4

/** The one card for the next talk: when, with whom, where, what it is about, and the way in. */
export function NextTalk({
  meeting,
  phase,
  points,
  myId,
}: {
  meeting: Meeting
  phase: Phase
  points: KeyPoints
  myId: string
}) {
  const { t } = useTranslation()
  const f = useFormat()
  const text = useText()
  const other = meeting.employee.id === myId ? meeting.manager : meeting.employee
  const minutes = Math.round((meeting.endsAt.getTime() - meeting.startsAt.getTime()) / 60_000)
  const where = meeting.place || t(`notifications.channel.${meeting.channel}`)
  const facts = [where, f.minutes(minutes)]
  const lists = [
    [t('notifications.points.promises'), points.promises.map(({ what }) => what)],
    [t('notifications.points.differences'), points.differences.map(text)],
    [t('notifications.points.agenda'), meeting.agenda ?? []],
  ] as const
  return (
    <Card tone="calm" className={styles.next}>
      <div className={styles.nextRow}>
        <div>
          <p className={`small ${styles.when}`}>{f.near(meeting.startsAt)}</p>
          <p className={styles.with}>
            {t('notifications.talkWith', { name: other.name, title: meeting.title })}
          </p>
          <p className="mute">{facts.join(' · ')}</p>
        </div>
        <ActionButton kind="primary" to={`/conversations/${meeting.conversationId}`}>
          {t(phase === 'prepare' ? 'notifications.prepare' : 'notifications.goOn')}
        </ActionButton>
      </div>
      <dl className={styles.points}>
        {lists
          .filter(([, items]) => items.length > 0)
          .map(([title, items]) => (
            <div key={title}>
              <dt className="small mute">{title}</dt>
              {items.slice(0, mostPoints).map((item) => (
                <dd key={item}>{item}</dd>
              ))}
              {items.length > mostPoints && (
                <dd className="small mute">
                  {t('notifications.points.more', { count: items.length - mostPoints })}
                </dd>
              )}
            </div>
          ))}
      </dl>
    </Card>
  )
}
