import { useState } from 'react'

const prefix = 'cuxi.kept.'
const owner = 'cuxi.keptFor'

/**
 * What somebody writes or chooses before it is sent, kept in this browser window: going back or
 * loading the page anew loses none of it. Signing out forgets it.
 * @param id what it belongs to, and whose it is where several use one window.
 * @returns the words, how to change them, and how to let go of them once they were sent.
 */
export function useKept(id: string, first: string) {
  const key = prefix + id
  const read = () => ({ key, words: sessionStorage.getItem(key) ?? first })
  const [held, hold] = useState(read)
  // The field may stay on the page while what it belongs to changes.
  const { words } = held.key === key ? held : read()
  const keep = (next: string) => {
    hold({ key, words: next })
    try {
      sessionStorage.setItem(key, next)
    } catch {
      // A full storage loses only the safety net, not the words on the page.
    }
  }
  const forget = () => sessionStorage.removeItem(key)
  return [words, keep, forget] as const
}

/** The same for a dialog with several fields: what is written and chosen in it is kept together. */
export function useKeptForm<Form extends object>(id: string, first: Form) {
  const [kept, keep, forget] = useKept(id, '')
  const form: Form = kept ? { ...first, ...(JSON.parse(kept) as Partial<Form>) } : first
  const change = (part: Partial<Form>) => keep(JSON.stringify({ ...form, ...part }))
  return [form, change, forget] as const
}

/** What is kept belongs to one account: another person in the same window finds nothing of it. */
export function wordsBelongTo(accountId: string): void {
  if (sessionStorage.getItem(owner) === accountId) return
  sessionStorage.clear()
  sessionStorage.setItem(owner, accountId)
}

/** What this window keeps under ids that begin so, whether or not a field on the page shows it: words by id. */
export function keptUnder(beginning: string): Record<string, string> {
  const found: Record<string, string> = {}
  for (let at = 0; at < sessionStorage.length; at++) {
    const key = sessionStorage.key(at)!
    if (key.startsWith(prefix + beginning))
      found[key.slice(prefix.length)] = sessionStorage.getItem(key) ?? ''
  }
  return found
}

/** Lets go of what is kept under an id. @returns how to keep it again */
export function letGo(id: string): () => void {
  const words = sessionStorage.getItem(prefix + id)
  sessionStorage.removeItem(prefix + id)
  return () => words !== null && sessionStorage.setItem(prefix + id, words)
}
