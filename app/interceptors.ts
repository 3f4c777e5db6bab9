import { ORPCError } from '@orpc/server'
import { errorFacts, log, type LogFact } from '../platform/log.ts'
import { invalid } from '../platform/refusal.ts'
import { brokenTextIn } from './brokenText.ts'
import { outage } from './outage.ts'
import { onStroke } from './stroke.ts'

/** Text that cannot be kept as it is stays outside: nobody finds other words later than they wrote. */
export async function refuseBrokenText<T>({
  input,
  next,
}: {
  input: unknown
  next: () => Promise<T>
}): Promise<T> {
  const field = brokenTextIn(input)
  if (field !== null) throw invalid('app.brokenText', {}, field)
  return next()
}

/** Whether there is nothing or nothing for this person takes the same time. */
export async function refuseOnStroke<T>({ next }: { next: () => Promise<T> }): Promise<T> {
  const began = performance.now()
  try {
    return await next()
  } catch (error) {
    if (error instanceof ORPCError && error.status === 404) await onStroke(began)
    throw error
  }
}

/** Who was refused, as far as it is known: ids and the address. */
export type Refused = Record<'person' | 'account' | 'ip', string | null>

/**
 * Notes for whoever watches over the installation what somebody was refused. Not that they were signed out:
 * every open page hears that once a day.
 */
export function noteRefusal(what: string, error: unknown, { person, account, ip }: Refused) {
  const { status, data } = error as { status?: unknown; data?: { reason?: unknown } }
  if (typeof status !== 'number' || status >= 500 || status === 401) return
  const reason: LogFact = typeof data?.reason === 'string' ? data.reason : 'input'
  log('request.refused', { what, status, reason, person, account, ip })
}

/** The same for procedures; `about` tells who it was once the procedure has ended. */
export const notingRefusals =
  <C>(about: (context: C) => Refused) =>
  async <T>({
    path,
    context,
    next,
  }: {
    path: readonly string[]
    context: C
    next: () => Promise<T>
  }): Promise<T> => {
    try {
      return await next()
    } catch (error) {
      noteRefusal(path.join('.'), error, about(context))
      throw error
    }
  }

/** Refusals pass as they are; anything else is a bug: logged once, told without details. */
export async function reportUnexpected<T>({
  path,
  next,
}: {
  path: readonly string[]
  next: () => Promise<T>
}): Promise<T> {
  try {
    return await next()
  } catch (error) {
    if (error instanceof ORPCError && error.status < 500) throw error
    log('procedure.failed', { procedure: path.join('.'), ...errorFacts(error) })
    const reason = outage(error)
    throw new ORPCError(reason ? 'SERVICE_UNAVAILABLE' : 'INTERNAL_SERVER_ERROR', {
      data: { reason: reason ?? 'app.unexpected', params: {} },
    })
  }
}
