import { lazy, Suspense, useEffect, useState } from 'react'
import { Outlet, useRouterState } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { sendDrafts } from '../../../ui/outbox.ts'
import { useSessionExpired } from '../../../ui/session.ts'
import { Toasts } from '../../../ui/toasts.tsx'
import { Zone } from '../../../ui/useFormat.ts'
import { usePresence } from '../../../ui/presence.ts'
import { useHotkeys } from '../../../ui/useHotkeys.ts'
import { Banners } from './Banners.tsx'
import { BottomBar, Rail } from './Rail.tsx'
import { askWhoAmI, useMe } from './me.ts'
import styles from './Frame.module.css'

const Search = lazy(() => import('./Search.tsx'))
const SignInAgain = lazy(() => import('./SignInAgain.tsx'))

/** What stands around every page of a signed-in person. */
export function Frame() {
  const { t } = useTranslation()
  const me = useMe()
  const [isSearching, setSearching] = useState(false)
  const isExpired = useSessionExpired()
  const isLoading = useRouterState({ select: (state) => state.isLoading })
  usePresence(me.idleMinutes, askWhoAmI)
  useHotkeys({ 'mod+k': () => setSearching(true) })
  useEffect(() => {
    const online = () => void sendDrafts()
    addEventListener('online', online)
    return () => removeEventListener('online', online)
  }, [])
  return (
    <Zone value={me.organization.timezone}>
      <a className={styles.skip} href="#content">
        {t('app.skip')}
      </a>
      <div className={styles.app}>
        <Rail onSearch={() => setSearching(true)} />
        <div className={styles.side}>
          <Banners />
          <main id="content" tabIndex={-1} className={styles.main} aria-busy={isLoading}>
            <Outlet />
          </main>
        </div>
        <BottomBar onSearch={() => setSearching(true)} />
      </div>
      {isLoading && <div className={styles.going} aria-hidden />}
      <Suspense>
        {isSearching && <Search onClose={() => setSearching(false)} />}
        {isExpired && <SignInAgain />}
      </Suspense>
      <Toasts />
    </Zone>
  )
}
