import { publicApiFor, type PublicApi } from '../../app/router.ts'
import type { Story } from './scenario.ts'

/** Somebody at the door, at the story's time: the public API and the cookies it has handed out. */
export function strangerAt(
  { services, clock }: Story,
  ip = '10.0.0.9',
): { api: PublicApi; cookie: () => string } {
  const resHeaders = new Headers()
  const api = publicApiFor({
    database: services.database,
    auth: services.auth,
    rules: services.rules,
    jobs: services.jobs,
    now: clock.now,
    ip,
    userAgent: 'test',
    origin: 'http://localhost',
    headers: new Headers(),
    resHeaders,
  })
  return { api, cookie: () => resHeaders.getSetCookie().at(-1) ?? '' }
}
