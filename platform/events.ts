import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'kysely'
import pg from 'pg'
import { json, openOrg, steady, type Database, type Db } from './database.ts'
import { newId } from './ids.ts'
import { errorFacts, type Log } from './log.ts'

declare module './database.ts' {
  interface Tables {
    event: EventTable
    outbox: OutboxTable
  }
}

export interface EventTable {
  orgId: string
  id: string
  kind: string
  subjectId: string
  /** The person the change is about. */
  personId: string | null
  /** The person who did it; null is the system. */
  actorId: string | null
  data: Record<string, string | number | boolean | null | string[]>
  at: Date
}

interface OutboxTable {
  orgId: string
  eventId: string
  attempts: number
  notBefore: Date
  lastError: string | null
}

/** Who did it and when, as far as an event needs to know. */
export interface Source {
  orgId: string
  actorId: string | null
  now: Date
}

/** What happened, in the past tense: `conversation.submitted`. */
export interface Happening {
  subjectId: string
  personId?: string
  data?: EventTable['data']
  /** Reactions hear of it no sooner than then. */
  notBefore?: Date
}

/**
 * Writes what happened, in the transaction in which it happened: audit trail, outbox and timeline.
 * Listeners are told after the commit.
 */
export async function record(
  db: Db,
  source: Source,
  kind: string,
  happening: Happening,
): Promise<string> {
  const id = newId()
  const { subjectId, personId = null, data = {}, notBefore = null } = happening
  await Promise.all([
    sql`
    with happened as (
      insert into event (org_id, id, kind, subject_id, person_id, actor_id, data, at)
      values (${source.orgId}, ${id}, ${kind}, ${subjectId}, ${personId}, ${source.actorId}, ${json(data)}, ${source.now})
    )
    insert into outbox (org_id, event_id, not_before)
    values (${source.orgId}, ${id}, greatest(now(), ${notBefore}::timestamptz))`.execute(db),
    notify(db, { org: source.orgId, kind, subject: subjectId }),
  ])
  return id
}

/** A word to whoever listens, on any node; at most 8,000 bytes, so ids only. */
export interface Notice {
  org: string
  kind: string
  subject: string
}

/** Tells listeners something that needs no trace, such as a keystroke in the shared minutes. */
export const notify = (db: Db, notice: Notice) =>
  sql`select pg_notify('cuxi', ${JSON.stringify(notice)})`.execute(db)

/** The same news about many subjects, in one statement. */
export const notifyAll = (db: Db, { org, kind }: Omit<Notice, 'subject'>, subjects: string[]) =>
  sql`select pg_notify('cuxi', json_build_object('org', ${org}::text, 'kind', ${kind}::text, 'subject', subject)::text)
        from unnest(${subjects}::text[]) as subject`.execute(db)

/** What later features do when an event arrives: one database effect each, in a transaction of its own. */
export type Reaction = (db: Db, event: EventTable) => Promise<void>
export type Reactions = Record<string, Reaction>

/**
 * Delivers every event to the reactions that wait for its kind. The outbox row leaves in the
 * transaction of its effects, so a killed worker neither loses nor doubles one.
 */
