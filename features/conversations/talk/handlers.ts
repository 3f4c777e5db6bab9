import { implement } from '@orpc/server'
import { notify, record } from '../../../platform/events.ts'
import { invalid, refuse } from '../../../platform/refusal.ts'
import type { Context } from '../../accounts/policy.ts'
import { templateVersion } from '../../templates/queries.ts'
import { ratingIn } from '../../templates/rules.ts'
import { answersOf } from '../answers/queries.ts'
import { conversationsContract } from '../contract.ts'
import { sitsIn } from '../policy.ts'
import { conversationFor, stateFor, type Found } from '../queries.ts'
import { proceed } from '../stages/queries.ts'
import { changeStep, layOut, presentPeople, stepTimes } from './queries.ts'

const os = implement(conversationsContract).$context<Context>()

const startTalk = os.startTalk.handler(async ({ input, context }) => {
  const found = await conversationFor(context.db, context, input.id, 'startTalk', 'decide')
  await beginTalk(context, found, input.channel)
  return { startedAt: context.now }
})

const enterStep = os.enterStep.handler(async ({ input, context }) => {
  const { db, orgId, now } = context
  const found = await conversationFor(db, context, input.id, 'enterStep', 'decide')
  const template = await templateVersion(db, orgId, found.templateVersionId)
  if (!template.steps.some(({ key }) => key === input.stepKey))
    throw invalid('conversations.noSuchStep', {}, 'stepKey')
  await changeStep(db, orgId, found.id, input.stepKey, now)
  await notify(db, { org: orgId, kind: 'conversation.stepEntered', subject: found.id })
  return { seconds: (await stepTimes(db, orgId, found.id, now)).seconds }
})

const endTalk = os.endTalk.handler(async ({ input, context }) => {
  const found = await conversationFor(context.db, context, input.id, 'endTalk', 'decide')
  await finishTalk(context, found)
  return { endedAt: context.now }
})

const beat = os.beat.handler(async ({ input, context }) => {
  const { db, orgId, actor, now } = context
  const found = await stateFor(db, context, input.id, 'read')
  // Who has the talk open, and when, is for those who sit in it.
  if (!sitsIn(found.is)) return []
  const before = await presentPeople(db, orgId, found.id, now)
  await db
    .insertInto('presence')
    .values({
      orgId,
      conversationId: found.id,
      sessionId: actor.sessionId,
      personId: actor.personId,
      seenAt: now,
    })
    .onConflict((row) =>
      row.columns(['orgId', 'conversationId', 'sessionId']).doUpdateSet({ seenAt: now }),
    )
    .execute()
  const after = await presentPeople(db, orgId, found.id, now)
  if (JSON.stringify(before) !== JSON.stringify(after))
    await notify(db, { org: orgId, kind: 'conversation.presence', subject: found.id })
  return after
})

export const talkHandlers = { startTalk, enterStep, endTalk, beat }

/** The talk begins: an appointment that was never made is not missed any more. */
export async function beginTalk(
  context: Context,
  found: Found,
  channel: 'inPerson' | 'phone' | 'video' | 'paper',
) {
  const { db, orgId, actor, now } = context
  const template = await templateVersion(db, orgId, found.templateVersionId)
  const { manager } = await answersOf(db, orgId, found.id)
  const rated = template.dimensions.some(({ key }) => {
    const rating = ratingIn(template, 'manager', manager, key)
    return rating !== null && (rating.value !== null || rating.notRated)
  })
  if (found.kind === 'result' && template.scale && !rated && !found.snapshot.unrated)
    throw refuse('conversations.ratingFirst')
  const meeting = found.facts.stages.find(
    ({ kind, settledAt }) => kind === 'meeting' && settledAt === null,
  )
  if (meeting)
    await proceed(db, context, found, { type: 'done', stage: meeting.key, by: actor.personId })
  await db
    .updateTable('conversation')
    .set({ talkStartedAt: now, channel })
    .where('orgId', '=', orgId)
    .where('id', '=', found.id)
    .execute()
  await layOut(db, { orgId, conversationId: found.id, template, channel, by: actor.personId, now })
  const first = template.steps[0]
  if (first && channel !== 'paper') await changeStep(db, orgId, found.id, first.key, now)
  await record(db, context, 'conversation.talkStarted', {
    subjectId: found.id,
    personId: found.employeeId,
    data: { channel },
  })
}

/** Ends the talk now, its last step with it, and lets the flow go on. */
export async function finishTalk(context: Context, found: Found) {
  const { db, orgId, actor, now } = context
  await changeStep(db, orgId, found.id, null, now)
  await db
    .updateTable('conversation')
    .set({ talkEndedAt: now })
    .where('orgId', '=', orgId)
    .where('id', '=', found.id)
    .execute()
  const talk = found.facts.stages.find(({ kind }) => kind === 'talk')
  if (talk) await proceed(db, context, found, { type: 'done', stage: talk.key, by: actor.personId })
  await record(db, context, 'conversation.talkEnded', {
    subjectId: found.id,
    personId: found.employeeId,
  })
}
