import { useSyncExternalStore } from 'react'

/** Whether a person was signed in on this page and the server no longer knows it. */
let waiting: { promise: Promise<boolean>; settle: (back: boolean) => void } | null = null
/** Whose page this is. */
let account = ''
const watchers = new Set<() => void>()
const tell = () => watchers.forEach((watch) => watch())

/**
 * Called by the shell once `me` has been read: from then on a lost session asks in place instead of leaving the
 * page, and so does one that another window of this browser has given to somebody else.
 */
export function nowSignedIn(accountId: string): void {
  account = accountId
}

/** Whoever signs in next is asked anew who they are. */
export function nobodyHere(): void {
  account = ''
}

/** The account whose page this is; empty before anybody has signed in. */
export const accountHere = (): string => account

/** Resolves to true when the person has signed in again, false when nobody was signed in on this page. */
export function signedInAgain(): Promise<boolean> {
  if (!account) return Promise.resolve(false)
  if (!waiting) {
    let settle!: (back: boolean) => void
    const promise = new Promise<boolean>((resolve) => (settle = resolve))
    waiting = { promise, settle }
    tell()
  }
  return waiting.promise
}

/** Ends the waiting: every held request runs again, or fails when the person leaves instead. */
export function settleSession(back: boolean): void {
  const held = waiting
  waiting = null
  if (!back) account = ''
  held?.settle(back)
  tell()
}

/** True while the sign-in dialog should stand over the page. */
export function useSessionExpired(): boolean {
  return useSyncExternalStore(
    (watch) => (watchers.add(watch), () => watchers.delete(watch)),
    () => waiting !== null,
  )
}
