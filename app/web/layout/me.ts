import { hashKey, useQuery } from '@tanstack/react-query'
import type { Me } from '../../../features/accounts/contract.ts'
import { api, queryClient } from '../../../ui/api.ts'
import { draftsBelongTo, sendDrafts } from '../../../ui/outbox.ts'
import { nowSignedIn } from '../../../ui/session.ts'
import { speak } from '../../../ui/language.ts'
import { wordsBelongTo } from '../../../ui/useKept.ts'
import { speakInWords } from '../i18n/index.ts'

let spoken = { to: '', done: Promise.resolve() }

/**
 * Speaks as the person has chosen, here or on another device. In the demo company nobody is oneself: the
 * device's language stays.
 */
function speakTo({ accountId, locale, organization }: Me): Promise<void> {
  speakInWords(organization.words)
  // What was just chosen here is not taken back by an answer that was under way.
  const to = `${accountId} ${locale}`
  // Whose words cannot be fetched still gets the page, in the language there is.
  if (!organization.demo && to !== spoken.to) spoken = { to, done: speak(locale).catch(() => {}) }
  return spoken.done
}

// HR may change the words while people are signed in: whenever who one is has been read anew, they are too.
queryClient.getQueryCache().subscribe(({ query, type }) => {
  if (type !== 'updated' || query.queryHash !== hashKey(api.accounts.me.queryKey())) return
  const me = query.state.data as Me | undefined
  if (me) void speakTo(me)
})

/** Reads who is signed in, once; from then on a lost session asks in place. */
export async function whoAmI(): Promise<Me> {
  const me = await queryClient.ensureQueryData(api.accounts.me.queryOptions())
  await speakTo(me)
  nowSignedIn(me.accountId)
  draftsBelongTo(me.accountId)
  wordsBelongTo(me.accountId)
  void sendDrafts()
  return me
}

/** Whether the person may open a place; asked anew before no is said, for a right may just have come. */
export async function mayOpen(place: string): Promise<boolean> {
  if ((await whoAmI()).places.includes(place)) return true
  const me = await queryClient.fetchQuery(api.accounts.me.queryOptions({ staleTime: 0 }))
  return me.places.includes(place)
}

/** Asks the server whether the session is still open; if not, the page asks to sign in again. */
export const askWhoAmI = () =>
  void queryClient.refetchQueries({ queryKey: api.accounts.me.queryKey() })

/** The signed-in person. Inside the frame it is always there: the route waited for it. */
export function useMe(): Me {
  const { data } = useQuery(api.accounts.me.queryOptions({ staleTime: 60_000 }))
  if (!data) throw new Error('useMe is used outside the frame')
  return data
}
