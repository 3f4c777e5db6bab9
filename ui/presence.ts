import { useEffect } from 'react'

let actedAt = Date.now()
let askedAt = Date.now()
const act = () => void (actedAt = Date.now())
for (const sign of ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchmove'] as const)
  globalThis.addEventListener?.(sign, act, { passive: true, capture: true })

/** Whole seconds since the person at this page did something; what a page does by itself is not theirs. */
export const idleSeconds = (): number => Math.floor((Date.now() - actedAt) / 1000)

/** What a request tells the server about the person behind it, so that an open tab idles out. */
export function presenceHeaders(): Record<string, string> {
  askedAt = Date.now()
  return { 'x-cuxi-idle': String(idleSeconds()) }
}

/**
 * Asks the server now and then while somebody is here without asking anything, such as a reader, and
 * once more when nobody has been for the whole limit: then the session has ended and the page says so.
 * @param idleMinutes the limit, null while it is not known
 */
export function usePresence(idleMinutes: number | null, ask: () => void): void {
  useEffect(() => {
    if (idleMinutes === null) return
    const limit = idleMinutes * 60
    let hasEnded = false
    const look = () => {
      const idle = idleSeconds()
      if (idle < limit) hasEnded = false
      const isReading = (actedAt - askedAt) / 1000 > limit / 4
      const hasJustEnded = !hasEnded && idle > limit
      if (hasJustEnded) hasEnded = true
      if (isReading || hasJustEnded) ask()
    }
    const timer = setInterval(look, 20_000)
    return () => clearInterval(timer)
  }, [idleMinutes, ask])
}
