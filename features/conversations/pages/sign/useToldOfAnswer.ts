import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { toast } from '../../../../ui/toasts.tsx'
import type { Workspace } from '../../contract.ts'

/**
 * Says that one's own answer to the page has arrived, as what, in every window that has the talk open: also
 * where it was given in another one, or where the answer of the server was lost on its way.
 */
export function useToldOfAnswer(talk: Workspace | undefined): void {
  const { t } = useTranslation()
  const mine = talk?.signing.signatures.find(({ role }) => role === talk.relation)
  const outcome = mine?.outcome ?? null
  const isSealed = Boolean(talk?.sealedAt)
  const before = useRef<{ id: string; outcome: string | null } | null>(null)
  const id = talk?.id
  useEffect(() => {
    if (!id) return
    const isNews = before.current?.id === id && before.current.outcome === null && outcome !== null
    before.current = { id, outcome }
    if (!isNews || outcome === 'notAnswered') return
    const done = outcome === 'refused' ? 'declined' : isSealed ? 'sealed' : 'signed'
    toast({
      text: t(`conversations.sign.${done}`, {
        outcome: t(`conversations.outcomeShort.${outcome}`),
      }),
    })
  }, [id, outcome, isSealed, t])
}
