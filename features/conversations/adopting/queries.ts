import { sql } from 'kysely'
import type { Db } from '../../../platform/database.ts'
import { notifyAll, record } from '../../../platform/events.ts'
import { newId } from '../../../platform/ids.ts'
import type { Context } from '../../accounts/policy.ts'
import { changesBetween, effectOf } from '../../templates/drafts/changes/rules.ts'
import { templatesPolicy } from '../../templates/policy.ts'
import { templateVersion } from '../../templates/queries.ts'
import type { TemplateAdoptionTable } from '../../templates/table.ts'
import { holdConversation, type Conversation } from '../queries.ts'
import { proceed, type Doing } from '../stages/queries.ts'
import type { Adoption, TouchedCycle, UsedVersion } from './contract.ts'

/** Neither has read the other and nothing is signed; SQL over the alias `c`. */
const isUnread = sql<boolean>`(c.phase = 'prepare' and c.revealed_at is null
  and c.talk_started_at is null and c.presented_at is null and c.sealed_at is null
  and c.closed_at is null and c.record_version = 1)`

/** Somebody has written or attached something other than a note of one's own; SQL over the alias `c`. */
const hasBegun = sql<boolean>`(c.self_skipped_at is not null
  or exists (select from part p where p.org_id = c.org_id and p.conversation_id = c.id
    and p.kind <> 'privateNote' and (p.submitted_at is not null
      or exists (select from answer a where a.org_id = p.org_id and a.part_id = p.id)))
  or exists (select from attachment t where t.org_id = c.org_id and t.conversation_id = c.id)
  or exists (select from minutes_update m where m.org_id = c.org_id and m.conversation_id = c.id))`

const isOver = sql<boolean>`(c.sealed_at is not null or c.closed_at is not null)`

/** How far the talks `c` of a group have come. */
const stands = sql`
  count(*) filter (where ${isUnread} and not ${hasBegun})::int as not_started,
  count(*) filter (where ${isUnread} and ${hasBegun})::int as begun,
  count(*) filter (where c.id is not null and not ${isUnread} and not ${isOver})::int as opened,
  count(*) filter (where ${isOver})::int as over`

/** How far the talks on each version of a template have come, newest version first. */
export async function usedVersions(
  db: Db,
  orgId: string,
  templateId: string,
): Promise<UsedVersion[]> {
  const { rows } = await sql<UsedVersion>`
    select v.id as version_id, v.number as version,
      coalesce((select json_agg(json_build_object('id', y.id, 'name', y.name,
          'isRunning', y.closed_at is null) order by y.created_at desc)
        from cycle y where y.org_id = v.org_id and y.id in (select p.cycle_id from participation p
          where p.org_id = v.org_id and p.template_version_id = v.id)), '[]') as cycles,
      ${stands}
    from template_version v
      left join conversation c on c.org_id = v.org_id and c.template_version_id = v.id
    where v.org_id = ${orgId} and v.template_id = ${templateId}
    group by v.org_id, v.id, v.number order by v.number desc`.execute(db)
  return rows
}

/**
 * The cycles in which talks go by some version of this template or flow and are not over, the newest
 * first, and last the talks that belong to no cycle.
 */
export async function touchedCycles(
  db: Db,
  orgId: string,
  noun: 'template' | 'flow',
  id: string,
): Promise<TouchedCycle[]> {
  const { rows } = await sql<TouchedCycle>`
    select y.id, y.name, ${stands}
    from conversation c left join cycle y on y.org_id = c.org_id and y.id = c.cycle_id
    where c.org_id = ${orgId} and ${sql.ref(`c.${noun}_version_id`)} in (
      select v.id from ${sql.table(`${noun}_version`)} v
      where v.org_id = ${orgId} and ${sql.ref(`v.${noun}_id`)} = ${id})
    group by y.org_id, y.id, y.name, y.created_at
    having bool_or(not ${isOver})
    order by y.created_at desc nulls last, y.id desc`.execute(db)
  return rows
}