export function startReactions(database: Database, reactions: Reactions[], log: Log) {
  const byKind = new Map<string, Reaction[]>()
  for (const set of reactions)
    for (const [kind, reaction] of Object.entries(set))
      byKind.set(kind, [...(byKind.get(kind) ?? []), reaction])

  async function deliverOne(): Promise<boolean> {
    const due = await database.inOrg(null, async (db) => {
      const row = await db
        .selectFrom('outbox')
        .selectAll()
        .where('notBefore', '<=', sql<Date>`now()`)
        .orderBy('eventId')
        .limit(1)
        .forUpdate()
        .skipLocked()
        .executeTakeFirst()
      if (!row) return null
      await openOrg(db, row.orgId)
      const event = await db
        .selectFrom('event')
        .selectAll()
        .where('orgId', '=', row.orgId)
        .where('id', '=', row.eventId)
        .executeTakeFirstOrThrow()
      try {
        await sql`savepoint reactions`.execute(db)
        for (const react of byKind.get(event.kind) ?? []) await react(db, event)
        await db
          .deleteFrom('outbox')
          .where('orgId', '=', row.orgId)
          .where('eventId', '=', row.eventId)
          .execute()
      } catch (error) {
        await sql`rollback to savepoint reactions`.execute(db)
        const wait = Math.min(2 ** row.attempts, 3600)
        await db
          .updateTable('outbox')
          .set({
            attempts: row.attempts + 1,
            notBefore: sql`now() + make_interval(secs => ${wait})`,
            lastError: (error as Error).name,
          })
          .where('orgId', '=', row.orgId)
          .where('eventId', '=', row.eventId)
          .execute()
        log('reaction.failed', {
          kind: event.kind,
          attempts: row.attempts + 1,
          ...errorFacts(error),
        })
      }
      return row
    })
    return due !== null
  }

  // One at a time: whoever waits for the outbox to be empty also waits for what is being delivered.
  let delivery = Promise.resolve(false)
  const deliver = () => (delivery = delivery.catch(() => false).then(deliverOne))

  let stopped = false
  let asked = true
  let wake: () => void = () => {}
  const loop = (async () => {
    while (!stopped) {
      asked = false
      try {
        while (!stopped && (await deliver()));
      } catch (error) {
        if (!stopped) log('outbox.unreachable', errorFacts(error))
      }
      if (stopped || asked) continue
      const timer = setTimeout(() => wake(), 2000)
      await new Promise<void>((resolve) => (wake = resolve))
      clearTimeout(timer)
    }
  })()

  return {
    /** Looks into the outbox now rather than at the next tick. */
    look() {
      asked = true
      wake()
    },
    /** Resolves when nothing is due any more; for tests and the demo. */
    async settle() {
      while (await deliver());
    },
    async stop() {
      stopped = true
      wake()
      await loop
    },
  }
}

/**
 * Waits until nothing is due any more in one organization, wherever its reactions run, and no longer
 * than the patience of whoever waits for the answer.
 * @param patience in milliseconds.
 */
export async function settled(database: Database, orgId: string, patience: number): Promise<void> {
  const isDue = (db: Db) =>
    db
      .selectFrom('outbox')
      .select('eventId')
      .where('orgId', '=', orgId)
      .where('notBefore', '<=', sql<Date>`now()`)
      .limit(1)
      .executeTakeFirst()
  for (const end = Date.now() + patience; Date.now() < end; await pause(25))
    if (!(await database.inOrg(orgId, isDue))) return
}

/**
 * Hears every notice of the database; reconnects by itself.
 * @param missed called once the line is back after a loss: what was said meanwhile is not repeated.
 * @returns a function that stops listening.
 */
export function listen(
  url: string,
  hear: (notice: Notice) => void,
  missed: () => void,
  log: Log,
): () => Promise<void> {
  let stopped = false
  let client: pg.Client | null = null
  let wasLost = false
  const connect = async (): Promise<void> => {
    if (stopped) return
    const own = new pg.Client({ ...steady, connectionString: url })
    client = own
    // One loss is told more than once: as an error, as the end, and by the query under way.
    const retry = () => {
      if (client !== own) return
      client = null
      wasLost = true
      own.removeAllListeners()
      own.on('error', () => {})
      if (!stopped) setTimeout(connect, 500).unref()
    }
    own.on('error', retry)
    own.on('end', retry)
    own.on('notification', ({ payload }) => payload && hear(JSON.parse(payload) as Notice))
    try {
      await own.connect()
      await own.query('listen cuxi')
      if (wasLost) missed()
      wasLost = false
    } catch (error) {
      if (!stopped) log('listen.unreachable', errorFacts(error))
      retry()
    }
  }
  void connect()
  return async () => {
    stopped = true
    await client?.end().catch(() => {})
  }
}
