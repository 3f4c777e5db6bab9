import { implement } from '@orpc/server'
import { sql } from 'kysely'
import { record } from '../../../platform/events.ts'
import { newId } from '../../../platform/ids.ts'
import { conflict, demand, invalid, refuse } from '../../../platform/refusal.ts'
import type { Context } from '../../accounts/policy.ts'
import { labelOfStage, segmentIn } from '../../flows/beside/rules.ts'
import { inWorkdays } from '../../flows/due/rules.ts'
import { flowVersion } from '../../flows/queries.ts'
import { calendarOf } from '../../org/calendar/queries.ts'
import { cleanText } from '../../sealing/canonical/rules.ts'
import { checkAnswer } from '../../templates/answers/contract.ts'
import { missingIn } from '../../templates/missing/rules.ts'
import { templateVersion } from '../../templates/queries.ts'
import { countedDimensions, countedRating, fieldOf } from '../../templates/rules.ts'
import { answersOf } from '../answers/queries.ts'
import { demandCitable } from '../answers/citing/queries.ts'
import { aboutOf } from '../answers/rules.ts'
import { isShut, partVisible, resourceOf } from '../policy.ts'
import { conversationFor, type Found } from '../queries.ts'
import { noteOpenRead } from '../record/handlers.ts'
import { proceed } from '../stages/queries.ts'
import { segmentsOfTalk, settleSummary } from '../segments/queries.ts'
import { calibrationsIn, groupOf, inWords, noteCalibrated } from './calibrating/queries.ts'
import { withCalibrated, type Rated } from './calibrating/rules.ts'
import { stepsContract } from './contract.ts'
import { readsCalibrations, refusalToCalibrate, refusalToSettle, seesRatings } from './policy.ts'
import {
  asksOf,
  contributionOf,
  contributionsTo,
  plainAnswers,
  questionsOf,
  sentBackIn,
  stepFor,
  type OwnStep,
} from './queries.ts'
import './table.ts'

const os = implement(stepsContract).$context<Context>()

const one = os.one.handler(async ({ input, context }) => {
  const { db, orgId, actor } = context
  const own = await stepFor(context, input.id, input.stageKey)
  const { talk, facts, step } = own
  const flow = await flowVersion(db, orgId, talk.flowVersionId)
  const written = await contributionOf(context, own)
  const back = (await sentBackIn(context, talk.id)).find(({ toKey }) => toKey === step.stageKey)
  const stage = flow.stages.find(({ key }) => key === step.stageKey)
  const ratings = seesRatings(actor, facts) ? await ratingsOf(context, own) : null
  return {
    ...step,
    template: await questionsOf(context, own),
    segment: (await segmentsOfTalk(db, orgId, talk))[(segmentIn(step.stageKey) ?? 0) - 1] ?? null,
    // Only stored: whoever wrote it does not use it either.
    answers: facts.restricted ? {} : (written?.answers ?? {}),
    submittedAt: written?.submittedAt ?? null,
    ratings,
    calibrations:
      ratings && step.kind === 'calibration'
        ? inWords(
            await templateVersion(db, orgId, talk.templateVersionId),
            await ratedBy(context, talk),
            await calibrationsIn(context, talk.id),
          )
        : [],
    calibrateRefusal: refusalToCalibrate(actor, facts, { isRated: ratings !== null }),
    group: await groupOf(context, own),
    returns: (stage?.sendBackTo ?? []).flatMap((key) => {
      const target = flow.stages.find((each) => each.key === key)
      return target ? [{ key, label: target.label }] : []
    }),
    sentBack:
      back && refusalToSettle(facts) === null
        ? { by: back.by, at: back.at, reason: back.reason }
        : null,
    refusal: refusalToSettle(facts),
  }
})

/** The ratings that count, once the manager's part is in: the manager's, or what was calibrated since. */
async function ratingsOf(context: Context, { talk }: OwnStep) {
  const { db, orgId } = context
  const { submittedAt } =
    (await db
      .selectFrom('part')
      .select('submittedAt')
      .where('orgId', '=', orgId)
      .where('conversationId', '=', talk.id)
      .where('kind', '=', 'manager')
      .where('authorId', 'is not distinct from', talk.managerId)
      .executeTakeFirst()) ?? {}
  if (!submittedAt || talk.snapshot.unrated) return null
  const template = await templateVersion(db, orgId, talk.templateVersionId)
  const rated = await ratedBy(context, talk)
  const counted = withCalibrated(template, rated, await calibrationsIn(context, talk.id))
  return countedDimensions(template).map(({ key, label }) => {
    const value = countedRating(template, 'manager', counted, key)
    const point = template.scale?.points.find((each) => each.value === value)
    return { key, dimension: label, rating: point?.label ?? null, value }
  })
}

/** What the manager of a talk gave, whatever was calibrated since. */
const ratedBy = async (
  { db, orgId }: Context,
  { id, managerId }: Pick<OwnStep['talk'], 'id' | 'managerId'>,
): Promise<Rated> => ({ managerId, answers: (await answersOf(db, orgId, id)).manager })

