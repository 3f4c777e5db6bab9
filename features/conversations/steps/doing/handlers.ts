import { implement } from '@orpc/server'
import { sql } from 'kysely'
import { record } from '../../../../platform/events.ts'
import { newId } from '../../../../platform/ids.ts'
import { conflict, demand, invalid, refuse } from '../../../../platform/refusal.ts'
import type { Context } from '../../../accounts/policy.ts'
import { segmentIn } from '../../../flows/beside/rules.ts'
import type { Stage, StageKind } from '../../../flows/contract.ts'
import { inWorkdays } from '../../../flows/due/rules.ts'
import { flowVersion } from '../../../flows/queries.ts'
import { calendarOf } from '../../../org/calendar/queries.ts'
import { checkAnswer } from '../../../templates/answers/contract.ts'
import { missingIn } from '../../../templates/missing/rules.ts'
import { templateVersion } from '../../../templates/queries.ts'
import { fieldOf } from '../../../templates/rules.ts'
import { demandCitable } from '../../answers/citing/queries.ts'
import { aboutOf } from '../../answers/rules.ts'
import type { Found } from '../../queries.ts'
import { settleSummary } from '../../segments/queries.ts'
import { proceed } from '../../stages/queries.ts'
import { noteCalibrated } from '../calibrating/queries.ts'
import { stepsContract } from '../contract.ts'
import { refusalToSettle } from '../policy.ts'
import { contributionOf, plainAnswers, questionsOf, stepFor } from '../queries.ts'
import '../table.ts'

const os = implement(stepsContract).$context<Context>()

const save = os.save.handler(async ({ input, context }) => {
  const { db, orgId, actor, now } = context
  const own = await stepFor(context, input.id, input.stageKey, 'decide')
  const { talk, facts, step } = own
  demand(step.kind === 'form' ? refusalToSettle(facts) : 'conversations.nothingToWrite')
  const template = await questionsOf(context, own)
  const field = fieldOf(template, input.fieldKey)?.field
  if (!field) throw invalid('conversations.noSuchField', {}, input.fieldKey)
  const checked = checkAnswer(field, input.value, template.scale)
  if (checked.refusal !== null) throw invalid(checked.refusal, checked.params, input.fieldKey)
  const asked = await templateVersion(db, orgId, talk.templateVersionId)
  await demandCitable(db, orgId, talk.id, asked, [{ field, value: checked.value }])
  const before = await contributionOf(context, own)
  const standing = before?.answers[input.fieldKey] ?? { value: null, version: 0 }
  if (standing.version !== input.version)
    throw conflict('conversations.changed', {
      fieldKey: input.fieldKey,
      theirs: { ...standing, by: '', at: before?.updatedAt ?? now },
      yours: input.value,
    })
  const version = standing.version + 1
  const answers = { ...before?.answers, [input.fieldKey]: { value: checked.value, version } }
  await sql`
    insert into contribution (org_id, conversation_id, stage_key, author_id, answers, created_at, updated_at)
    values (${orgId}, ${talk.id}, ${step.stageKey}, ${actor.personId}, ${JSON.stringify(answers)}::jsonb, ${now}, ${now})
    on conflict (org_id, conversation_id, stage_key, author_id) do update
      set answers = excluded.answers, updated_at = excluded.updated_at`.execute(db)
  return { version, savedAt: now }
})

const settle = os.settle.handler(async ({ input, context }) => {
  const { db, orgId, actor, now } = context
  const own = await stepFor(context, input.id, input.stageKey, 'decide')
  const { talk, facts, step } = own
  demand(refusalToSettle(facts))
  if (step.kind === 'form') {
    const template = await questionsOf(context, own)
    const values = plainAnswers((await contributionOf(context, own))?.answers ?? {})
    const lacking = missingIn(template, 'manager', values, aboutOf(talk.snapshot, {}, false))
    if (lacking.length > 0)
      throw invalid('conversations.incomplete', { count: lacking.length }, lacking[0]!.fieldKey)
    await sql`
      insert into contribution (org_id, conversation_id, stage_key, author_id, created_at, updated_at, submitted_at)
      values (${orgId}, ${talk.id}, ${step.stageKey}, ${actor.personId}, ${now}, ${now}, ${now})
      on conflict (org_id, conversation_id, stage_key, author_id) do update set submitted_at = ${now}`.execute(
      db,
    )
  }
  await noteCalibrated(context, own, input.reason ?? null)
  const kind = step.kind as keyof typeof settled
  await record(db, context, settled[kind], {
    subjectId: talk.id,
    personId: talk.employeeId,
    data: { stage: step.stageKey },
  })
  const done = { stage: step.stageKey, by: actor.personId }
  if (segmentIn(step.stageKey) === null) await proceed(db, context, talk, { type: 'done', ...done })
  else await settleSummary(db, context, { id: talk.id, stageKey: done.stage, by: done.by })
})

const settled = {
  form: 'conversation.contributed',
  approval: 'conversation.approved',
  calibration: 'conversation.calibrated',
  hrParticipation: 'conversation.hrTookPart',
} as const

const sendBack = os.sendBack.handler(async ({ input, context }) => {
  const { db, orgId, actor, now, today } = context
  const { talk, facts, step } = await stepFor(context, input.id, input.stageKey, 'decide')
  demand(refusalToSettle(facts) ?? (talk.presentedAt ? 'conversations.presented' : null))
  const flow = await flowVersion(db, orgId, talk.flowVersionId)
  const target = flow.stages.find(({ key }) => key === input.to)
  if (!target || segmentIn(step.stageKey) !== null) throw refuse('conversations.noSuchStage')
  const calendar = await calendarOf(db, orgId)
  await proceed(db, context, talk, {
    type: 'sendBack',
    stage: step.stageKey,
    to: input.to,
    by: actor.personId,
    reason: input.reason,
    // Whoever has to write again gets days to do it, whatever the first deadline was.
    dueOn: inWorkdays(today, 3, calendar),
  })
  await db
    .insertInto('sentBack')
    .values({
      orgId,
      id: newId(),
      runId: talk.id,
      stageKey: step.stageKey,
      toKey: input.to,
      reason: input.reason,
      byId: actor.personId,
      at: now,
    })
    .execute()
  await giveBack(context, talk, target)
  await record(db, context, 'conversation.sentBack', {
    subjectId: talk.id,
    personId: talk.employeeId,
    data: { stage: step.stageKey, to: input.to },
  })
})

/** What was handed in at a stage is its author's again. */
async function giveBack(
  { db, orgId, now }: Context,
  talk: Found,
  { kind, key }: Pick<Stage, 'kind' | 'key'>,
) {
  const parts: Partial<Record<StageKind, { kind: 'self' | 'manager'; authorId: string | null }>> = {
    selfAssessment: { kind: 'self', authorId: talk.employeeId },
    managerAssessment: { kind: 'manager', authorId: talk.managerId },
  }
  const part = parts[kind]
  if (part)
    await db
      .updateTable('part')
      .set({ submittedAt: null, submittedBy: null, updatedAt: now })
      .where('orgId', '=', orgId)
      .where('conversationId', '=', talk.id)
      .where('kind', '=', part.kind)
      .where('authorId', 'is not distinct from', part.authorId)
      .execute()
  if (kind === 'form')
    await db
      .updateTable('contribution')
      .set({ submittedAt: null })
      .where('orgId', '=', orgId)
      .where('conversationId', '=', talk.id)
      .where('stageKey', '=', key)
      .execute()
}

export const doingHandlers = { save, settle, sendBack }
