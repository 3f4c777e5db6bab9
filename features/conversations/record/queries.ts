import { sql } from 'kysely'
import type { Db } from '../../../platform/database.ts'
import type { Context } from '../../accounts/policy.ts'
import type {} from '../../cycles/table.ts'
import { cleanText, type JsonObject } from '../../sealing/canonical/rules.ts'
import { templateVersion } from '../../templates/queries.ts'
import { gapMap, scoreOf } from '../../templates/rules.ts'
import { answersOf } from '../answers/queries.ts'
import { planOf, topicsOf } from '../plan/queries.ts'
import type { Conversation } from '../queries.ts'
import { gapThreshold } from '../stages/queries.ts'
import { minutesText } from '../talk/minutes/queries.ts'
import { stepTimes } from '../talk/queries.ts'
import { buildRecord, type Material } from './rules.ts'

type Asking = Pick<Context, 'orgId' | 'org' | 'now' | 'today'>

/** The record as it would be presented now, from everything that stands in the conversation. */
export const recordOf = async (
  db: Db,
  asking: Asking,
  conversation: Conversation,
): Promise<JsonObject> => buildRecord(await materialOf(db, asking, conversation))

async function materialOf(
  db: Db,
  { orgId, org, now, today }: Asking,
  conversation: Conversation,
): Promise<Material> {
  const { id, employeeId, snapshot } = conversation
  const body = await templateVersion(db, orgId, conversation.templateVersionId)
  const template = await db
    .selectFrom('templateVersion')
    .select(['number', 'hash'])
    .where('orgId', '=', orgId)
    .where('id', '=', conversation.templateVersionId)
    .executeTakeFirstOrThrow()
  const answers = await answersOf(db, orgId, id)
  const plan = await planOf(db, {
    orgId,
    conversationId: id,
    topics: topicsOf(body, answers),
    today,
  })
  const times = await stepTimes(db, orgId, id, now)
  const rated = body.scale !== null && conversation.revealedAt !== null && !snapshot.unrated
  return {
    locale: org.locale,
    timezone: org.timezone,
    kind: conversation.kind,
    title: conversation.title,
    cycle: await cycleOf(db, orgId, conversation.cycleId),
    employee: {
      name: snapshot.name,
      employeeNo: snapshot.employeeNo,
      department: snapshot.department,
      position: snapshot.position,
    },
    manager: await participant(db, orgId, conversation.managerId),
    template: { title: body.title, version: template.number, hash: template.hash, body },
    held: {
      startedAt: conversation.talkStartedAt,
      endedAt: conversation.talkEndedAt,
      channel: conversation.channel,
      place: await placeOf(db, orgId, id),
      steps: Object.entries(times.seconds).map(([key, seconds]) => ({ key, seconds })),
    },
    paper:
      conversation.paperHeldOn && conversation.paperBy && conversation.paperAt
        ? {
            heldOn: conversation.paperHeldOn,
            by: (await participant(db, orgId, conversation.paperBy))?.name ?? '',
            at: conversation.paperAt,
          }
        : null,
    selfSkipped: conversation.selfSkippedAt !== null,
    oneSided: await isOneSided(db, orgId, conversation),
    answers,
    minutes: cleanText(await minutesText(db, orgId, id)).trim(),
    plan: plan.map(
      ({
        layer,
        what,
        how,
        measure,
        support,
        supportKind,
        ownerKind,
        owner,
        dueOn,
        proposedBy,
      }) => ({
        layer,
        what,
        how,
        measure,
        support,
        supportKind,
        ownerKind,
        dueOn,
        owner: owner?.name ?? null,
        proposedBy: proposedBy === employeeId ? 'employee' : 'manager',
      }),
    ),
    gaps: rated
      ? gapMap(body, answers.self, answers.manager, gapThreshold).map(
          ({ dimension, self, manager }) => ({ dimension, self, manager }),
        )
      : [],
    score: rated ? scoreOf(body, 'manager', answers.manager) : null,
    attachments: await attachmentsOf(db, orgId, conversation),
  }
}

