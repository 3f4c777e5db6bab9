import { lazy, Suspense, use, useSyncExternalStore } from 'react'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useWaitingDrafts } from '../../../ui/outbox.ts'
import { useMe } from './me.ts'
import { RolePicker } from './RolePicker.tsx'
import { Surroundings } from './surroundings.ts'
import styles from './Banners.module.css'

const SelfCheckBanner = lazy(async () => ({
  default: (await import('../../../features/admin/pages/SelfCheckBanner.tsx')).SelfCheckBanner,
}))

const KeyDates = lazy(async () => ({
  default: (await import('../../../features/notifications/pages/KeyDates.tsx')).KeyDates,
}))

const isOnline = (tell: () => void) => {
  addEventListener('online', tell)
  addEventListener('offline', tell)
  return () => (removeEventListener('online', tell), removeEventListener('offline', tell))
}

/** What a person must know wherever they are: no network, texts that wait, that this is the demo. */
export function Banners() {
  const { t } = useTranslation()
  const me = useMe()
  return (
    <>
      {me.organization.demo && (
        <div className={styles.banner} data-tone="calm">
          <span>{t('app.demo.banner', { name: me.organization.name })}</span>
          <RolePicker />
        </div>
      )}
      {me.grants.some(({ role }) => role === 'hrAdmin' || role === 'auditor') && (
        <Suspense>
          <SelfCheckBanner className={styles.banner} />
        </Suspense>
      )}
      {me.asleep.length > 0 && (
        <div className={styles.banner}>
          <span>{t('app.asleep')}</span>
          <Link to="/settings">{t('app.asleepDo')}</Link>
        </div>
      )}
      <Suspense>
        <KeyDates className={styles.banner} personId={me.personId} />
      </Suspense>
      {use(Surroundings) !== 'whole' && <Waiting />}
    </>
  )
}

/** No network, and texts that wait for it: also where a page has the whole screen. */
export function Waiting() {
  const { t } = useTranslation()
  const online = useSyncExternalStore(isOnline, () => navigator.onLine)
  const drafts = useWaitingDrafts()
  return (
    <div role="status">
      {!online && <div className={styles.banner}>{t('app.offline')}</div>}
      {drafts.length > 0 && (
        <div className={styles.banner}>
          <span>{t('app.drafts', { count: drafts.length })}</span>
          {drafts.slice(0, 3).map((draft) => (
            <Link key={draft.id} to={draft.url}>
              {draft.label || t('app.draft')}
            </Link>
          ))}
        </div>
      )}
    </div>
  )
}
