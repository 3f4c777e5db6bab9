import { useMutation, useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../ui/ActionButton.tsx'
import { Card } from '../../../ui/Card.tsx'
import { api, queryClient } from '../../../ui/api.ts'
import { useFormat } from '../../../ui/useFormat.ts'
import type { Notice } from '../contract.ts'
import styles from './Today.module.css'

/** The newest words about one's conversations; reading them all takes one press. */
export function Notices() {
  const { t } = useTranslation()
  const f = useFormat()
  const { data } = useQuery(api.notifications.notices.queryOptions({ input: { limit: 6 } }))
  const markRead = useMutation(
    api.notifications.markRead.mutationOptions({
      onSuccess: () => void queryClient.invalidateQueries({ queryKey: api.notifications.key() }),
    }),
  )
  if (!data || data.items.length === 0) return null
  const unread = data.items.filter((notice) => !notice.readAt).map(({ id }) => id)
  return (
    <Card
      title={t('notifications.news')}
      action={
        unread.length > 0 && (
          <ActionButton
            kind="quiet"
            size="compact-sm"
            busy={markRead.isPending}
            onClick={() => markRead.mutate({ ids: unread })}
          >
            {t('notifications.markRead')}
          </ActionButton>
        )
      }
    >
      <ul className={styles.notices}>
        {data.items.map((notice) => (
          <li key={notice.id}>
            <a className={styles.notice} href={placeOf(notice)}>
              <span className={notice.readAt ? '' : styles.unread}>
                {t(`notifications.notice.${notice.kind}`)}
              </span>
              <br />
              <span className="small mute">
                {[notice.about, notice.conversation?.title, f.ago(notice.at)]
                  .filter(Boolean)
                  .join(' · ')}
              </span>
            </a>
          </li>
        ))}
      </ul>
    </Card>
  )
}

const places: Partial<Record<Notice['kind'], string>> = {
  nudged: '/',
  stageYours: '/',
  witnessAsked: '/conversations/countersign',
  witnessReleased: '/conversations/countersign',
  delegationAsked: '/settings/delegation',
  delegationAccepted: '/settings/delegation',
  delegationDeclined: '/settings/delegation',
  delegationWithdrawn: '/settings/delegation',
  glassAsked: '/emergencies',
  glassApproved: '/emergencies',
  glassDeclined: '/emergencies',
  exportAsked: '/audit',
  exportApproved: '/audit',
  exportDeclined: '/audit',
  privacyAsked: '/privacy',
  privacyAnswered: '/settings/my-data',
  accountsMerged: '/settings/my-data',
  accountsApart: '/settings/my-data',
  erasureAsked: '/privacy',
  erasureDeclined: '/privacy',
  caseAssigned: '/interventions',
  hrNotWanted: '/interventions',
  appealHandler: '/cases',
  appealRecused: '/cases',
  appealWithdrawn: '/cases',
  amendmentAsked: '/cases',
  amendmentDeclined: '/cases',
  newDevice: '/settings',
  passkeyAdded: '/settings',
  passkeyRemoved: '/settings',
  passkeySuspended: '/settings',
  factorOn: '/settings',
  factorOff: '/settings',
  factorCodes: '/settings',
  factorRecovered: '/settings',
  factorReset: '/settings',
}

/** Who looked is said where who may look is; anything else about a talk at the talk. */
function placeOf({ kind, subjectId, conversation }: Notice): string {
  if (kind === 'factorResetAsked') return `/people/${subjectId}`
  const talk = conversation ? `/conversations/${conversation.id}` : '/'
  const isLook = kind === 'recordRead' || kind === 'recordExported' || kind === 'glassOpened'
  return places[kind] ?? (isLook && conversation ? `${talk}/access` : talk)
}
