import { sql, type RawBuilder } from 'kysely'
import { addDays } from '../../../platform/clock.ts'
import type { Database, Db } from '../../../platform/database.ts'
import type { EventTable, Reactions } from '../../../platform/events.ts'
import { errorFacts, log } from '../../../platform/log.ts'
import { holdConversation } from '../queries.ts'
import { consider, lookingAt, noteStep, type Looking } from './firing/queries.ts'
import { recuseConflicted, substitute } from './giving/queries.ts'
import './table.ts'

const lookingFor = (db: Db, { orgId, at }: EventTable) =>
  lookingAt(db, { orgId, actorId: null, now: at })

/** What makes the rules look again; the rest of it the hourly look finds. */
const aboutTalk = async (db: Db, event: EventTable) =>
  consider(await lookingFor(db, event), event.subjectId)

export const interventionReactions: Reactions = {
  'conversation.opened': aboutTalk,
  'conversation.revealed': aboutTalk,
  'appeal.opened': aboutTalk,
  'intervention.asked': async (db, event) => {
    const ask = await db
      .selectFrom('interventionAsk')
      .select('conversationId')
      .where('orgId', '=', event.orgId)
      .where('id', '=', event.subjectId)
      .executeTakeFirstOrThrow()
    await consider(await lookingFor(db, event), ask.conversationId)
  },
  'talent.marked': async (db, event) => {
    const { rows } = await sql<{ id: string }>`
      select c.id from conversation c join talent_mark m on m.org_id = c.org_id and m.person_id = c.employee_id
       where m.org_id = ${event.orgId} and m.id = ${event.subjectId} and c.sealed_at is null and c.closed_at is null
       order by c.id`.execute(db)
    const looking = await lookingFor(db, event)
    for (const { id } of rows) await consider(looking, id)
  },
  // What nobody took on while there was a talk is over with it; who took it on finishes by themselves.
  'conversation.sealed': async (db, event) =>
    endUntaken(await lookingFor(db, event), sql`i.conversation_id = ${event.subjectId}`),
  'intervention.answered': async (db, event) => {
    const said = await db
      .selectFrom('attendance')
      .innerJoin('conversation', (join) =>
        join
          .onRef('conversation.orgId', '=', 'attendance.orgId')
          .onRef('conversation.id', '=', 'attendance.conversationId'),
      )
      .select(['attendance.interventionId', 'attendance.conversationId', 'attendance.hrId'])
      .select(['attendance.answer', 'conversation.employeeId', 'conversation.managerId'])
      .where('attendance.orgId', '=', event.orgId)
      .where('attendance.id', '=', event.subjectId)
      .executeTakeFirstOrThrow()
    await holdConversation(db, event.orgId, said.conversationId, 'decide')
    const looking = await lookingFor(db, event)
    const who = { personId: said.hrId, byId: event.actorId }
    const id = said.interventionId
    const isStill = await db
      .selectFrom('intervention')
      .select('id')
      .where('orgId', '=', event.orgId)
      .where('id', '=', id)
      .where('hrId', '=', said.hrId)
      .where('closedAt', 'is', null)
      .executeTakeFirst()
    if (!isStill) return
    if (said.answer === 'another') {
      await noteStep(looking, id, 'anotherAsked', who)
      await substitute(looking, { ...said, id })
    }
    if (said.answer === 'without') {
      await noteStep(looking, id, 'withoutAsked', who)
      await db
        .updateTable('intervention')
        .set({ sitsIn: false })
        .where('orgId', '=', event.orgId)
        .where('id', '=', id)
        .execute()
    }
  },
}

/** Ends cases that nobody took on, of talks that are over. */
async function endUntaken(looking: Looking, isOver: RawBuilder<unknown>) {
  const { db, orgId, now } = looking
  const { rows } = await sql<{ id: string }>`
    update intervention i set closed_at = ${now}, closed_as = 'talkOver'
     where i.org_id = ${orgId} and i.closed_at is null and i.accepted_at is null and ${isOver} returning id`.execute(
    db,
  )
  for (const { id } of rows) await noteStep(looking, id, 'talkOver', {})
}

/** A mark that has ended is forgotten a year later. */
const forgottenAfterDays = 365

/** Talks opened by the thousand, marks that outlast one, and whoever came into a conflict since: looked at by the hour. */
export async function lookOver(database: Database, orgId: string, now: Date): Promise<void> {
  const source = { orgId, actorId: null, now }
  const talks = await database.inOrg(orgId, async (db) => {
    const looking = await lookingAt(db, source)
    const { today } = looking
    await endUntaken(
      looking,
      sql`exists (select from conversation c where c.org_id = i.org_id and c.id = i.conversation_id and c.closed_at is not null)`,
    )
    await sql`delete from talent_mark where org_id = ${orgId}
      and least(until_on, lifted_at::date) < ${addDays(today, -forgottenAfterDays)}::date`.execute(
      db,
    )
    const { rows } = await sql<{ id: string }>`
      select c.id from conversation c
       where c.org_id = ${orgId} and c.sealed_at is null and c.closed_at is null
         and (exists (select from talent_mark m where m.org_id = c.org_id and m.person_id = c.employee_id
                and m.lifted_at is null and m.until_on >= ${today}::date
                and not exists (select from intervention_cause k where k.org_id = c.org_id and k.conversation_id = c.id
                  and k.key = 'mark:' || m.id::text))
           or exists (select from conversation p where p.org_id = c.org_id and p.employee_id = c.employee_id
                and p.kind = 'pip' and p.closed_at is null and p.phase <> 'closed'
                and not exists (select from intervention_cause k where k.org_id = c.org_id and k.conversation_id = c.id
                  and k.key = 'plan:' || p.id::text)))
       order by c.id limit 1000`.execute(db)
    return rows
  })
  for (const { id } of talks)
    await alone(database, orgId, async (db) => consider(await lookingAt(db, source), id))
  const open = await database.inOrg(orgId, async (db) => {
    const { rows } = await sql<{
      id: string
      hrId: string
      conversationId: string
      employeeId: string
      managerId: string | null
    }>`
      select i.id, i.hr_id, i.conversation_id, c.employee_id, c.manager_id
        from intervention i join conversation c on c.org_id = i.org_id and c.id = i.conversation_id
       where i.org_id = ${orgId} and i.closed_at is null and i.hr_id is not null order by i.id limit 1000`.execute(
      db,
    )
    return rows
  })
  for (const it of open)
    await alone(database, orgId, async (db) => {
      await holdConversation(db, orgId, it.conversationId, 'decide')
      await recuseConflicted(await lookingAt(db, source), it)
    })
}

/** One that fails keeps no other from being looked at. */
const alone = (database: Database, orgId: string, work: (db: Db) => Promise<void>) =>
  database.inOrg(orgId, work).catch((error) => log('intervention.notLooked', errorFacts(error)))
