import { useEffect, useRef } from 'react'

/** True on Apple keyboards, where ⌘ takes the place of Ctrl. */
export const isApple =
  typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.userAgent)

/**
 * Listens for key chords: `useHotkeys({ 'mod+k': openSearch, '?': showHelp })`. `mod` is ⌘ on Apple, Ctrl elsewhere.
 * Single keys are not heard while somebody types.
 */
export function useHotkeys(chords: Record<string, (event: KeyboardEvent) => void>): void {
  const latest = useRef(chords)
  useEffect(() => {
    latest.current = chords
  })
  useEffect(() => {
    const hear = (event: KeyboardEvent) => {
      if (event.isComposing) return
      const mod = isApple ? event.metaKey : event.ctrlKey
      const name = [
        mod && 'mod',
        event.altKey && 'alt',
        event.shiftKey && event.key.length > 1 && 'shift',
        event.key.toLowerCase(),
      ]
        .filter(Boolean)
        .join('+')
      const act = latest.current[name]
      const isTyping =
        event.target instanceof HTMLElement &&
        (event.target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName))
      if (!act || (isTyping && !mod)) return
      event.preventDefault()
      act(event)
    }
    addEventListener('keydown', hear)
    return () => removeEventListener('keydown', hear)
  }, [])
}