const written = os.written.handler(async ({ input, context }) =>
  writtenFor(context, await conversationFor(context.db, context, input.id, 'read')),
)

/** What others besides the two wrote in a talk, as far as whoever found it may read that. */
export async function writtenFor(context: Context, found: Found) {
  const { db, orgId } = context
  const { viewer, is, facts, id, flowVersionId } = found
  const flow = await flowVersion(db, orgId, flowVersionId)
  // Read like the manager's part: by the same people, from the same moment on.
  const reads =
    resourceOf('manager', facts) !== 'managerDraft' &&
    partVisible(viewer, is, facts, { kind: 'manager', authorId: null })
  const isOfPair = !isShut(is, facts) && (is.includes('employee') || is.includes('manager'))
  const contributions = reads ? await contributionsTo(context, id) : []
  const sentBack = isOfPair ? await sentBackIn(context, id) : []
  const calibrations = readsCalibrations(is, facts) ? await calibrationsIn(context, id) : []
  if (contributions.length + calibrations.length > 0) await noteOpenRead(context, found)
  const parts = new Set(
    flow.stages
      // Why the other one's part came back is between its author and whoever returned it, until both are open.
      .filter(
        ({ kind }) =>
          facts.revealedAt ||
          kind !== (is.includes('employee') ? 'managerAssessment' : 'selfAssessment'),
      )
      .map(({ key }) => key),
  )
  return {
    contributions: await Promise.all(
      contributions.map(async ({ stageKey, answers, ...rest }) => ({
        ...rest,
        stageKey,
        label: labelOfStage(flow, stageKey),
        template: await asksOf(db, orgId, found, stageKey),
        answers: plainAnswers(answers),
      })),
    ),
    // What a manager gave and replaced before both had read it is no reader's.
    calibrations: inWords(
      await templateVersion(db, orgId, found.templateVersionId),
      await ratedBy(context, found),
      calibrations,
    ).filter(({ stands, wasRead }) => stands || wasRead),
    sentBack: sentBack
      .filter(({ toKey }) => parts.has(toKey))
      .map(({ toKey, ...rest }) => ({ ...rest, to: labelOfStage(flow, toKey) })),
  }
}

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

const calibrate = os.calibrate.handler(async ({ input, context }) => {
  const { db, orgId, actor, now } = context
  const own = await stepFor(context, input.id, input.stageKey, 'decide')
  const { talk, facts, step } = own
  const ratings = seesRatings(actor, facts) ? await ratingsOf(context, own) : null
  demand(refusalToCalibrate(actor, facts, { isRated: ratings !== null }))
  const template = await templateVersion(db, orgId, talk.templateVersionId)
  const { managerId, answers } = await ratedBy(context, talk)
  const standing = ratings?.find(({ key }) => key === input.dimension)
  if (!standing) throw invalid('conversations.noSuchField', {}, 'dimension')
  if (!template.scale?.points.some(({ value }) => value === input.value))
    throw invalid('templates.notOnScale', {}, 'value')
  if (standing.value === input.value) throw invalid('conversations.sameRating', {}, 'value')
  const wasRead = talk.revealedAt !== null
  await db
    .insertInto('ratingCalibration')
    .values({
      orgId,
      id: newId(),
      conversationId: talk.id,
      stageKey: step.stageKey,
      dimension: input.dimension,
      managerId,
      given: countedRating(template, 'manager', answers, input.dimension),
      was: standing.value,
      value: input.value,
      reason: cleanText(input.reason),
      byId: actor.personId,
      at: now,
      wasRead,
    })
    .execute()
  await record(db, context, 'conversation.ratingCalibrated', {
    subjectId: talk.id,
    personId: talk.employeeId,
    data: { stage: step.stageKey, dimension: input.dimension, wasRead },
  })
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
  // What was handed in is its author's again.
  if (target.kind === 'selfAssessment' || target.kind === 'managerAssessment')
    await db
      .updateTable('part')
      .set({ submittedAt: null, submittedBy: null, updatedAt: now })
      .where('orgId', '=', orgId)
      .where('conversationId', '=', talk.id)
      .where('kind', '=', target.kind === 'selfAssessment' ? 'self' : 'manager')
      .where(
        'authorId',
        'is not distinct from',
        target.kind === 'selfAssessment' ? talk.employeeId : talk.managerId,
      )
      .execute()
  if (target.kind === 'form')
    await db
      .updateTable('contribution')
      .set({ submittedAt: null })
      .where('orgId', '=', orgId)
      .where('conversationId', '=', talk.id)
      .where('stageKey', '=', input.to)
      .execute()
  await record(db, context, 'conversation.sentBack', {
    subjectId: talk.id,
    personId: talk.employeeId,
    data: { stage: step.stageKey, to: input.to },
  })
})

export const stepsHandlers = os.router({ one, written, save, calibrate, settle, sendBack })