/** The times a newer version was brought to talks under way, or asked to be, newest first. */
export async function adoptionsOf(
  { db, orgId, actor }: Context,
  of: { templateId: string } | { id: string } | { decision: 'waiting' },
): Promise<(Adoption & { templateId: string })[]> {
  const [[column, value]] = Object.entries(of) as [[keyof TemplateAdoptionTable, string]]
  const rows = await db
    .selectFrom('templateAdoption as a')
    .innerJoin('templateVersion as v', (join) =>
      join.onRef('v.orgId', '=', 'a.orgId').onRef('v.id', '=', 'a.toVersionId'),
    )
    .leftJoin('person as p', (join) =>
      join.onRef('p.orgId', '=', 'a.orgId').onRef('p.id', '=', 'a.askedBy'),
    )
    .leftJoin('person as d', (join) =>
      join.onRef('d.orgId', '=', 'a.orgId').onRef('d.id', '=', 'a.decidedBy'),
    )
    .select(['a.id', 'a.templateId', 'a.scope', 'a.reason', 'a.askedBy', 'a.askedAt as at'])
    .select(['a.decision', 'a.talks', 'a.givenBack', 'v.number as version'])
    .select(['p.name as by', 'd.name as decidedBy'])
    .select(
      sql<boolean>`not exists (select from template_version y where y.org_id = v.org_id
        and y.template_id = v.template_id and y.number > v.number)`.as('isNewest'),
    )
    .where('a.orgId', '=', orgId)
    .where(`a.${column}`, '=', value)
    .orderBy('a.id', 'desc')
    .execute()
  return rows.map(({ askedBy, isNewest, by, ...row }) => ({
    ...row,
    by: by ?? '',
    refusals: templatesPolicy.decideAdoption(actor, { ...row, askedBy, isNewest }),
  }))
}

/**
 * Brings a new version to the talks the adoption names (E19): those nobody has begun, and with
 * `allOpen` also those begun in which neither has read the other. There, parts handed in come back to
 * their authors with everything they wrote, to be looked at and handed in again. What would no longer
 * fit what was written reaches only talks not begun. Opened, signed and closed ones stay as they are.
 */
export async function adopt(db: Db, doing: Doing, adoptionId: string): Promise<void> {
  const { orgId } = doing
  const adoption = await db
    .selectFrom('templateAdoption')
    .selectAll()
    .where('orgId', '=', orgId)
    .where('id', '=', adoptionId)
    .executeTakeFirstOrThrow()
  const to = await templateVersion(db, orgId, adoption.toVersionId)
  const earlier = await db
    .selectFrom('templateVersion')
    .select(['id', 'body'])
    .where('orgId', '=', orgId)
    .where('templateId', '=', adoption.templateId)
    .where('id', '!=', adoption.toVersionId)
    .execute()
  const reached: string[][] = []
  for (const from of earlier) {
    const change = { from: from.id, to: adoption.toVersionId, adoptionId }
    reached.push(...(await adoptUntouched(db, doing, change)))
    const fits = effectOf(changesBetween(from.body, to)) !== 'breaks'
    if (adoption.scope === 'allOpen' && fits) reached.push(...(await adoptBegun(db, doing, change)))
  }
  await db
    .updateTable('templateAdoption')
    .set({
      talks: reached.length,
      givenBack: reached.filter((parts) => parts.length > 0).length,
    })
    .where('orgId', '=', orgId)
    .where('id', '=', adoptionId)
    .execute()
}

type TemplateChange = { from: string; to: string; adoptionId: string }

/** What came back to its author in each talk that was reached. */
type CameBack = string[][]

