import { useEffect } from 'react'
import { client } from '../../../ui/api.ts'

/** Says every 20 seconds that somebody is here on this device. A missed beat is no trouble: the next one follows. */
export function useBeat(id: string): void {
  useEffect(() => {
    const beat = () =>
      void (
        document.visibilityState === 'visible' && client.conversations.beat({ id }).catch(() => {})
      )
    beat()
    const timer = setInterval(beat, 20_000)
    return () => clearInterval(timer)
  }, [id])
}
