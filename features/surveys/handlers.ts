import { implement } from '@orpc/server'
import { addDays } from '../../platform/clock.ts'
import { json } from '../../platform/database.ts'
import { record } from '../../platform/events.ts'
import { newId } from '../../platform/ids.ts'
import { demand, invalid, missing, refuse } from '../../platform/refusal.ts'
import { once } from '../accounts/once/queries.ts'
import type { Context } from '../accounts/policy.ts'
import { smallestGroup } from '../cycles/policy.ts'
import { surveysContract } from './contract.ts'
import { answerSurvey, endSurvey, runsSurveys } from './policy.ts'
import {
  hasAnswered,
  invite,
  keepAnswers,
  resultOf,
  surveyOf,
  surveysWithCounts,
} from './queries.ts'
import { longestDays, stateOf } from './rules.ts'

const os = implement(surveysContract).$context<Context>()

const forHr = ({ actor }: Context) => {
  if (!runsSurveys(actor)) throw missing()
}

const list = os.list.handler(({ context }) => {
  forHr(context)
  return surveysWithCounts(context)
})

const open = os.open.handler(async ({ input, context }) => {
  const { db, orgId, actor, now, today } = context
  forHr(context)
  return once(context, 'surveys.open', input.clientId, async () => {
    const opensOn = input.opensOn ?? today
    if (opensOn < today) throw invalid('surveys.opensInThePast', {}, 'opensOn')
    if (input.closesOn < opensOn || input.closesOn > addDays(opensOn, longestDays))
      throw invalid('surveys.closesOn', { days: longestDays }, 'closesOn')
    // One whose day has passed is closed by the next.
    await db
      .updateTable('survey')
      .set({ closedAt: now })
      .where('orgId', '=', orgId)
      .where('closedAt', 'is', null)
      .where('closesOn', '<', today)
      .execute()
    const departmentIds = input.departmentIds.length > 0 ? input.departmentIds : null
    const id = newId()
    const made = await db
      .insertInto('survey')
      .values({
        orgId,
        id,
        opensOn,
        closesOn: input.closesOn,
        departmentIds,
        hrView: null,
        openedAt: now,
        openedBy: actor.personId,
        closedAt: null,
      })
      .onConflict((row) => row.column('orgId').where('closedAt', 'is', null).doNothing())
      .executeTakeFirst()
    if (!made.numInsertedOrUpdatedRows) throw refuse('surveys.oneAtATime')
    await invite(context, id, departmentIds)
    await record(db, context, 'survey.opened', {
      subjectId: id,
      data: { closesOn: input.closesOn },
    })
    return { id }
  })
})

const close = os.close.handler(async ({ input, context }) => {
  const { db, orgId, now, today } = context
  forHr(context)
  const survey = await surveyOf(context, input.id)
  demand(endSurvey(stateOf(survey, today)))
  await db
    .updateTable('survey')
    .set({ closedAt: now, ...(today >= survey.opensOn && { closesOn: today }) })
    .where('orgId', '=', orgId)
    .where('id', '=', input.id)
    .execute()
  await record(db, context, 'survey.closed', { subjectId: input.id })
})

const giveHrView = os.giveHrView.handler(async ({ input, context }) => {
  const { db, orgId, today } = context
  forHr(context)
  demand(endSurvey(stateOf(await surveyOf(context, input.id), today)))
  await db
    .updateTable('survey')
    .set({ hrView: json(input.answers) })
    .where('orgId', '=', orgId)
    .where('id', '=', input.id)
    .execute()
  await record(db, context, 'survey.hrViewGiven', { subjectId: input.id })
})

const report = os.report.handler(async ({ input, context }) => {
  forHr(context)
  const [survey] = await surveysWithCounts(context, input.id)
  if (!survey) throw missing()
  return {
    ...survey,
    k: smallestGroup,
    result:
      survey.state === 'over' ? await resultOf(context, await surveyOf(context, input.id)) : null,
  }
})

/** How somebody is asked; whoever answers holds it, so that one answer is one. */
async function invitation(context: Context, surveyId: string, isHeld = false) {
  const { db, orgId, actor } = context
  const found = await db
    .selectFrom('surveyInvitee as i')
    .select(['i.side', 'i.departmentId', hasAnswered(context).as('answered')])
    .where('i.orgId', '=', orgId)
    .where('i.surveyId', '=', surveyId)
    .where('i.personId', '=', actor.personId)
    .$if(isHeld, (select) => select.forUpdate())
    .executeTakeFirst()
  if (!found) throw missing()
  return found
}

const mine = os.mine.handler(async ({ input, context }) => {
  const { side, answered } = await invitation(context, input.id)
  const survey = await surveyOf(context, input.id)
  return {
    closesOn: survey.closesOn,
    side,
    answered,
    state: stateOf(survey, context.today),
    k: smallestGroup,
  }
})

// No event: when somebody answered would lead to what they answered.
const answer = os.answer.handler(async ({ input, context }) => {
  const mineNow = await invitation(context, input.id, true)
  const state = stateOf(await surveyOf(context, input.id), context.today)
  demand(answerSurvey(state, mineNow.answered))
  await keepAnswers(context, input.id, mineNow, input.answers, input.remark)
})

export const surveysHandlers = os.router({
  list,
  open,
  close,
  giveHrView,
  report,
  mine,
  answer,
})
