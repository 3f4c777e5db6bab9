import { sql } from 'kysely'
import type { Db } from '../../../platform/database.ts'
import { record } from '../../../platform/events.ts'
import { segmentsFor } from '../../cycles/segments/queries.ts'
import { monthsOf, sharesOf } from '../../cycles/segments/rules.ts'
import { segmentKeys, segmentPosition } from '../../flows/beside/rules.ts'
import { templateVersion } from '../../templates/queries.ts'
import type { Doing } from '../stages/queries.ts'
import type { TalkSegment } from './contract.ts'

/**
 * Asks the former managers of these talks for their summaries, until the day the manager's part is due. Each
 * is a stage beside the run, so their own list, reminders and rights are those of every stage by name.
 * Again it changes nothing.
 * @param notBefore the day they have at least
 */
export async function askFormerManagers(
  db: Db,
  doing: Doing,
  conversationIds: string[],
  notBefore: string | null = null,
): Promise<void> {
  const { orgId, now } = doing
  const { rows } = await sql<{ id: string; key: string; ownerId: string; employeeId: string }>`
    with asked as (
      insert into stage (org_id, run_id, key, flow_version_id, kind, actor, owner_id, owner_reason, phase, position,
        due_on, opened_at)
      select g.org_id, c.id, ${segmentKeys}::text || g.position, c.flow_version_id, 'form', 'person', g.writer_id, 'found', 'prepare',
             ${segmentPosition(0)} + g.position,
             (select greatest(min(s.due_on), ${notBefore}::date) from stage s where s.org_id = c.org_id and s.run_id = c.id and s.kind = 'managerAssessment'),
             ${now}
        from segment g join conversation c on c.org_id = g.org_id and c.id = g.conversation_id
       where g.org_id = ${orgId} and g.conversation_id = any(${conversationIds}::uuid[]) and g.writer_id is not null
      on conflict do nothing
      returning run_id, key, owner_id)
    select a.run_id as id, a.key, a.owner_id, c.employee_id
      from asked a join conversation c on c.org_id = ${orgId} and c.id = a.run_id`.execute(db)
  for (const { id, key, ownerId, employeeId } of rows)
    await record(db, doing, 'conversation.stageOpened', {
      subjectId: id,
      personId: employeeId,
      data: { stage: key, to: 'person', ownerId },
    })
}

/** A summary is handed in; nothing in the run waits for it. */
export const settleSummary = (
  db: Db,
  { orgId, now }: Doing,
  { id, stageKey, by }: { id: string; stageKey: string; by: string },
) =>
  db
    .updateTable('stage')
    .set({ doneAt: now, doneBy: by })
    .where('orgId', '=', orgId)
    .where('runId', '=', id)
    .where('key', '=', stageKey)
    .execute()

/** The split of a talk's period in words; empty where it is one piece. */
export async function segmentsOfTalk(
  db: Db,
  orgId: string,
  { id, cycleId }: { id: string; cycleId: string | null },
): Promise<TalkSegment[]> {
  if (cycleId === null) return []
  const kept = await segmentsFor(db, orgId, id)
  const shares = kept.length > 0 ? sharesOf(kept) : []
  return Promise.all(
    kept.map(async ({ fromOn, untilOn, department, job, managerName, ...segment }, at) => ({
      fromOn,
      untilOn,
      months: monthsOf({ fromOn, untilOn }),
      share: shares[at]!,
      department,
      position: job,
      manager: managerName,
      template: (await templateVersion(db, orgId, segment.templateVersionId)).title,
      isAsked: segment.writerId !== null,
      submittedAt: segment.submittedAt,
    })),
  )
}
