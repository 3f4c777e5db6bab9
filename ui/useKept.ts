import { useState } from 'react'

/**
 * What somebody writes or chooses before it is sent, kept in this browser window: going back or
 * loading the page anew loses none of it. Signing out forgets it.
 * @param id what it belongs to, and whose it is where several use one window.
 * @returns the words, how to change them, and how to let go of them once they were sent.
 */
export function useKept(id: string, first: string) {
  const key = `cuxi.kept.${id}`
  const [words, setWords] = useState(() => sessionStorage.getItem(key) ?? first)
  const keep = (next: string) => {
    setWords(next)
    try {
      sessionStorage.setItem(key, next)
    } catch {
      // A full storage loses only the safety net, not the words on the page.
    }
  }
  const forget = () => sessionStorage.removeItem(key)
  return [words, keep, forget] as const
}
