import { useEffect } from 'react'
import { type QueryClient, type QueryKey, useQueryClient } from '@tanstack/react-query'
import { accountHere, signedInAgain } from './session.ts'

/** What the server says when something changed: ids only, the browser asks for the rest. */
export interface LiveNews {
  kind: string
  subject: string
}

type Listener = (news: LiveNews | null) => void

const listeners = new Map<string, Set<Listener>>()
let source: EventSource | null = null
let opened = ''
let planned: ReturnType<typeof setTimeout> | undefined

const everyListener = (news: LiveNews | null) =>
  new Set([...listeners.values()].flatMap((set) => [...set])).forEach((hear) => hear(news))

/** One stream for the whole page. Subjects change together (a page opens), so reopening waits a moment. */
function plan(delay = 40): void {
  clearTimeout(planned)
  planned = setTimeout(open, delay)
}

function open(): void {
  const subjects = [...listeners.keys()].sort().join(',')
  if (subjects === opened && source && source.readyState !== EventSource.CLOSED) return
  source?.close()
  source = null
  opened = subjects
  if (!subjects) return
  let first = true
  const address = `/api/live?subjects=${encodeURIComponent(subjects)}&account=${accountHere()}`
  source = new EventSource(address)
  // Whatever happened while the line was down was not heard: ask again.
  source.addEventListener('open', () => {
    if (!first) everyListener(null)
    first = false
  })
  source.addEventListener('message', (message) => {
    const news = JSON.parse(message.data as string) as LiveNews
    listeners.get(news.subject)?.forEach((hear) => hear(news))
  })
  source.addEventListener('error', () => {
    if (source?.readyState !== EventSource.CLOSED) return
    // A session that was ended elsewhere is asked for at once, not at the next click; any other cause passes by itself.
    void askIfSignedOut(address)
    plan(5_000)
  })
}

/** A refused line does not say why; the same question asked plainly does. */
async function askIfSignedOut(address: string) {
  const asking = new AbortController()
  const status = await fetch(address, { signal: asking.signal }).then(
    (answer) => answer.status,
    () => null,
  )
  asking.abort()
  if (status === 401) await signedInAgain()
}

/** A first answer that is still on its way may be older than the news, and invalidating lets it through. */
export async function askAgain(cache: QueryClient, queryKey: QueryKey) {
  await cache.cancelQueries({ queryKey, predicate: ({ state }) => state.data === undefined })
  await cache.invalidateQueries({ queryKey })
}

/**
 * Keeps queries fresh while the page is open: when the server says `subjectId` changed, `queryKeys` are asked again.
 * @param subjectId id of the record, or null while it is not known yet
 * @example useLive(talk.id, [api.conversations.get.key({ input: { id } })])
 */
export function useLive(
  subjectId: string | null | undefined,
  queryKeys: readonly QueryKey[],
  onNews?: (news: LiveNews) => void,
): void {
  const cache = useQueryClient()
  const keys = JSON.stringify(queryKeys)
  useEffect(() => {
    if (!subjectId) return
    const hear: Listener = (news) => {
      for (const queryKey of JSON.parse(keys) as QueryKey[]) void askAgain(cache, queryKey)
      if (news) onNews?.(news)
    }
    const set = listeners.get(subjectId) ?? new Set()
    listeners.set(subjectId, set.add(hear))
    plan()
    return () => {
      set.delete(hear)
      if (set.size === 0) listeners.delete(subjectId)
      plan()
    }
  }, [subjectId, keys, cache, onNews])
}
