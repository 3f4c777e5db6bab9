import { implement } from '@orpc/server'
import { config } from '../../../platform/config.ts'
import { record } from '../../../platform/events.ts'
import { demand, missing } from '../../../platform/refusal.ts'
import type { Context } from '../../accounts/policy.ts'
import type {} from '../../org/table.ts'
import { standingOf } from '../attesting/queries.ts'
import { readLog } from '../log/handlers.ts'
import { refusalIn } from '../log/health/queries.ts'
import { logKeysOf } from '../queries.ts'
import { checkpointsContract } from './contract.ts'
import { managePolicy } from './policy.ts'

const os = implement(checkpointsContract).$context<Context>()
const DAYS = 60

const list = os.list.handler(async ({ context: { db, orgId, actor } }) => {
  const days = await db
    .selectFrom('dailyCheckpoint')
    .select(['day', 'epoch', 'size'])
    .where('orgId', '=', orgId)
    .orderBy('day', 'desc')
    .limit(DAYS)
    .execute()
  const contacts = await db
    .selectFrom('checkpointContact as c')
    .innerJoin('person as p', (join) =>
      join.onRef('p.orgId', '=', 'c.orgId').onRef('p.id', '=', 'c.personId'),
    )
    .select(['p.id', 'p.name', 'c.role', 'c.addedAt'])
    .where('c.orgId', '=', orgId)
    .orderBy('c.addedAt')
    .execute()
  const { disputes } = await db
    .selectFrom('witnessDispute')
    .select(({ fn }) => fn.countAll<number>().as('disputes'))
    .where('orgId', '=', orgId)
    .executeTakeFirstOrThrow()
  return {
    days,
    contacts: contacts.map(({ id, name, role, addedAt }) => ({
      person: { id, name },
      role,
      addedAt,
    })),
    waiting: await waitingIn(db, orgId),
    paused: await refusalIn(db, orgId),
    disputes: Number(disputes),
    keys: await logKeysOf(db, orgId),
    refusals: { manage: managePolicy(actor) },
  }
})

/** Since when the log waits for others, where they are asked at all. */
export async function waitingIn(db: Context['db'], orgId: string) {
  const { authority, witness } = config()
  const log = authority || witness ? await readLog(db, orgId) : null
  const since = async (kind: 'timestamp' | 'cosignature') =>
    log && (await standingOf(db, log, kind)).waitingSince
  return {
    timestamp: authority ? await since('timestamp') : null,
    cosignature: witness ? await since('cosignature') : null,
  }
}

const addContact = os.addContact.handler(async ({ input, context }) => {
  const { db, orgId, actor, now } = context
  demand(managePolicy(actor))
  const person = await db
    .selectFrom('person')
    .select('id')
    .where('orgId', '=', orgId)
    .where('id', '=', input.personId)
    .executeTakeFirst()
  if (!person) throw missing()
  const { personId, role } = input
  await db
    .insertInto('checkpointContact')
    .values({ orgId, personId, role, addedBy: actor.personId, addedAt: now })
    .onConflict((clash) => clash.columns(['orgId', 'personId']).doUpdateSet({ role }))
    .execute()
  await record(db, context, 'checkpoint.contactAdded', { subjectId: personId, personId })
})

const removeContact = os.removeContact.handler(async ({ input, context }) => {
  const { db, orgId, actor } = context
  demand(managePolicy(actor))
  const { numDeletedRows } = await db
    .deleteFrom('checkpointContact')
    .where('orgId', '=', orgId)
    .where('personId', '=', input.personId)
    .executeTakeFirst()
  if (numDeletedRows === 0n) return
  const { personId } = input
  await record(db, context, 'checkpoint.contactRemoved', { subjectId: personId, personId })
})

export const checkpointsHandlers = os.router({ list, addContact, removeContact })

/**
 * The checkpoint of a day (`YYYY-MM-DD`), or the newest one kept. Everybody in the organization may have it: it says how
 * long the log is, and nothing of what is in it.
 * @returns null when none was kept
 */
export async function checkpointFile({ db, orgId }: Context, id: string, day: string | null) {
  if (id !== orgId) return null
  const row = await db
    .selectFrom('dailyCheckpoint')
    .select(['day', 'note'])
    .where('orgId', '=', orgId)
    .$if(day !== null && /^\d{4}-\d\d-\d\d$/.test(day), (query) => query.where('day', '=', day!))
    .orderBy('day', 'desc')
    .limit(1)
    .executeTakeFirst()
  return (
    (row && {
      name: `${row.day}.checkpoint`,
      mediaType: 'text/plain; charset=utf-8',
      bytes: Buffer.from(row.note),
    }) ??
    null
  )
}
