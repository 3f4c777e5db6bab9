import { createHmac, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { ORPCError } from '@orpc/server'
import { sql } from 'kysely'
import { isTechnical, type Actor, type Context, type Grant } from '../features/accounts/policy.ts'
import type { SignInRules } from '../features/accounts/rules.ts'
import { inForce } from '../features/org/grants/queries.ts'
import { dayIn } from '../platform/clock.ts'
import { openOrg, type Db, type OrganizationTable } from '../platform/database.ts'
import { errorFacts, log } from '../platform/log.ts'
import type { Services } from './services.ts'

/** What the socket says about a request, before anybody is known. */
export interface Arrival {
  token: string | null
  ip: string
  userAgent: string
  /** The site as the browser names it. */
  origin?: string
  /** Whose page asks, where it says so. */
  account?: string | null
  /** Seconds since its person last did something, 0 when unsaid; null for what a page asks by itself. */
  idleSeconds?: number | null
}

/** Percent-encoded text as it was meant; null when it is no such text. */
export function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text)
  } catch {
    return null
  }
}

/** The session token of a request, if the cookie of this very name carries our signature. */
export function sessionToken(
  request: IncomingMessage,
  cookie: string,
  secret: string,
): string | null {
  for (const pair of (request.headers.cookie ?? '').split(';')) {
    const [name, value] = pair.split('=', 2).map((part) => part.trim())
    if (name !== cookie || !value) continue
    const plain = decoded(value)
    if (plain === null) continue
    const at = plain.lastIndexOf('.')
    const token = plain.slice(0, at)
    const expected = createHmac('sha256', secret).update(token).digest()
    const given = Buffer.from(plain.slice(at + 1), 'base64')
    if (given.length === expected.length && timingSafeEqual(given, expected)) return token
  }
  return null
}

/** The client's address: the socket's, or what the configured number of proxies in front says. */
export function clientAddress(request: IncomingMessage, trustedProxies: number): string {
  const socket = (request.socket.remoteAddress ?? '').replace(/^::ffff:/, '')
  if (trustedProxies === 0) return socket
  const hops = String(request.headers['x-forwarded-for'] ?? '')
    .split(',')
    .map((hop) => hop.trim())
    .filter(Boolean)
  return hops.at(-trustedProxies) ?? socket
}

/** Somebody with an open session, and where they belong. */
export interface Who {
  actor: Actor
  org: OrganizationTable
}

/**
 * Finds out who is at the door, as the first thing a transaction does, and opens the organization's
 * rows to it; null lets nobody in.
 */
export type Entrance = (
  db: Db,
  now: Date,
  rules: SignInRules,
  afterwards: Context['afterwards'],
) => Promise<Who | null>

/** The same entrance, which remembers whom it has let in. */
export function remembering(entrance: Entrance): { entrance: Entrance; seen: () => Actor | null } {
  let seen: Actor | null = null
  return {
    seen: () => seen,
    entrance: async (...given) => {
      const who = await entrance(...given)
      seen = who?.actor ?? null
      return who
    },
  }
}

/** Somebody this process knows already: the demo, the command line, jobs. */
export const asKnown =
  (who: Who): Entrance =>
  async (db) => {
    await openOrg(db, who.org.id, reachOf(who.actor))
    return who
  }

/** Whose role keeps them from what people said reaches their own talks only; the database holds it (0018). */
const reachOf = ({ personId, roles }: Actor): string => (isTechnical(roles) ? personId : 'all')

/** Whoever the session of a request belongs to, with the roles in force now: one round trip. */
export const bySession =
  (arrival: Arrival): Entrance =>
  async (db, now, rules, afterwards) => {
    if (!arrival.token) return null
    const [session, known] = await Promise.all([
      openSession(db, arrival.token, now, rules),
      personBehind(db, arrival.token, now),
    ])
    if (!session || !known) return null
    const { orgId, sessionId, accountId } = session
    // Another window of the browser has let somebody else in: what this page writes is not theirs.
    if (arrival.account && arrival.account !== accountId) return null
    // The demo is entered by anybody with one click; there is nothing in it to be guarded by a phone.
    const isAsleep = ({ role }: Grant) =>
      rules.secondFactorFor.includes(role) && !session.secondFactorAt && !known.org.demoSince
    // Only what a person does is a sign of life; written once a minute, which is enough for the limit.
    const idle = arrival.idleSeconds === null ? Infinity : (arrival.idleSeconds ?? 0)
    const actedAt = new Date(now.getTime() - idle * 1000)
    if (actedAt.getTime() - session.updatedAt.getTime() > 60_000)
      afterwards((later) =>
        later
          .updateTable('session')
          .set({ updatedAt: actedAt })
          .where('orgId', '=', orgId)
          .where('id', '=', sessionId)
          .execute(),
      )
    return {
      org: known.org,
      actor: {
        accountId,
        personId: known.personId,
        orgId,
        sessionId,
        name: known.name,
        locale: session.locale,
        roles: known.roles.filter((grant) => !isAsleep(grant)),
        asleep: known.roles.filter(isAsleep).map(({ role }) => role),
        ip: arrival.ip,
        userAgent: arrival.userAgent,
        ...(arrival.origin && { origin: arrival.origin }),
        steppedUpAt: session.steppedUpAt,
      },
    }
  }

