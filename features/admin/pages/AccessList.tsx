import { useTranslation } from 'react-i18next'
import { Link } from '@tanstack/react-router'
import { Tag } from '../../../ui/Tag.tsx'
import { useFormat } from '../../../ui/useFormat.ts'
import type { Access } from '../access/contract.ts'
import { asWhat } from './asWhat.ts'

/** Who opened a record, as what, when and why; `named` says which record it was. */
export function AccessList({ items, named }: { items: Access[]; named: boolean }) {
  const { t } = useTranslation()
  const f = useFormat()
  return (
    <ul>
      {items.map((one) => (
        <li key={one.id} className="row">
          <div>
            <b>{one.who?.name ?? t('admin.access.someone')}</b>{' '}
            {one.relation && (
              <Tag kind={one.relation === 'breakGlass' ? 'w' : 'n'}>{t(asWhat(one.relation))}</Tag>
            )}{' '}
            {t(`admin.access.kind.${one.kind}`)}{' '}
            {one.purpose && (
              <Tag kind="i">
                {t('admin.access.purpose', {
                  purpose: t(`insights.decision.purpose.${one.purpose}`),
                })}
              </Tag>
            )}
            {named && (
              <>
                {' · '}
                <Link
                  className="inline"
                  to={'/conversations/$id/access' as string}
                  params={{ id: one.conversation.id } as never}
                >
                  {one.conversation.title}
                </Link>
              </>
            )}
            {(one.reason || one.relation === 'caseHandler') && (
              <>
                <br />
                <span className="small">
                  {t('admin.access.reason', {
                    reason: one.reason ?? t('conversations.appeals.toDecide'),
                  })}
                </span>
              </>
            )}
            {one.engagement && (one.engagement.reason || one.engagement.until) && (
              <>
                <br />
                <span className="small">
                  {[
                    one.engagement.reason &&
                      t('admin.access.engagement', { reason: one.engagement.reason }),
                    one.engagement.until &&
                      t('admin.access.engagedUntil', { day: f.day(one.engagement.until) }),
                  ]
                    .filter(Boolean)
                    .join(' · ')}
                </span>
              </>
            )}
            {(one.approvedBy || one.until) && (
              <>
                <br />
                <span className="small mute">
                  {[
                    one.approvedBy && t('admin.access.approved', { name: one.approvedBy.name }),
                    one.until &&
                      (one.endedBy
                        ? t('admin.access.endedBy', {
                            name: one.endedBy.name,
                            when: f.dayTime(one.until),
                          })
                        : t('admin.access.until', { when: f.dayTime(one.until) })),
                  ]
                    .filter(Boolean)
                    .join(' · ')}
                </span>
              </>
            )}
            {one.hold && (
              <>
                <br />
                <span className="small">
                  {t('admin.access.held', {
                    day: f.day(one.hold.until),
                    reason: one.hold.reason,
                    name: one.approvedBy?.name ?? '',
                  })}
                </span>
              </>
            )}
          </div>
          <span className="end small mute">{f.dayTime(one.at)}</span>
        </li>
      ))}
    </ul>
  )
}
