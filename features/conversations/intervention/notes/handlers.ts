import { implement } from '@orpc/server'
import { sql } from 'kysely'
import { record } from '../../../../platform/events.ts'
import { newId } from '../../../../platform/ids.ts'
import { demand, missing } from '../../../../platform/refusal.ts'
import { cleanText } from '../../../sealing/canonical/rules.ts'
import { once } from '../../../accounts/once/queries.ts'
import { isHr, type Context } from '../../../accounts/policy.ts'
import { peopleRefs } from '../../people/queries.ts'
import { interventionContract } from '../contract.ts'
import { casesFor } from '../queries.ts'
import '../table.ts'

const os = implement(interventionContract).$context<Context>()

/** Looks of one person within so many minutes count as one. */
const oneLookMinutes = 10

const list = os.notes.list.handler(async ({ input, context }) => {
  const { db, orgId } = context
  await opened(context, input.id)
  await noteReading(context, input.id)
  const rows = await db
    .selectFrom('caseNote')
    .select(['id', 'authorId', 'words', 'writtenAt'])
    .where('orgId', '=', orgId)
    .where('interventionId', '=', input.id)
    .orderBy('id', 'desc')
    .limit(500)
    .execute()
  const looks = await looksAt(context, input.id)
  const people = await peopleRefs(context, [
    ...new Set([...rows.map(({ authorId }) => authorId), ...looks.map(({ actorId }) => actorId)]),
  ])
  return {
    notes: rows.flatMap(({ authorId, ...row }) => {
      const author = people.get(authorId)
      return author ? [{ ...row, author }] : []
    }),
    readers: looks.flatMap(({ actorId, at }) => {
      const person = people.get(actorId)
      return person ? [{ person, at }] : []
    }),
  }
})

const add = os.notes.add.handler(({ input, context }) =>
  once(context, 'conversations.intervention.notes.add', input.clientId, async () => {
    const { db, orgId, actor, now } = context
    await opened(context, input.id)
    await db
      .insertInto('caseNote')
      .values({
        orgId,
        id: newId(),
        interventionId: input.id,
        authorId: actor.personId,
        words: cleanText(input.words),
        writtenAt: now,
      })
      .execute()
    await record(db, context, 'intervention.noteAdded', { subjectId: input.id })
  }),
)

export const notesHandlers = { list, add }

/** For whoever works on the case, nobody else; to those who may not know of it, it is not there. */
async function opened(context: Context, id: string) {
  const [found] = isHr(context.actor) ? await casesFor(context, { id }) : []
  if (!found) throw missing()
  demand(found.shown.refusals.open)
}

async function noteReading(context: Context, id: string) {
  const { db, orgId, actor, now } = context
  const { rows } = await sql`
    select from event e where e.org_id = ${orgId} and e.subject_id = ${id} and e.kind = 'intervention.notesRead'
       and e.actor_id = ${actor.personId}
       and e.at > ${now}::timestamptz - make_interval(mins => ${oneLookMinutes}) limit 1`.execute(
    db,
  )
  if (rows.length === 0) await record(db, context, 'intervention.notesRead', { subjectId: id })
}

async function looksAt({ db, orgId }: Context, id: string) {
  const { rows } = await sql<{ actorId: string; at: Date }>`
    select e.actor_id, e.at from event e
     where e.org_id = ${orgId} and e.subject_id = ${id} and e.kind = 'intervention.notesRead'
     order by e.id desc limit 50`.execute(db)
  return rows
}
