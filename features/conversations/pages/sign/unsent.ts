import type { Outcome, Workspace } from '../../contract.ts'
import { hasRefused } from './standing.ts'

/** What is written beside the page: with a signature, to a noted refusal, or by the manager about a refusal. */
const fields = ['statement', 'own', 'note'] as const
type WrittenIn = (typeof fields)[number]

/** What is chosen beside it, with the field it goes with. */
const beside = { outcome: 'statement', witness: 'note' } as const satisfies Record<
  string,
  WrittenIn
>

/** Under which id this window keeps what is written beside the page as it stands now, by whoever reads it. */
export const keptAs = (talk: Workspace, what: WrittenIn | keyof typeof beside): string =>
  `${talk.id}.${talk.signing.shownHash}.${talk.relation}.${what}`

/** Words and what was chosen beside them, by id: the one is not let go of without the other. */
export function togetherWith(id: string): string[] {
  const page = id.slice(0, id.lastIndexOf('.') + 1)
  const chosen = Object.entries(beside).filter(([, writtenIn]) => page + writtenIn === id)
  return [id, ...chosen.map(([what]) => page + what)]
}

/** Words that were written beside the page and can no longer be handed over with it. */
export interface Unsent {
  id: string
  writtenIn: WrittenIn
  words: string
  /** What had been chosen beside them. */
  chosen: Outcome | null
  /** What has become of the page since. */
  fate: 'signed' | 'sealed' | 'noted' | 'shownAnew' | 'over'
}

/**
 * What this window keeps for a page that has gone on without it: signed in another window, sealed in silence,
 * taken back. What is said in it elsewhere, to the letter, is not among it.
 * @param kept words by id, as `keptAs` names them
 */
export function unsentOf(talk: Workspace, kept: Record<string, string>): Unsent[] {
  const { signatures, refusalNote: note } = talk.signing
  const arrived = [...signatures.map(({ statement }) => statement), note?.statement, note?.reason]
  return Object.entries(kept).flatMap(([id, text]) => {
    const [talkId, hash, relation, what] = id.split('.')
    const writtenIn = fields.find((field) => field === what)
    const words = text.trim()
    if (talkId !== talk.id || relation !== talk.relation || !writtenIn || !words) return []
    if (arrived.includes(words)) return []
    const isOfThisPage = hash === String(talk.signing.shownHash)
    if (isOfThisPage && takes(talk, writtenIn)) return []
    const outcome = writtenIn === 'statement' && kept[`${talkId}.${hash}.${relation}.outcome`]
    const chosen = (outcome || null) as Outcome | null
    const fate = isOfThisPage ? fateOf(talk, writtenIn) : 'shownAnew'
    return [{ id, writtenIn, words, chosen, fate }]
  })
}

/**
 * What this window has no reason to keep any longer, though nobody told it that it arrived: an answer may be lost on its
 * way. What can still be handed over, and what has to be told first, is not among it.
 * @returns the ids
 */
export function doneWith(talk: Workspace, kept: Record<string, string>): string[] {
  const told = unsentOf(talk, kept).map(({ id }) => id)
  return Object.keys(kept).filter((id) => {
    const [talkId, hash, relation, what = ''] = id.split('.')
    if (talkId !== talk.id || relation !== talk.relation) return false
    const field = fields.find(
      (one) => one === (what in beside ? beside[what as keyof typeof beside] : what),
    )
    if (!field || told.includes(`${talkId}.${hash}.${relation}.${field}`)) return false
    return hash !== String(talk.signing.shownHash) || !takes(talk, field)
  })
}

/** Whether the page still takes such words from whoever looks at it. */
function takes(talk: Workspace, writtenIn: WrittenIn): boolean {
  const { refusals, signing, sealedAt, closedAt, relation } = talk
  if (sealedAt || closedAt || !signing.presentedAt) return false
  if (writtenIn === 'own') return refusals.attachStatement === null && !hasRefused(talk)
  if (writtenIn === 'statement') return !signing.signatures.some(({ role }) => role === relation)
  // Entering the password again is the next step, no reason to take nothing.
  return [null, 'conversations.stepUpFirst'].includes(refusals.noteRefusal)
}

function fateOf({ signing, sealedAt, relation }: Workspace, writtenIn: WrittenIn): Unsent['fate'] {
  if (writtenIn !== 'note' && signing.signatures.some(({ role }) => role === relation))
    return 'signed'
  if (sealedAt) return 'sealed'
  return writtenIn === 'note' && signing.refusalNote ? 'noted' : 'over'
}