async function cycleOf(db: Db, orgId: string, cycleId: string | null) {
  if (!cycleId) return null
  return (
    (await db
      .selectFrom('cycle')
      .select(['name', 'periodFrom', 'periodTo'])
      .where('orgId', '=', orgId)
      .where('id', '=', cycleId)
      .executeTakeFirst()) ?? null
  )
}

async function participant(db: Db, orgId: string, personId: string | null) {
  if (!personId) return null
  const { rows } = await sql<{
    name: string
    employeeNo: string
    department: string
    position: string
  }>`
    select p.name, p.employee_no, coalesce(d.path, '') as department, coalesce(a.position, '') as position
      from person p
      left join assignment a on a.org_id = p.org_id and a.person_id = p.id and a.kind = 'primary' and a.to_on is null
      left join department d on d.org_id = a.org_id and d.id = a.department_id
     where p.org_id = ${orgId} and p.id = ${personId}`.execute(db)
  return rows[0] ?? null
}

// The meeting is a later feature's table; its place belongs into the record all the same.
async function placeOf(db: Db, orgId: string, conversationId: string): Promise<string> {
  const { rows } = await sql<{ place: string }>`
    select place from meeting where org_id = ${orgId} and conversation_id = ${conversationId}
       and (outcome is null or outcome = 'held') order by starts_at desc limit 1`.execute(db)
  return rows[0]?.place ?? ''
}

/** Whether the employee has left no word in it: neither a self-assessment nor anything on the table (R232). */
export async function isOneSided(
  db: Db,
  orgId: string,
  { id, employeeId, managerId }: Conversation,
): Promise<boolean> {
  if (managerId === null) return false
  const { rows } = await sql<{ wrote: boolean }>`
    select exists (select from part p join answer a on a.org_id = p.org_id and a.part_id = p.id
        where p.org_id = ${orgId} and p.conversation_id = ${id} and a.updated_by = ${employeeId} and p.kind <> 'privateNote'
          and (p.kind <> 'self' or p.submitted_at is not null)
          and a.value not in ('null', '""', '[]'))
      or exists (select from minutes_update where org_id = ${orgId} and conversation_id = ${id} and written_by = ${employeeId})
      or exists (select from plan_line where org_id = ${orgId} and conversation_id = ${id} and proposed_by = ${employeeId}
        and removed_at is null) as wrote`.execute(db)
  return !rows[0]!.wrote
}

/** What was attached to the parts that both read; private notes and drafts that were never handed in keep theirs. */
async function attachmentsOf(
  db: Db,
  orgId: string,
  { id, employeeId, managerId, selfSkippedAt }: Conversation,
): Promise<Material['attachments']> {
  const rows = await db
    .selectFrom('attachment')
    .leftJoin('part', (join) =>
      join.onRef('part.orgId', '=', 'attachment.orgId').onRef('part.id', '=', 'attachment.partId'),
    )
    .leftJoin('file', (join) =>
      join.onRef('file.orgId', '=', 'attachment.orgId').onRef('file.id', '=', 'attachment.fileId'),
    )
    .select([
      'attachment.label',
      'attachment.link',
      'file.name',
      'file.mediaType',
      'file.size',
      'file.sha256',
    ])
    .where('attachment.orgId', '=', orgId)
    .where('attachment.conversationId', '=', id)
    .where('attachment.removedAt', 'is', null)
    .where((row) =>
      row.or([
        row('attachment.partId', 'is', null),
        row('part.kind', 'in', ['talk', 'agreement']),
        ...(selfSkippedAt
          ? []
          : [row.and([row('part.kind', '=', 'self'), row('part.authorId', '=', employeeId)])]),
        ...(managerId
          ? [row.and([row('part.kind', '=', 'manager'), row('part.authorId', '=', managerId)])]
          : []),
      ]),
    )
    .orderBy('attachment.id')
    .execute()
  return rows.map(({ name, mediaType, size, sha256, link, label }) => ({
    name: name ?? '',
    type: mediaType ?? 'link',
    size: size ?? 0,
    sha256,
    link,
    label,
  }))
}