/** The session, if it has neither ended nor idled out; the transaction sees its organization from here on. */
async function openSession(db: Db, token: string, now: Date, { idleMinutes }: SignInRules) {
  const { rows } = await sql<{
    sessionId: string
    accountId: string
    steppedUpAt: Date | null
    secondFactorAt: Date | null
    updatedAt: Date
    locale: Actor['locale']
    orgId: string
  }>`
    select s.id as session_id, s.account_id, s.stepped_up_at, s.second_factor_at, s.updated_at, a.locale, s.org_id,
           set_config('cuxi.org', s.org_id::text, true)
      from session s join account a on a.id = s.account_id
     where s.token = ${token} and s.expires_at > ${now} and a.disabled_at is null
       and s.updated_at > ${now}::timestamptz - make_interval(mins => ${idleMinutes})`.execute(db)
  return rows[0] ?? null
}

/** The person a session belongs to; sent right behind `openSession`, without waiting for it. */
async function personBehind(db: Db, token: string, now: Date) {
  const { rows } = await sql<{
    personId: string
    name: string
    org: Omit<OrganizationTable, 'createdAt' | 'demoSince'> & {
      createdAt: string
      demoSince: string | null
    }
    roles: Grant[]
  }>`
    select p.id as person_id, p.name,
           set_config('cuxi.content', case when exists (select from role_grant g
             where g.org_id = p.org_id and g.person_id = p.id and g.role in ('securityAdmin', 'itAdmin')
               and ${inForce(now)})
             then p.id::text else 'all' end, true),
           json_build_object('id', o.id, 'name', o.name, 'code', o.code, 'timezone', o.timezone, 'locale', o.locale,
             'settings', o.settings, 'demoSince', o.demo_since, 'createdAt', o.created_at) as org,
           coalesce((select json_agg(json_build_object('role', g.role, 'departmentId', g.department_id,
               'departmentIds', coalesce((select json_agg(below.id) from department at join department below
                   on below.org_id = at.org_id and (below.id = at.id or starts_with(below.path, at.path || '/'))
                 where at.org_id = g.org_id and at.id = g.department_id), '[]'::json)))
             from role_grant g
            where g.org_id = p.org_id and g.person_id = p.id and ${inForce(now)}), '[]'::json) as roles
      from session s
      join person p on p.org_id = s.org_id and p.account_id = s.account_id
      join organization o on o.id = p.org_id
     where s.token = ${token}
       and (p.left_on is null or p.left_on > (${now}::timestamptz at time zone o.timezone)::date)`.execute(
    db,
  )
  const row = rows[0]
  if (!row) return null
  const org: OrganizationTable = {
    ...row.org,
    createdAt: new Date(row.org.createdAt),
    demoSince: row.org.demoSince ? new Date(row.org.demoSince) : null,
  }
  return { personId: row.personId, name: row.name, org, roles: row.roles }
}

/**
 * Opens one transaction, lets one actor in and hands both to `work`. It commits before the answer
 * is sent: what a person was told is saved, is saved.
 * @throws UNAUTHORIZED when the entrance knows nobody.
 */
export async function throughDoor<T>(
  services: Services,
  entrance: Entrance,
  now: Date,
  work: (context: Context) => Promise<T>,
): Promise<T> {
  const later: ((db: Db) => Promise<unknown>)[] = []
  const afterwards: Context['afterwards'] = (task) => later.push(task)
  let orgId: string | null = null
  try {
    return await services.database.inOrg(null, async (db) => {
      const who = await entrance(db, now, services.rules, afterwards)
      if (!who) throw signedOut()
      const { actor, org } = who
      orgId = org.id
      return work({
        actor,
        org,
        db,
        now,
        orgId,
        actorId: actor.personId,
        today: dayIn(org.timezone, now),
        rules: services.rules,
        files: services.files,
        jobs: services.jobs,
        afterwards,
      })
    })
  } finally {
    for (const task of later)
      await services.database
        .inOrg(orgId, task)
        .catch((error) => log('afterwards.failed', errorFacts(error)))
  }
}

const signedOut = () =>
  new ORPCError('UNAUTHORIZED', {
    message: 'app.signedOut',
    data: { reason: 'app.signedOut', params: {} },
  })
