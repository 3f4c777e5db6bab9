import { ORPCError } from '@orpc/server'

/** Why something is not allowed: a message key such as `conversation.notYours`, or null when it is. */
export type Refusal = string | null

type Params = Record<string, string | number>

/** The request is understood and not allowed. */
export const refuse = (reason: string, params: Params = {}) =>
  new ORPCError('FORBIDDEN', { message: reason, data: { reason, params } })

/** There is nothing here for this person: the same answer whether it exists or not. */
export const missing = () =>
  new ORPCError('NOT_FOUND', {
    message: 'app.notFound',
    data: { reason: 'app.notFound', params: {} },
  })

/** Somebody was faster; `data` carries what stands there now and what the person sent. */
export const conflict = (reason: string, data: Record<string, unknown> = {}) =>
  new ORPCError('CONFLICT', { message: reason, data: { reason, params: {}, ...data } })

/** The input cannot be used; `field` names the place. */
export const invalid = (reason: string, params: Params = {}, field?: string) =>
  new ORPCError('BAD_REQUEST', { message: reason, data: { reason, params, field } })

/** Too many tries; `seconds` until the next one is heard. */
export const tooMany = (reason: string, seconds: number) =>
  new ORPCError('TOO_MANY_REQUESTS', { message: reason, data: { reason, params: { seconds } } })

/** Throws the refusal, if there is one. */
export function demand(refusal: Refusal): void {
  if (refusal) throw refuse(refusal)
}
