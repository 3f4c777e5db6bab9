import { implement } from '@orpc/server'
import { record } from '../../../../platform/events.ts'
import { newId } from '../../../../platform/ids.ts'
import { demand, invalid } from '../../../../platform/refusal.ts'
import type { Context } from '../../../accounts/policy.ts'
import { cleanText } from '../../../sealing/canonical/rules.ts'
import { templateVersion } from '../../../templates/queries.ts'
import { countedRating } from '../../../templates/rules.ts'
import { stepsContract } from '../contract.ts'
import { refusalToCalibrate } from '../policy.ts'
import { stepFor } from '../queries.ts'
import '../table.ts'
import { ratedBy, ratingsSeen } from './queries.ts'

const os = implement(stepsContract).$context<Context>()

/**
 * Puts another rating in the place of the manager's, with the reason; the manager's own stays where it was
 * written.
 */
export const calibrate = os.calibrate.handler(async ({ input, context }) => {
  const { db, orgId, actor, now } = context
  const own = await stepFor(context, input.id, input.stageKey, 'decide')
  const { talk, facts, step } = own
  const { ratings, hasLooked } = await ratingsSeen(context, own)
  demand(refusalToCalibrate(actor, facts, talk.is, { isRated: ratings !== null, hasLooked }))
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
