import { implement } from '@orpc/server'
import { sql } from 'kysely'
import { notify, record } from '../../../../platform/events.ts'
import { newId } from '../../../../platform/ids.ts'
import { demand } from '../../../../platform/refusal.ts'
import { cleanText } from '../../../sealing/canonical/rules.ts'
import { once } from '../../../accounts/once/queries.ts'
import { isHr, type Context } from '../../../accounts/policy.ts'
import { conversationFor, type Found } from '../../queries.ts'
import { interventionContract } from '../contract.ts'
import { answerAttendance, askForHr, readsAttendance } from '../policy.ts'
import { casesFor, rulesOf } from '../queries.ts'
import { toldReason } from '../rules.ts'
import { attendanceOf, tellable } from './queries.ts'

const os = implement(interventionContract).$context<Context>()

const of = os.of.handler(async ({ input, context }) => {
  const found = await conversationFor(context.db, context, input.conversationId, 'read')
  const asked = await ownAsks(context, found)
  const cases = isHr(context.actor)
    ? await casesFor(context, { conversationId: found.id, isOpen: true })
    : []
  return {
    attendance: await shownAttendance(context, found),
    asked,
    refusals: {
      complex: await refusalToAsk(context, found, 'complex'),
      sensitive: await refusalToAsk(context, found, 'sensitive'),
    },
    caseId: cases.find(({ shown }) => shown.refusals.open === null)?.shown.id ?? null,
  }
})

const ask = os.ask.handler(({ input: { clientId, ...input }, context }) =>
  once(context, 'conversations.intervention.ask', clientId, async () => {
    const { db, orgId, actor, now } = context
    const found = await conversationFor(db, context, input.conversationId, 'read', 'decide')
    demand(await refusalToAsk(context, found, input.code))
    const id = newId()
    await db
      .insertInto('interventionAsk')
      .values({
        orgId,
        id,
        conversationId: found.id,
        code: input.code,
        reason: cleanText(input.reason),
        askedBy: actor.personId,
        askedAt: now,
      })
      .execute()
    // Whom it is about stays out: the log is read by those who may not know of it.
    await record(db, context, 'intervention.asked', { subjectId: id })
  }),
)

const answer = os.answer.handler(async ({ input, context }) => {
  const { db, orgId, now } = context
  const found = await conversationFor(db, context, input.conversationId, 'read', 'decide')
  const standing = await attendanceOf(context, { conversationId: found.id })
  const isProposed = standing !== null && standing.withdrawnAt === null
  demand(answerAttendance(found.is, found.facts, { isProposed, answer: standing?.answer ?? null }))
  await db
    .updateTable('attendance')
    .set({
      answer: input.answer,
      answerReason: cleanText(input.reason) || null,
      answeredAt: now,
      ...(input.answer !== 'welcome' && { withdrawnAt: now }),
    })
    .where('orgId', '=', orgId)
    .where('id', '=', standing!.id)
    .execute()
  await notify(db, { org: orgId, kind: 'conversation.attendance', subject: found.id })
  await record(db, context, 'intervention.answered', { subjectId: standing!.id })
})

export const attendingHandlers = { of, ask, answer }

async function shownAttendance(context: Context, found: Found) {
  if (!readsAttendance(found.is)) return null
  const standing = await attendanceOf(context, { conversationId: found.id })
  const isEmployee = found.is.includes('employee')
  // The manager is not told what the employee thinks of it: HR simply does not come.
  if (!standing || (standing.withdrawnAt !== null && !(isEmployee && standing.answer))) return null
  const viewer = { id: context.actor.personId, isEmployee }
  return {
    hr: standing.hr,
    proposedAt: standing.proposedAt,
    why: toldReason(viewer, await tellable(context, standing.interventionId)),
    answer: isEmployee ? standing.answer : null,
    answeredAt: isEmployee ? standing.answeredAt : null,
    refusal: answerAttendance(found.is, found.facts, {
      isProposed: standing.withdrawnAt === null,
      answer: standing.answer,
    }),
  }
}

interface Asked {
  code: 'complex' | 'sensitive'
  reason: string
  at: Date
  acceptedAt: Date | null
  sitsIn: boolean | null
  closedAs: 'done' | 'declined' | 'talkOver' | null
  answer: string | null
}

/** What one asked oneself, with what came of it. */
async function ownAsks({ db, orgId, actor }: Context, { id }: Found) {
  const { rows } = await sql<Asked>`
    select q.code, q.reason, q.asked_at as at, i.accepted_at, i.sits_in, i.closed_as,
           (select s.reason from intervention_step s where s.org_id = i.org_id and s.intervention_id = i.id
              and s.kind = 'declined' limit 1) as answer
      from intervention_ask q
      left join intervention_cause k on k.org_id = q.org_id and k.conversation_id = q.conversation_id
           and k.key = q.code || ':' || q.id::text
      left join intervention i on i.org_id = k.org_id and i.id = k.intervention_id
     where q.org_id = ${orgId} and q.conversation_id = ${id} and q.asked_by = ${actor.personId}
     order by q.id desc limit 20`.execute(db)
  return rows.map(({ acceptedAt, sitsIn, closedAs, ...row }) => ({
    ...row,
    state:
      closedAs === 'declined'
        ? ('declined' as const)
        : closedAs
          ? ('over' as const)
          : !acceptedAt
            ? ('waiting' as const)
            : sitsIn
              ? ('sitsIn' as const)
              : ('prepares' as const),
  }))
}

async function refusalToAsk(context: Context, found: Found, code: 'complex' | 'sensitive') {
  const asked = await ownAsks(context, found)
  return askForHr(found.viewer, found.is, found.facts, {
    isOn: rulesOf(context.org)[code].on,
    hasAsked: asked.some(({ state, code: before }) => before === code && state === 'waiting'),
  })
}
