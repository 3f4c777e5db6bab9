import { ORPCError } from '@orpc/client'
import { useTranslation } from 'react-i18next'

/** What went wrong, as far as a person can use it. */
export interface Failure {
  kind:
    | 'offline'
    | 'session'
    | 'refused'
    | 'missing'
    | 'conflict'
    | 'invalid'
    | 'tooMany'
    | 'broken'
  /** Message key such as `conversation.notYours`. */
  reason?: string
  params?: Record<string, string | number>
  /** The input field the reason belongs to. */
  field?: string
  /** What the server sent along, e.g. on a conflict the text that stands there now. */
  data?: Record<string, unknown>
  /** The number to quote when asking for help. */
  trace?: string
}

const kinds: Record<string, Failure['kind']> = {
  UNAUTHORIZED: 'session',
  FORBIDDEN: 'refused',
  NOT_FOUND: 'missing',
  CONFLICT: 'conflict',
  BAD_REQUEST: 'invalid',
  UNPROCESSABLE_CONTENT: 'invalid',
  PAYLOAD_TOO_LARGE: 'invalid',
  TOO_MANY_REQUESTS: 'tooMany',
  BAD_GATEWAY: 'offline',
  SERVICE_UNAVAILABLE: 'offline',
  GATEWAY_TIMEOUT: 'offline',
}

/** Reads any thrown thing. A fetch that never arrived is a TypeError in every browser. */
export function failureOf(error: unknown): Failure {
  if (error instanceof ORPCError) {
    const data = (error.data ?? {}) as Record<string, unknown>
    return {
      kind: kinds[error.code] ?? 'broken',
      ...(typeof data.reason === 'string' && { reason: data.reason }),
      ...(typeof data.field === 'string' && { field: data.field }),
      ...(typeof data.trace === 'string' && { trace: data.trace }),
      params: (data.params ?? {}) as Record<string, string | number>,
      data,
    }
  }
  return { kind: error instanceof TypeError ? 'offline' : 'broken' }
}

/**
 * Not for whoever asks, not there, or no address of anything: asking again changes nothing. A page that is
 * reached by its address throws such an error before it shows anything that could be filled in.
 */
export const keepsOut = (error: unknown): boolean => {
  const { kind } = failureOf(error)
  if (kind === 'invalid') return !refusesReason(error)
  return !!error && (kind === 'missing' || kind === 'refused')
}

/** The reason somebody gave for opening a page cannot be taken as it is: said at its field. */
export const refusesReason = (error: unknown): boolean => {
  const { kind, field, data } = failureOf(error)
  // What the contract does not take, such as too long a text, comes with the paths of it.
  const issues = data?.issues as { path?: PropertyKey[] }[] | undefined
  return kind === 'invalid' && (field ?? issues?.[0]?.path?.[0]) === 'reason'
}

/** What a page answers with its question why: that it has not been said, in the words of `key`, or cannot be taken. */
export const asksReason = (error: unknown, key: string): boolean =>
  failureOf(error).reason === key || refusesReason(error)

/** Where the words of a refusal stand: `conversation.notYours` → `conversation.refusal.notYours`. */
const refusalKey = (reason: string) => reason.replace('.', '.refusal.')

/** Turns a refusal's key into words; null and undefined stay null. */
export function useRefusal(): (
  reason: string | null | undefined,
  params?: Record<string, string | number>,
) => string | null {
  const { t, i18n } = useTranslation()
  return (reason, params) => {
    if (!reason) return null
    const key = refusalKey(reason)
    return i18n.exists(key) ? t(key, params) : t('ui.failure.refused')
  }
}

const deeds = new WeakSet<object>()

/** Notes that a deed failed, not a reading: whoever did it has to know whether it is done. */
export function noteDeed(error: unknown): void {
  if (error instanceof Error) deeds.add(error)
}

/** Where the words of a failure without a reason stand, below `ui.failure`. */
export function failureKey(error: unknown): Failure['kind'] | 'undone' {
  const { kind } = failureOf(error)
  // Only what is saved by itself is sent again by itself; a deed whose answer is lost may be done or not.
  return kind === 'offline' && error instanceof Error && deeds.has(error) ? 'undone' : kind
}

/** Turns anything thrown into one sentence: what happened and what to do next. */
export function useFailureText(): (error: unknown) => string {
  const { t } = useTranslation()
  const refusal = useRefusal()
  return (error) => {
    const failure = failureOf(error)
    if (failure.reason) return refusal(failure.reason, failure.params) ?? ''
    return t(`ui.failure.${failureKey(error)}`)
  }
}
