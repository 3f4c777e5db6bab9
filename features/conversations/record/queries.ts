import { sql } from 'kysely'
import type { Db } from '../../../platform/database.ts'
import type { Context } from '../../accounts/policy.ts'
import type {} from '../../cycles/table.ts'
import { cleanText, type JsonObject } from '../../sealing/canonical/rules.ts'
import { labelOfStage } from '../../flows/beside/rules.ts'
import { flowVersion } from '../../flows/queries.ts'
import { templateVersion } from '../../templates/queries.ts'
import type { TemplateBody } from '../../templates/contract.ts'
import { isAsked } from '../../templates/conditions/rules.ts'
import { fieldOf, gapMap, scoreOf, staysUnsealed } from '../../templates/rules.ts'
import { answersOf } from '../answers/queries.ts'
import { aboutOf } from '../answers/rules.ts'
import { attachmentRows, type AttachmentRow } from '../attachments/queries.ts'
import type { PersonRef } from '../contract.ts'
import { presentAt } from '../intervention/attending/queries.ts'
import { peopleRefs } from '../people/queries.ts'
import { planOf, topicsOf } from '../plan/queries.ts'
import type { Conversation } from '../queries.ts'
import { segmentsOfTalk } from '../segments/queries.ts'
import { gapThreshold } from '../stages/queries.ts'
import { minutesText } from '../talk/minutes/queries.ts'
import { asksOf, contributionsTo, plainAnswers } from '../steps/queries.ts'
import { calibrationsIn, inWords } from '../steps/calibrating/queries.ts'
import { standing, withCalibrated } from '../steps/calibrating/rules.ts'
import { stepTimes } from '../talk/queries.ts'
import type { Material } from './material/rules.ts'
import { buildRecord } from './rules.ts'

type Asking = Pick<Context, 'orgId' | 'org' | 'now' | 'today'>

/** The record as it would be presented now, from everything that stands in the conversation. */
export const recordOf = async (
  db: Db,
  asking: Asking,
  conversation: Conversation,
  options?: Parameters<typeof buildRecord>[1],
): Promise<JsonObject> => buildRecord(await materialOf(db, asking, conversation), options)

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
  const calibrations = await calibrationsIn({ db, orgId, today }, id)
  const { managerId, paperBy } = conversation
  const given = { managerId, answers: answers.manager }
  const people = await peopleRefs(
    { db, orgId, today },
    [managerId, paperBy].filter((person) => person !== null),
  )
  const rated = body.scale !== null && conversation.revealedAt !== null && !snapshot.unrated
  const about = aboutOf(snapshot, answers.manager, rated)
  const isHidden = (fieldKey: string) => {
    const found = fieldOf(body, fieldKey)
    return found !== null && !isAsked(body, found.field, answers[found.part], about)
  }
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
    manager: managerId ? participantOf(people.get(managerId)!) : null,
    template: { title: body.title, version: template.number, hash: template.hash, body },
    segments: await segmentsOfTalk(db, orgId, conversation),
    held: {
      startedAt: conversation.talkStartedAt,
      endedAt: conversation.talkEndedAt,
      channel: conversation.channel,
      place: await placeOf(db, orgId, id),
      steps: Object.entries(times.seconds).map(([key, seconds]) => ({ key, seconds })),
      present: (await presentAt({ db, orgId, today }, conversation)).map((sat) => ({
        ...participantOf(sat.hr),
        from: sat.from,
        until: sat.until,
      })),
    },
    paper:
      conversation.paperHeldOn && conversation.paperBy && conversation.paperAt
        ? {
            heldOn: conversation.paperHeldOn,
            by: people.get(conversation.paperBy)!.name,
            at: conversation.paperAt,
          }
        : null,
    selfSkipped: conversation.selfSkippedAt !== null,
    oneSided: await isOneSided(db, orgId, conversation),
    about: { level: snapshot.level, jobFamily: snapshot.jobFamily },
    answers,
    contributions: await contributionsIn(db, { orgId, today }, conversation),
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
    score: rated ? scoreOf(body, 'manager', withCalibrated(body, given, calibrations)) : null,
    calibrations: rated ? inWords(body, given, standing(body, given, calibrations)) : [],
    attachments: await attachmentsOf(db, orgId, conversation, body, isHidden),
  }
}

// What is sealed holds what it says it holds: no id of the database.
const participantOf = ({ name, employeeNo, department, position }: PersonRef) => ({
  name,
  employeeNo,
  department,
  position,
})

/** Each as its author handed it in, with the questions of that stage. */
async function contributionsIn(
  db: Db,
  asking: Pick<Asking, 'orgId' | 'today'>,
  talk: Conversation,
): Promise<Material['contributions']> {
  const handedIn = await contributionsTo({ db, ...asking }, talk.id)
  if (handedIn.length === 0) return []
  const flow = await flowVersion(db, asking.orgId, talk.flowVersionId)
  return Promise.all(
    handedIn.map(async ({ stageKey, author, submittedAt, answers }) => ({
      stage: stageKey,
      label: labelOfStage(flow, stageKey),
      author: participantOf(author),
      submittedAt,
      body: await asksOf(db, asking.orgId, talk, stageKey),
      answers: plainAnswers(answers),
    })),
  )
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

// The meeting is a later feature's table; its place belongs into the record all the same.
async function placeOf(db: Db, orgId: string, conversationId: string): Promise<string> {
  const { rows } = await sql<{ place: string }>`
    select place from meeting where org_id = ${orgId} and conversation_id = ${conversationId}
       and (outcome is null or outcome = 'held') order by starts_at desc limit 1`.execute(db)
  return rows[0]?.place ?? ''
}

/** Whether the employee has left no word in it: neither a self-assessment nor anything on the table. */
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

/**
 * What was attached to the words that are in the record: private notes, drafts that were never handed
 * in, fields a condition hides and those for one's own or HR's eyes keep theirs; what the virus scanner
 * refused is nobody's.
 */
async function attachmentsOf(
  db: Db,
  orgId: string,
  { id, employeeId, managerId, selfSkippedAt }: Conversation,
  template: TemplateBody,
  isHidden: (fieldKey: string) => boolean,
): Promise<Material['attachments']> {
  const rows = await attachmentRows(db, orgId)
    .where('attachment.conversationId', '=', id)
    .where('attachment.removedAt', 'is', null)
    .where('fileHold.infectedAt', 'is', null)
    .execute()
  const isInRecord = ({ kind, authorId, fieldKey }: AttachmentRow) => {
    const field = fieldKey === null ? undefined : fieldOf(template, fieldKey)?.field
    if (field && staysUnsealed(field)) return false
    if (fieldKey !== null && isHidden(fieldKey)) return false
    if (kind === 'self') return authorId === employeeId && selfSkippedAt === null
    if (kind === 'manager') return managerId !== null && authorId === managerId
    return kind !== 'privateNote'
  }
  return rows.filter(isInRecord).map(({ name, mediaType, size, sha256, link, label }) => ({
    name: name ?? '',
    type: mediaType ?? 'link',
    size: Number(size ?? 0),
    sha256,
    link,
    label,
  }))
}
