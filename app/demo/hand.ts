import { createRouterClient, type RouterClient } from '@orpc/server'
import { sql } from 'kysely'
import type { Actor, Context, Role } from '../../features/accounts/policy.ts'
import { commitmentsHandlers } from '../../features/commitments/handlers.ts'
import { conversationsHandlers } from '../../features/conversations/handlers.ts'
import { cyclesHandlers } from '../../features/cycles/handlers.ts'
import { flowsHandlers } from '../../features/flows/handlers.ts'
import { goalsHandlers } from '../../features/goals/handlers.ts'
import { orgHandlers } from '../../features/org/handlers.ts'
import { signingHandlers } from '../../features/sealing/signing/agreement/handlers.ts'
import { schedulingHandlers } from '../../features/scheduling/handlers.ts'
import { surveysHandlers } from '../../features/surveys/handlers.ts'
import { templatesHandlers } from '../../features/templates/handlers.ts'
import { dayIn } from '../../platform/clock.ts'
import type { Db, OrganizationTable } from '../../platform/database.ts'
import { newId } from '../../platform/ids.ts'
import { runningConversations } from '../running.ts'
import type { Reactions } from '../../platform/events.ts'
import type { Services } from '../services.ts'

/** What people of the demo do by themselves. */
const router = {
  org: orgHandlers(runningConversations),
  templates: templatesHandlers,
  flows: flowsHandlers,
  signing: signingHandlers,
  goals: goalsHandlers,
  cycles: cyclesHandlers,
  surveys: surveysHandlers,
  conversations: conversationsHandlers,
  scheduling: schedulingHandlers,
  commitments: commitmentsHandlers,
}
export type Api = RouterClient<typeof router>

/** Somebody of the demo company as the product knows them. */
export interface Known {
  personId: string
  accountId: string
  name: string
  roles: Role[]
}

/** The people of one organization, each able to act at any moment of its past. */
export interface Company {
  services: Services
  org: OrganizationTable
  /** By employee number. */
  people: Map<string, Known>
  /** What the product does when something has happened. */
  reactions: Reactions[]
}

/** The id of whoever has this employee number. */
export const idOf = ({ people }: Company, number: string): string => {
  const known = people.get(number)
  if (!known) throw new Error(`nobody has the number ${number}`)
  return known.personId
}

/** What somebody holds while it is their turn: the API as a person, and the open transaction. */
export interface Hand {
  as(employeeNo: string): Api
  contextOf(employeeNo: string): Context
  db: Db
  now: Date
}

/** Something people do at a moment. */
export interface Act {
  at: Date
  do(hand: Hand): Promise<unknown>
}

/** Lets people act at one moment of the past. */
export async function at<T>(
  company: Company,
  now: Date,
  work: (hand: Hand) => Promise<T>,
): Promise<T> {
  let result: { value: T } | null = null
  await live(company, [{ at: now, do: async (hand) => (result = { value: await work(hand) }) }])
  return (result as unknown as { value: T }).value
}

/**
 * Lives through moments one after the other, all in one transaction: the product's own handlers
 * with their rights, checks and events, and at the end what follows from those events. Only the
 * door's transaction is shared, and nothing is left for a worker to deliver.
 */
export async function live(company: Company, acts: Act[]): Promise<void> {
  const { services, org } = company
  const later: ((db: Db) => Promise<unknown>)[] = []
  await services.database.inOrg(org.id, async (db) => {
    for (const { at: now, do: act } of acts) {
      await turnClock(db, now)
      await act(handAt(company, db, now, (task) => later.push(task)))
    }
    await follow(company, db)
  })
  for (const task of later) await services.database.inOrg(org.id, task)
}

function handAt(company: Company, db: Db, now: Date, afterwards: Context['afterwards']): Hand {
  const { services, org } = company
  const contextOf = (employeeNo: string): Context => {
    const who = company.people.get(employeeNo)
    if (!who) throw new Error(`nobody has the number ${employeeNo}`)
    return {
      actor: actorOf(who, org, now),
      org,
      db,
      now,
      orgId: org.id,
      actorId: who.personId,
      today: dayIn(org.timezone, now),
      rules: services.rules,
      files: services.files,
      // Whoever asks for a job here does it themselves, at the moment it was asked for.
      jobs: { enqueue: async () => {} },
      afterwards,
    }
  }
  const clients = new Map<string, Api>()
  return {
    db,
    now,
    contextOf,
    as(employeeNo) {
      const client =
        clients.get(employeeNo) ??
        (createRouterClient(router, { context: contextOf(employeeNo) as never }) as Api)
      clients.set(employeeNo, client)
      return client
    },
  }
}

/** The reactions to everything that has happened and not been delivered; a worker may take its share. */
export async function follow({ org, reactions }: Company, db: Db): Promise<void> {
  for (;;) {
    const waiting = await db
      .selectFrom('outbox')
      .select('eventId')
      .where('orgId', '=', org.id)
      .orderBy('eventId')
      .forUpdate()
      .skipLocked()
      .execute()
    if (waiting.length === 0) return
    const ids = waiting.map(({ eventId }) => eventId)
    const events = await db
      .selectFrom('event')
      .selectAll()
      .where('orgId', '=', org.id)
      .where('id', 'in', ids)
      .orderBy('id')
      .execute()
    for (const event of events) for (const set of reactions) await set[event.kind]?.(db, event)
    await db.deleteFrom('outbox').where('orgId', '=', org.id).where('eventId', 'in', ids).execute()
  }
}

const clockSchema = 'cuxi_demo'

/**
 * Signatures and seals take the database's own clock, which no request can move. For the past of
 * the demo it is moved where it stands: a function in front of the built-in one, seen only by the
 * transactions below.
 */
export const hangClock = (db: Db) =>
  sql`create schema if not exists ${sql.id(clockSchema)}`.execute(db).then(() =>
    sql`create or replace function ${sql.id(clockSchema)}.clock_timestamp() returns timestamptz language sql stable
        as $$ select current_setting('cuxi.demo_now')::timestamptz $$`.execute(db),
  )

export const takeClockDown = (db: Db) =>
  sql`drop schema if exists ${sql.id(clockSchema)} cascade`.execute(db)

async function turnClock(db: Db, now: Date) {
  // A demo that a power cut has torn is made again from the start: nothing waits for the disk.
  await sql`select set_config('synchronous_commit', 'off', true), set_config('cuxi.demo_now', ${now.toISOString()}, true),
    set_config('search_path', ${`${clockSchema}, pg_catalog, public`}, true)`.execute(db)
}

const devices = [
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36',
  'Mozilla/5.0 (Linux; Android 15; V2436A) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Mobile Safari/537.36',
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1',
]

function actorOf(
  { personId, accountId, name, roles }: Known,
  org: OrganizationTable,
  now: Date,
): Actor {
  const trace = Number.parseInt(personId.replaceAll('-', '').slice(-4), 16)
  return {
    accountId,
    personId,
    orgId: org.id,
    sessionId: newId(),
    name,
    locale: 'zh-CN',
    roles: roles.map((role) => ({ role, departmentId: null, departmentIds: [] })),
    ip: `10.20.${trace % 8}.${20 + (trace % 200)}`,
    userAgent: devices[trace % devices.length] ?? '',
    steppedUpAt: now,
  }
}
