import { useTranslation } from 'react-i18next'
import { Card } from '../../../../ui/Card.tsx'
import { Tag } from '../../../../ui/Tag.tsx'
import { useFormat } from '../../../../ui/useFormat.ts'
import { useText } from '../../../templates/pages/useText.ts'
import type { Workspace } from '../../contract.ts'
import styles from './Posts.module.css'

/** The posts of the period, for whoever changed them in it: how long each was, under whom, along which template. */
export function Posts({ talk }: { talk: Workspace }) {
  const { t } = useTranslation()
  const text = useText()
  const f = useFormat()
  if (talk.segments.length === 0) return null
  return (
    <Card title={t('conversations.posts.title')} note={t('conversations.posts.note')}>
      <ol className={styles.posts}>
        {talk.segments.map((segment) => (
          <li key={segment.fromOn} className={styles.post}>
            <div className={styles.when}>
              <b>{f.range(segment.fromOn, segment.untilOn)}</b>
              <span className="small mute">
                {t('conversations.posts.months', { months: segment.months, share: segment.share })}
              </span>
            </div>
            <div>
              <span>
                {[segment.department.split('/').at(-1), segment.position]
                  .filter(Boolean)
                  .join(' · ')}
              </span>
              <br />
              <span className="small mute">
                {[
                  segment.manager && t('conversations.steps.manager', { name: segment.manager }),
                  text(segment.template),
                ]
                  .filter(Boolean)
                  .join(' · ')}
              </span>
            </div>
            {segment.isAsked && (
              <Tag kind={segment.submittedAt ? 'd' : 'p'}>
                {segment.submittedAt
                  ? t('conversations.posts.handedIn', { when: f.shortDay(segment.submittedAt) })
                  : t('conversations.posts.asked')}
              </Tag>
            )}
          </li>
        ))}
      </ol>
    </Card>
  )
}
