import { sql } from 'kysely'
import type { Db } from '../../../../platform/database.ts'
import type { Context } from '../../../accounts/policy.ts'
import { endSegment, keepSegments, postsIn, segmentsFor } from '../../../cycles/segments/queries.ts'
import {
  monthsOf,
  sharesOf,
  splitAtChange,
  whyNotAsked,
  type NotAsked,
  type Stretch,
} from '../../../cycles/segments/rules.ts'
import { segmentKeys } from '../../../flows/beside/rules.ts'
import { inWorkdays } from '../../../flows/due/rules.ts'
import { calendarOf } from '../../../org/calendar/queries.ts'
import { lineAbove } from '../../../org/delegation/queries.ts'
import { checkAnswer } from '../../../templates/answers/contract.ts'
import { fieldsOf } from '../../../templates/rules.ts'
import { peopleRefs } from '../../people/queries.ts'
import type { Found } from '../../queries.ts'
import { asksOf } from '../../steps/queries.ts'
import type { ContributedAnswers } from '../../steps/table.ts'
import type { BothManagers } from '../contract.ts'
import { askFormerManagers } from '../queries.ts'

type Asking = Pick<Context, 'db' | 'orgId' | 'today'>

/** What both managers of a talk would be given of its period, or why that cannot be. */
type Split =
  | { refusal: string }
  | {
      refusal: null
      stretches: Stretch[]
      /** Which of them, counted from 1, the former manager writes about. */
      position: number
    }

const whyNot: Record<NotAsked, string> = {
  nobody: 'conversations.split.noFormer',
  leads: 'conversations.sameManager',
  isThePerson: 'conversations.ownManager',
  gone: 'conversations.split.formerGone',
  noAccount: 'conversations.split.formerNoAccount',
  below: 'conversations.split.formerBelow',
}

/** E01: the period of a talk between its manager so far and whoever leads its person now. */
export async function splitOf({ db, orgId, today }: Asking, found: Found): Promise<Split> {
  const { id, cycleId, employeeId, managerId, snapshot, templateVersionId, facts } = found
  const cycle =
    cycleId === null
      ? undefined
      : await db
          .selectFrom('cycle')
          .select(['periodFrom', 'periodTo'])
          .where('orgId', '=', orgId)
          .where('id', '=', cycleId)
          .executeTakeFirst()
  if (!cycle) return { refusal: 'conversations.split.noPeriod' }
  // What both have read stands: after the reveal the old assessment is part of the conversation.
  if (facts.revealedAt) return { refusal: 'conversations.alreadyOpen' }
  const nextId = facts.currentLineId
  if (managerId === null || nextId === null) return { refusal: whyNot.nobody }
  const notAsked = whyNotAsked(
    { managerId },
    {
      personId: employeeId,
      leaderId: nextId,
      ask: 'formerManagers',
      employed: await lineOf({ db, orgId, today }, managerId),
    },
  )
  if (notAsked) return { refusal: whyNot[notAsked] }
  const kept = await segmentsFor(db, orgId, id)
  if (kept.at(-1)?.writerId) return { refusal: 'conversations.split.alreadyAsked' }
  const period = { from: cycle.periodFrom, to: cycle.periodTo }
  const { hiredOn } = snapshot
  const whole = {
    fromOn: hiredOn !== null && hiredOn > period.from ? hiredOn : period.from,
    untilOn: period.to,
    department: snapshot.department,
    position: snapshot.position,
    templateVersionId,
  }
  const soFar =
    kept.length > 0 ? kept.map(({ job, ...segment }) => ({ ...segment, position: job })) : [whole]
  // The last stretch is that of the talk's own manager, also where HR had named one beside the line.
  const led = [...soFar.slice(0, -1), { ...soFar.at(-1)!, managerId }] as Stretch[]
  const posts = (await postsIn(db, orgId, period, today, employeeId)).get(employeeId) ?? []
  const stretches = splitAtChange(led, posts, {
    before: [facts.lineManagerId, managerId],
    nextId,
    templateVersionId,
  })
  return stretches
    ? { refusal: null, stretches, position: led.length }
    : { refusal: 'conversations.split.notInPeriod' }
}

