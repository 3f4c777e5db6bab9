import { sql } from 'kysely'
import { dayIn } from '../../../../platform/clock.ts'
import type { Db, OrganizationTable } from '../../../../platform/database.ts'
import { record } from '../../../../platform/events.ts'
import { flowVersion } from '../../../flows/queries.ts'
import { holdConversation } from '../../queries.ts'
import { proceed } from '../../stages/queries.ts'
import { stepKinds } from '../contract.ts'

export interface LateStep {
  id: string
  stageKey: string
}

/** Stages of others than the two whose day has passed, where the flow says more than to wait. */
export async function lateSteps(db: Db, org: OrganizationTable, now: Date): Promise<LateStep[]> {
  const { rows } = await sql<LateStep & { flowVersionId: string }>`
    select s.run_id as id, s.key as stage_key, s.flow_version_id
      from stage s join conversation c on c.org_id = s.org_id and c.id = s.run_id
     where s.org_id = ${org.id} and s.kind = any(${stepKinds as readonly string[]})
       and s.opened_at is not null and s.done_at is null and s.skipped_at is null
       and s.due_on < ${dayIn(org.timezone, now)}::date
       and s.owner_reason is distinct from 'passedOn'
       and c.sealed_at is null and c.closed_at is null
     order by s.run_id, s.position`.execute(db)
  const late: LateStep[] = []
  for (const { flowVersionId, ...step } of rows) {
    const flow = await flowVersion(db, org.id, flowVersionId)
    const rule = flow.stages.find(({ key }) => key === step.stageKey)?.onOverdue
    if (rule === 'skipWithMark' || typeof rule === 'object') late.push(step)
  }
  return late
}

/** Time has run out: passed over with a mark, or on to whoever the flow names. Run again it changes nothing. */
export async function passStep(
  db: Db,
  org: OrganizationTable,
  now: Date,
  { id, stageKey }: LateStep,
): Promise<void> {
  await holdConversation(db, org.id, id, 'decide')
  const still = await lateSteps(db, org, now)
  if (!still.some((each) => each.id === id && each.stageKey === stageKey)) return
  const talk = await db
    .selectFrom('conversation')
    .selectAll()
    .where('orgId', '=', org.id)
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  const doing = { orgId: org.id, actorId: null, now }
  const today = dayIn(org.timezone, now)
  await proceed(db, doing, talk, { type: 'overdue', stage: stageKey, today })
  const { ownerId, skippedAt } = await db
    .selectFrom('stage')
    .select(['ownerId', 'skippedAt'])
    .where('orgId', '=', org.id)
    .where('runId', '=', id)
    .where('key', '=', stageKey)
    .executeTakeFirstOrThrow()
  await record(
    db,
    doing,
    skippedAt ? 'conversation.stagePassedOver' : 'conversation.stagePassedOn',
    { subjectId: id, personId: talk.employeeId, data: { stage: stageKey, ownerId } },
  )
}
