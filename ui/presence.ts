import { useEffect } from 'react'

let actedAt = Date.now()
let askedAt = Date.now()
const act = () => void (actedAt = Date.now())
for (const sign of ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchmove'] as const)
  globalThis.addEventListener?.(sign, act, { passive: true, capture: true })

/** What a request tells the server about the person behind it, so that an open tab idles out. */
export function presenceHeaders(): Record<string, string> {
  askedAt = Date.now()
  return { 'x-cuxi-idle': String(Math.floor((askedAt - actedAt) / 1000)) }
}

/** Times in milliseconds: when the person last did something, and when the page last asked for something. */
interface Presence {
  now: number
  actedAt: number
  askedAt: number
  limit: number
}

/**
 * Whether the page asks the server by itself. While somebody is here and asks for nothing, such as a
 * reader, before the limit would pass; and once nobody has been for the whole limit, to learn that
 * the session has ended.
 */
export const isTimeToAsk = ({ now, actedAt, askedAt, limit }: Presence): boolean =>
  now - actedAt > limit ? askedAt - actedAt <= limit : actedAt - askedAt > limit / 4

/**
 * Keeps a session open while somebody is at the page, and lets the page notice its end.
 * @param idleMinutes the limit
 */
export function usePresence(idleMinutes: number, ask: () => void): void {
  useEffect(() => {
    const limit = idleMinutes * 60_000
    const timer = setInterval(() => {
      if (isTimeToAsk({ now: Date.now(), actedAt, askedAt, limit })) ask()
    }, 20_000)
    return () => clearInterval(timer)
  }, [idleMinutes, ask])
}
