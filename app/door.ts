import { createHmac, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { sql } from 'kysely'
import type { Actor, Context, Grant } from '../features/accounts/policy.ts'
import { sessionLimits } from '../features/accounts/rules.ts'
import type {} from '../features/org/table.ts'
import { dayIn } from '../platform/clock.ts'
import type { Database, Db, OrganizationTable } from '../platform/database.ts'
import { errorFacts, log } from '../platform/log.ts'
import type { Services } from './services.ts'

/** What the socket says about a request, before anybody is known. */
export interface Arrival {
  token: string | null
  ip: string
  userAgent: string
}

/** Percent-encoded text as it was meant; null when it is no such text. */
export function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text)
  } catch {
    return null
  }
}

/** The session token of a request, if its cookie carries our signature. */
export function sessionToken(request: IncomingMessage, secret: string): string | null {
  for (const pair of (request.headers.cookie ?? '').split(';')) {
    const [name, value] = pair.split('=', 2).map((part) => part.trim())
    if (!name?.endsWith('cuxi.session_token') || !value) continue
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

/** Who a session belongs to, with the roles in force now; null when it has ended. One query. */
export async function actorOf(
  database: Database,
  arrival: Arrival,
  now: Date,
): Promise<{ actor: Actor; org: OrganizationTable } | null> {
  if (!arrival.token) return null
  const { rows } = await database.pool.query<{
    session_id: string
    account_id: string
    stepped_up_at: Date | null
    updated_at: Date
    locale: Actor['locale']
    org_id: string
  }>(
    `select s.id as session_id, s.account_id, s.stepped_up_at, s.updated_at, a.locale, s.org_id
       from session s join account a on a.id = s.account_id
      where s.token = $1 and s.expires_at > $2 and a.disabled_at is null
        and s.updated_at > $2::timestamptz - make_interval(hours => $3)`,
    [arrival.token, now, sessionLimits.idleHours],
  )
  const session = rows[0]
  if (!session) return null
  return database.inOrg(session.org_id, async (db) => {
    const known = await personOf(db, session.org_id, session.account_id, now)
    if (!known) return null
    // A sign of life once a minute is enough for the idle limit.
    if (now.getTime() - session.updated_at.getTime() > 60_000)
      await db
        .updateTable('session')
        .set({ updatedAt: now })
        .where('orgId', '=', session.org_id)
        .where('id', '=', session.session_id)
        .execute()
    return {
      org: known.org,
      actor: {
        accountId: session.account_id,
        personId: known.personId,
        orgId: session.org_id,
        sessionId: session.session_id,
        name: known.name,
        locale: session.locale,
        roles: known.roles,
        ip: arrival.ip,
        userAgent: arrival.userAgent,
        steppedUpAt: session.stepped_up_at,
      },
    }
  })
}

async function personOf(db: Db, orgId: string, accountId: string, now: Date) {
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
           json_build_object('id', o.id, 'name', o.name, 'code', o.code, 'timezone', o.timezone, 'locale', o.locale,
             'settings', o.settings, 'demoSince', o.demo_since, 'createdAt', o.created_at) as org,
           coalesce((select json_agg(json_build_object('role', g.role, 'departmentId', g.department_id,
               'departmentIds', coalesce((select json_agg(below.id) from department at join department below
                   on below.org_id = at.org_id and (below.id = at.id or starts_with(below.path, at.path || '/'))
                 where at.org_id = g.org_id and at.id = g.department_id), '[]'::json)))
             from role_grant g
            where g.org_id = p.org_id and g.person_id = p.id and g.revoked_at is null
              and g.from_at <= ${now} and (g.to_at is null or g.to_at > ${now})), '[]'::json) as roles
      from person p join organization o on o.id = p.org_id
     where p.org_id = ${orgId} and p.account_id = ${accountId}
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
 * Opens one transaction for one actor and hands both to `work`. It commits before the answer is
 * sent: what a person was told is saved, is saved.
 */
export async function throughDoor<T>(
  services: Services,
  { actor, org }: { actor: Actor; org: OrganizationTable },
  now: Date,
  work: (context: Context) => Promise<T>,
): Promise<T> {
  const later: ((db: Db) => Promise<unknown>)[] = []
  try {
    return await services.database.inOrg(org.id, (db) =>
      work({
        actor,
        org,
        db,
        now,
        orgId: org.id,
        actorId: actor.personId,
        today: dayIn(org.timezone, now),
        files: services.files,
        jobs: services.jobs,
        afterwards: (task) => later.push(task),
      }),
    )
  } finally {
    for (const task of later)
      await services.database
        .inOrg(org.id, task)
        .catch((error) => log('afterwards.failed', errorFacts(error)))
  }
}