// Locked first and looked at again afterwards: whoever writes a first word meanwhile keeps the old one.
async function adoptUntouched(db: Db, doing: Doing, change: TemplateChange): Promise<CameBack> {
  const { orgId } = doing
  await sql`select c.id from conversation c where c.org_id = ${orgId}
    and c.template_version_id = ${change.from} and ${isUnread} order by c.id for update`.execute(db)
  const { rows } = await sql<{ id: string; employeeId: string }>`
    update conversation c set template_version_id = ${change.to}
    where c.org_id = ${orgId} and c.template_version_id = ${change.from} and ${isUnread}
      and not ${hasBegun}
    returning c.id, c.employee_id`.execute(db)
  const ids = rows.map(({ id }) => id)
  await refreeze(db, orgId, ids, change)
  const events = rows.map(({ id, employeeId }) => ({ id: newId(), talk: id, person: employeeId }))
  // One statement however many: each talk has a row of its own in its history.
  await sql`
    insert into event (org_id, id, kind, subject_id, person_id, actor_id, data, at)
    select ${orgId}, id, 'conversation.templateChanged', talk, person, ${doing.actorId},
      ${JSON.stringify({ ...change, cameBack: [] })}::jsonb, ${doing.now}
    from jsonb_to_recordset(${JSON.stringify(events)}::jsonb)
      as e (id uuid, talk uuid, person uuid)`.execute(db)
  await notifyAll(db, { org: orgId, kind: 'conversation.templateChanged' }, ids)
  return ids.map(() => [])
}

async function adoptBegun(db: Db, doing: Doing, change: TemplateChange): Promise<CameBack> {
  const { orgId } = doing
  const reached: CameBack = []
  const { rows } = await sql<{ id: string }>`
    select c.id from conversation c where c.org_id = ${orgId}
      and c.template_version_id = ${change.from} and ${isUnread} order by c.id`.execute(db)
  for (const { id } of rows) {
    await holdConversation(db, orgId, id, 'decide')
    const found = await sql<Conversation>`select c.* from conversation c where c.org_id = ${orgId}
      and c.id = ${id} and c.template_version_id = ${change.from} and ${isUnread}`.execute(db)
    const talk = found.rows[0]
    if (!talk) continue
    await sql`update conversation set template_version_id = ${change.to}
      where org_id = ${orgId} and id = ${id}`.execute(db)
    await refreeze(db, orgId, [id], change)
    const cameBack = await giveBack(db, doing, { ...talk, templateVersionId: change.to })
    await record(db, doing, 'conversation.templateChanged', {
      subjectId: id,
      personId: talk.employeeId,
      data: { ...change, cameBack },
    })
    reached.push(cameBack)
  }
  return reached
}

/** The part in the cycle says the same as the talk; changed only by this. */
const refreeze = (db: Db, orgId: string, talks: string[], { to }: TemplateChange) =>
  sql`update participation set template_version_id = ${to}
    where org_id = ${orgId} and conversation_id = any(${talks}::uuid[])`.execute(db)

const stageOf = { self: 'selfAssessment', manager: 'managerAssessment' } as const

/** Parts handed in go back to their authors. @returns which. */
async function giveBack(db: Db, doing: Doing, talk: Conversation): Promise<string[]> {
  const { orgId, now } = doing
  const { rows } = await sql<{ kind: keyof typeof stageOf; authorId: string }>`
    update part set submitted_at = null, submitted_by = null, updated_at = ${now}
    where org_id = ${orgId} and conversation_id = ${talk.id} and kind in ('self', 'manager')
      and submitted_at is not null
    returning kind, author_id`.execute(db)
  const kinds = [...new Set(rows.map(({ kind }) => kind))].sort()
  if (kinds.length === 0) return []
  const stages = await db
    .selectFrom('stage')
    .select('key')
    .where('orgId', '=', orgId)
    .where('runId', '=', talk.id)
    .where('doneAt', 'is not', null)
    .where(
      'kind',
      'in',
      kinds.map((kind) => stageOf[kind]),
    )
    .orderBy('position')
    .execute()
  if (stages.length > 0)
    await proceed(db, doing, talk, {
      type: 'reopen',
      stages: stages.map(({ key }) => key),
      by: doing.actorId ?? talk.employeeId,
    })
  return kinds
}
