import { ORPCError } from '@orpc/server'
import { errorFacts, log } from '../platform/log.ts'
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
