import { implement } from '@orpc/server'
import type { Context } from '../../../accounts/policy.ts'
import { labelOfStage, segmentIn } from '../../../flows/beside/rules.ts'
import { flowVersion } from '../../../flows/queries.ts'
import { templateVersion } from '../../../templates/queries.ts'
import { isShut, partVisible, resourceOf } from '../../policy.ts'
import { conversationFor, type Found } from '../../queries.ts'
import { noteOpenRead } from '../../record/looks/queries.ts'
import { segmentsOfTalk } from '../../segments/queries.ts'
import { calibrationsIn, groupOf, inWords, ratedBy, ratingsFor } from '../calibrating/queries.ts'
import { stepsContract } from '../contract.ts'
import { readsCalibrations, refusalToCalibrate, refusalToSettle } from '../policy.ts'
import {
  asksOf,
  contributionOf,
  contributionsTo,
  plainAnswers,
  questionsOf,
  sentBackIn,
  stepFor,
} from '../queries.ts'

const os = implement(stepsContract).$context<Context>()

const one = os.one.handler(async ({ input, context }) => {
  const { db, orgId, actor } = context
  const own = await stepFor(context, input.id, input.stageKey)
  const { talk, facts, step } = own
  const flow = await flowVersion(db, orgId, talk.flowVersionId)
  const written = await contributionOf(context, own)
  const back = (await sentBackIn(context, talk.id)).find(({ toKey }) => toKey === step.stageKey)
  const stage = flow.stages.find(({ key }) => key === step.stageKey)
  const { ratings, asksWhy } = await ratingsFor(context, own, input.reason ?? null)
  return {
    ...step,
    template: await questionsOf(context, own),
    segment: (await segmentsOfTalk(db, orgId, talk))[(segmentIn(step.stageKey) ?? 0) - 1] ?? null,
    // Only stored: whoever wrote it does not use it either.
    answers: facts.restricted ? {} : (written?.answers ?? {}),
    submittedAt: written?.submittedAt ?? null,
    ratings,
    asksWhy,
    calibrations:
      ratings && step.kind === 'calibration'
        ? inWords(
            await templateVersion(db, orgId, talk.templateVersionId),
            await ratedBy(context, talk),
            await calibrationsIn(context, talk.id),
          )
        : [],
    calibrateRefusal: refusalToCalibrate(actor, facts, talk.is, {
      isRated: ratings !== null,
      hasLooked: !asksWhy,
    }),
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

export const readingHandlers = { one, written }
