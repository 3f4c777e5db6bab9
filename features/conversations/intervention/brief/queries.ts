import { sql } from 'kysely'
import type { Context } from '../../../accounts/policy.ts'
import type { PersonRef } from '../../contract.ts'
import { peopleRefs } from '../../people/queries.ts'
import { isShut, may } from '../../policy.ts'
import { findConversation, type Found } from '../../queries.ts'
import { stepsFor } from '../../steps/queries.ts'
import { attendanceOf } from '../attending/queries.ts'
import type { Brief, CauseCode, Figures, StepKind } from '../contract.ts'
import type { FoundCase } from '../queries.ts'
import { triggerOf } from '../rules.ts'

/** What HR needs before the talk, of what they may know by the matrix anyway: a case opens no text. */
export async function briefOf(context: Context, { row, shown }: FoundCase): Promise<Brief> {
  const found = (await findConversation(context.db, context, row.conversationId))!
  const attendance = await attendanceOf(context, {
    conversationId: row.conversationId,
    interventionId: row.id,
  })
  const steps = await stepsFor(context)
  const own = steps.find(
    ({ kind, conversationId }) =>
      kind === 'hrParticipation' && conversationId === row.conversationId,
  )
  return {
    ...shown,
    causes: await causesIn(context, row.id, found),
    steps: await courseOf(context, row.id),
    soFar: soFar(found),
    isTalkOver: found.talkEndedAt !== null,
    readsTalk: readsRatings(found),
    attendance: attendance && {
      hr: attendance.hr,
      proposedAt: attendance.proposedAt,
      answer: attendance.answer,
      answeredAt: attendance.answeredAt,
      reason: attendance.answerReason,
      isWithdrawn: attendance.withdrawnAt !== null,
    },
    stageKey: own?.stageKey ?? null,
  }
}

/** Row 9: the HR partner reads the ratings of an open talk; HR administration does not. */
const readsRatings = ({ is, facts }: Found): boolean =>
  !isShut(is, facts) && facts.revealedAt !== null && may(is, 'R', 'rating')

async function causesIn(
  context: Context,
  interventionId: string,
  found: Found,
): Promise<Brief['causes']> {
  const { db, orgId } = context
  const { rows } = await sql<{
    code: CauseCode
    at: Date
    figures: Figures
    askedBy: string | null
    reason: string | null
  }>`
    select k.code, k.at, k.figures, q.asked_by, q.reason
      from intervention_cause k
      left join intervention_ask q on q.org_id = k.org_id and k.code in ('complex', 'sensitive')
           and q.id::text = split_part(k.key, ':', 2)
     where k.org_id = ${orgId} and k.intervention_id = ${interventionId} order by k.at, k.key`.execute(
    db,
  )
  const people = await peopleRefs(
    context,
    rows.flatMap(({ askedBy }) => askedBy ?? []),
  )
  const isRating = (code: CauseCode) => code === 'gap' || code === 'rating'
  return rows.map(({ code, at, figures, askedBy, reason }) => {
    const by = askedBy ? people.get(askedBy) : undefined
    return {
      code,
      trigger: triggerOf[code],
      at,
      figures: isRating(code) && readsRatings(found) ? figures : null,
      asked: by && reason !== null ? { by, reason } : null,
    }
  })
}

async function courseOf(context: Context, interventionId: string): Promise<Brief['steps']> {
  const { db, orgId } = context
  const rows = await db
    .selectFrom('interventionStep')
    .select(['kind', 'personId', 'byId', 'reason', 'at'])
    .where('orgId', '=', orgId)
    .where('interventionId', '=', interventionId)
    .orderBy('id')
    .execute()
  const people = await peopleRefs(
    context,
    rows.flatMap(({ personId, byId }) => [personId ?? [], byId ?? []].flat()),
  )
  const named = (id: string | null): PersonRef | null => (id ? (people.get(id) ?? null) : null)
  return rows.map(({ kind, personId, byId, reason, at }) => ({
    kind: kind as StepKind,
    person: named(personId),
    by: named(byId),
    reason,
    at,
  }))
}

/** Days and nothing else: what every right to the status of a talk has (row 2). */
function soFar({ facts, presentedAt }: Found): Brief['soFar'] {
  const days: [Brief['soFar'][number]['what'], Date | null][] = [
    ['selfIn', facts.selfSubmittedAt],
    ['managerIn', facts.managerSubmittedAt],
    ['revealed', facts.revealedAt],
    ['talkStarted', facts.talkStartedAt],
    ['talkEnded', facts.talkEndedAt],
    ['presented', presentedAt],
  ]
  return days.flatMap(([what, at]) => (at ? [{ what, at }] : []))
}
