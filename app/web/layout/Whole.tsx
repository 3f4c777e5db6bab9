import { lazy, Suspense, useEffect } from 'react'
import { Outlet } from '@tanstack/react-router'
import { sendDrafts } from '../../../ui/outbox.ts'
import { usePresence } from '../../../ui/presence.ts'
import { useSessionExpired } from '../../../ui/session.ts'
import { Toasts } from '../../../ui/toasts.tsx'
import { Zone } from '../../../ui/useFormat.ts'
import { Waiting } from './Banners.tsx'
import { askWhoAmI, useMe } from './me.ts'

const SignInAgain = lazy(() => import('./SignInAgain.tsx'))

/** A page that has the whole screen to itself; signing in again and short words still stand over it. */
export function Whole() {
  const me = useMe()
  usePresence(me.idleMinutes, askWhoAmI)
  const isExpired = useSessionExpired()
  useEffect(() => {
    const online = () => void sendDrafts()
    addEventListener('online', online)
    return () => removeEventListener('online', online)
  }, [])
  return (
    <Zone value={me.organization.timezone}>
      <Waiting />
      <Outlet />
      <Suspense>{isExpired && <SignInAgain />}</Suspense>
      <Toasts />
    </Zone>
  )
}
