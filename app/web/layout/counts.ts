import { useQuery } from '@tanstack/react-query'
import { api } from '../../../ui/api.ts'
import { useLive } from '../../../ui/live.ts'
import { useMe } from './me.ts'

/** How many things wait for this person, by place. */
export function useCounts(): Record<string, number> {
  const me = useMe()
  const { data } = useQuery(api.notifications.counts.queryOptions({ refetchInterval: 60_000 }))
  useLive(me.personId, [api.notifications.key()])
  return { today: data?.today ?? 0 }
}
