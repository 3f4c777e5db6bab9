import { lazy, type ReactNode, Suspense, useEffect } from 'react'
import { sendDrafts } from '../../../ui/outbox.ts'
import { usePresence } from '../../../ui/presence.ts'
import { useSessionExpired } from '../../../ui/session.ts'
import { Toasts } from '../../../ui/toasts.tsx'
import { Zone } from '../../../ui/useFormat.ts'
import { askWhoAmI, useMe } from './me.ts'

const SignInAgain = lazy(() => import('./SignInAgain.tsx'))

/** Over every page of a signed-in person: the organization's time, signing in again, and short words. */
export function Session({ children }: { children: ReactNode }) {
  const me = useMe()
  const isExpired = useSessionExpired()
  usePresence(me.idleMinutes, askWhoAmI)
  useEffect(() => {
    const online = () => void sendDrafts()
    addEventListener('online', online)
    return () => removeEventListener('online', online)
  }, [])
  return (
    <Zone value={me.organization.timezone}>
      {children}
      <Suspense>{isExpired && <SignInAgain />}</Suspense>
      <Toasts />
    </Zone>
  )
}