/** The line above somebody who works here and may sign in, with themselves; nobody once they have left. */
async function lineOf({ db, orgId, today }: Asking, personId: string) {
  const person = await db
    .selectFrom('person')
    .select('accountId')
    .where('orgId', '=', orgId)
    .where('id', '=', personId)
    .where((row) => row.or([row('leftOn', 'is', null), row('leftOn', '>', today)]))
    .executeTakeFirst()
  // In which order they stand makes no difference to whether somebody is among them.
  const line = person ? [personId, ...(await lineAbove(db, { orgId, today }, personId))] : []
  return new Map(
    line.map((id, at) => [
      id,
      { managerId: line[at + 1] ?? null, hasAccount: at > 0 || person!.accountId !== null },
    ]),
  )
}

/** What HR reads before it decides: who would count for how much, or why both cannot. */
export async function bothManagers(asking: Asking, found: Found): Promise<BothManagers> {
  const split = await splitOf(asking, found)
  if (split.refusal !== null) return { refusal: split.refusal, stretches: [] }
  const { stretches } = split
  const people = await peopleRefs(
    asking,
    stretches.flatMap(({ managerId }) => managerId ?? []),
  )
  const shares = sharesOf(stretches)
  return {
    refusal: null,
    stretches: stretches.map((stretch, at) => ({
      fromOn: stretch.fromOn,
      untilOn: stretch.untilOn,
      months: monthsOf(stretch),
      share: shares[at]!,
      manager: stretch.managerId === null ? null : (people.get(stretch.managerId)?.name ?? null),
    })),
  }
}

/**
 * Keeps the split and asks the former manager for the summary. It begins with what they had written of the
 * manager's part: until it is handed in nobody but they read it, as before.
 */
export async function giveToBoth(
  context: Context,
  found: Found,
  { stretches, position }: Extract<Split, { refusal: null }>,
): Promise<void> {
  const { db, orgId, today } = context
  await endSegment(db, orgId, { conversationId: found.id, position }, stretches[position - 1]!)
  await keepSegments(db, orgId, [
    {
      conversation_id: found.id,
      segments: stretches.map((each, at) => ({ ...each, isAsked: at === position - 1 })),
    },
  ])
  await beginWithDraft(context, found, `${segmentKeys}${position}`)
  const calendar = await calendarOf(db, orgId)
  // Whoever is asked this late gets days to write, whatever the first deadline was.
  await askFormerManagers(db, context, [found.id], inWorkdays(today, 3, calendar))
}

async function beginWithDraft(
  { db, orgId, now }: Context,
  found: Found,
  stageKey: string,
): Promise<void> {
  const template = await asksOf(db, orgId, found, stageKey)
  const written = new Map(
    (await draftOf(db, orgId, found)).map(({ fieldKey, value }) => [fieldKey, value]),
  )
  const answers: ContributedAnswers = {}
  for (const field of fieldsOf(template, 'manager')) {
    const value = written.get(field.key)
    // Files stay with the part they were attached to.
    if (value == null || field.type === 'attachment') continue
    if (checkAnswer(field, value, template.scale).refusal === null)
      answers[field.key] = { value, version: 1 }
  }
  if (Object.keys(answers).length === 0) return
  await sql`
    insert into contribution (org_id, conversation_id, stage_key, author_id, answers, created_at, updated_at)
    values (${orgId}, ${found.id}, ${stageKey}, ${found.managerId}, ${JSON.stringify(answers)}::jsonb, ${now}, ${now})
    on conflict do nothing`.execute(db)
}

const draftOf = (db: Db, orgId: string, { id, managerId }: Found) =>
  db
    .selectFrom('part')
    .innerJoin('answer', (join) =>
      join.onRef('answer.orgId', '=', 'part.orgId').onRef('answer.partId', '=', 'part.id'),
    )
    .select(['answer.fieldKey', 'answer.value'])
    .where('part.orgId', '=', orgId)
    .where('part.conversationId', '=', id)
    .where('part.kind', '=', 'manager')
    .where('part.authorId', '=', managerId)
    .execute()
