import { sql } from 'kysely'
import type { Db } from '../../../platform/database.ts'
import { segmentKeys } from '../../flows/beside/rules.ts'
import type { Post, Stretch } from './rules.ts'
import type { SegmentTable } from './table.ts'

/**
 * The primary posts in a period of everybody who has left one of them by `today`, by person.
 * @param personId only theirs
 */
export async function postsIn(
  db: Db,
  orgId: string,
  period: { from: string; to: string },
  today: string,
  personId?: string,
): Promise<Map<string, Post[]>> {
  const { rows } = await sql<Post>`
    select a.person_id, a.from_on, a.to_on, a.department_id, d.path as department, a.position, a.level,
           a.job_family, a.manager_id
      from assignment a join department d on d.org_id = a.org_id and d.id = a.department_id
     where a.org_id = ${orgId} and a.kind = 'primary' and a.from_on <= least(${today}::date, ${period.to}::date)
       and (a.to_on is null or a.to_on > ${period.from}::date)
       ${personId ? sql`and a.person_id = ${personId}` : sql``}
       and a.person_id in (select e.person_id from assignment e where e.org_id = ${orgId} and e.kind = 'primary'
             and e.to_on > ${period.from}::date and e.to_on <= ${today}::date)`.execute(db)
  return Map.groupBy(rows, ({ personId }) => personId)
}

/** Adds segments to participations, numbered from 1; one whose number is taken stays as it was frozen. */
export async function keepSegments(
  db: Db,
  orgId: string,
  participations: readonly {
    conversation_id: string
    segments: readonly (Stretch & { isAsked: boolean })[]
  }[],
): Promise<void> {
  const rows = participations.flatMap(({ conversation_id, segments }) =>
    segments.map((segment, at) => ({
      conversation_id,
      position: at + 1,
      from_on: segment.fromOn,
      until_on: segment.untilOn,
      department: segment.department,
      job: segment.position,
      manager_id: segment.managerId,
      template_version_id: segment.templateVersionId,
      writer_id: segment.isAsked ? segment.managerId : null,
    })),
  )
  if (rows.length === 0) return
  await sql`
    insert into segment (org_id, conversation_id, position, from_on, until_on, department, job, manager_id,
      manager_name, template_version_id, writer_id)
    select ${orgId}, r.conversation_id, r.position, r.from_on, r.until_on, r.department, r.job, r.manager_id,
      m.name, r.template_version_id, r.writer_id
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (conversation_id uuid, position int, from_on date,
      until_on date, department text, job text, manager_id uuid, template_version_id uuid, writer_id uuid)
    left join person m on m.org_id = ${orgId} and m.id = r.manager_id
    on conflict do nothing`.execute(db)
}

/** The last of a talk's segments ends earlier, and whoever led it is asked for its summary (E01). */
export const endSegment = (
  db: Db,
  orgId: string,
  { conversationId, position }: Pick<SegmentTable, 'conversationId' | 'position'>,
  { untilOn, managerId }: Pick<SegmentTable, 'untilOn' | 'managerId'>,
) =>
  sql`
  update segment g set until_on = ${untilOn}, manager_id = m.id, manager_name = m.name, writer_id = m.id
    from person m
   where g.org_id = ${orgId} and g.conversation_id = ${conversationId} and g.position = ${position}
     and m.org_id = g.org_id and m.id = ${managerId}`.execute(db)

/** A segment of a talk's period, with how far its summary is. */
export interface KeptSegment extends SegmentTable {
  submittedAt: Date | null
}

/** The segments of a talk, oldest first; none where the period is one piece. */
export async function segmentsFor(
  db: Db,
  orgId: string,
  conversationId: string,
): Promise<KeptSegment[]> {
  const { rows } = await sql<KeptSegment>`
    select g.*, s.done_at as submitted_at from segment g
      left join stage s on s.org_id = g.org_id and s.run_id = g.conversation_id
           and s.key = ${segmentKeys}::text || g.position
     where g.org_id = ${orgId} and g.conversation_id = ${conversationId} order by g.position`.execute(
    db,
  )
  return rows
}
