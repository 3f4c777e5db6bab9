import { useTranslation } from 'react-i18next'
import type { Workspace } from '../../contract.ts'

/** Where a page that lies there for signing stands, for whoever looks at it. */
export type Standing =
  | 'sign'
  | 'signed'
  | 'disputed'
  | 'toNote'
  | 'refused'
  | 'witness'
  | 'witnessNeeded'

/** The employee said no on their own account; a manager's note alone does not make it so. */
export const hasRefused = ({ signing }: Workspace): boolean =>
  signing.signatures.some(({ role, outcome }) => role === 'employee' && outcome === 'refused')

/** Where it stands. Whom a manager's note says to have refused may still sign, so for them it is to be signed. */
export function standingOf(talk: Workspace): Standing {
  const { openCase, relation, signing } = talk
  const { refusalNote: note, signatures } = signing
  if (openCase === 'dispute') return 'disputed'
  if (note && (hasRefused(talk) || relation !== 'employee'))
    return note.declined ? 'witnessNeeded' : 'witness'
  if (hasRefused(talk)) return relation === 'manager' ? 'toNote' : 'refused'
  return signatures.some(({ role }) => role === relation) ? 'signed' : 'sign'
}

/** Whom the page waits for, in words, and whether its day still counts. Null where the flow itself says it right. */
export function useSigningWait(): (talk: Workspace) => { text: string; hasDay: boolean } | null {
  const { t } = useTranslation()
  return (talk) => {
    const { manager, employee, signing } = talk
    if (!signing.presentedAt || talk.sealedAt || talk.closedAt) return null
    const standing = standingOf(talk)
    const isNext = standing === 'sign' || standing === 'signed'
    if (isNext && talk.yourTurn) return null
    const isManagerNext = manager && !signing.signatures.some(({ role }) => role === 'manager')
    const name = isNext && !isManagerNext ? employee.name : (manager?.name ?? employee.name)
    const isYours = standing === 'witnessNeeded' && talk.relation === 'manager'
    const key = isNext ? 'signature' : isYours ? 'toName' : standing
    const text = t(`conversations.signingWaits.${key}`, {
      name,
      witness: signing.refusalNote?.witness.name ?? '',
    })
    return { text, hasDay: isNext }
  }
}
