import { sql } from 'kysely'
import type { Db } from '../../../platform/database.ts'
import { newId } from '../../../platform/ids.ts'
import { json } from '../../../platform/database.ts'
import type { Part, TemplateBody } from '../../templates/contract.ts'
import { fieldOf, startingAnswers } from '../../templates/rules.ts'
import { answersOf, ensurePart } from '../answers/queries.ts'

/** Whole seconds spent in each step, the one under way included, and which that is. */
export async function stepTimes(db: Db, orgId: string, conversationId: string, now: Date) {
  const { rows } = await sql<{ stepKey: string; seconds: number; since: Date | null }>`
    select step_key, sum(extract(epoch from coalesce(left_at, ${now}::timestamptz) - entered_at))::int as seconds,
      max(entered_at) filter (where left_at is null) as since
      from talk_step where org_id = ${orgId} and conversation_id = ${conversationId}
     group by step_key order by min(id::text)`.execute(db)
  const current = rows.find(({ since }) => since !== null)
  return {
    seconds: Object.fromEntries(
      rows.map(({ stepKey, seconds }) => [stepKey, Math.max(0, seconds)]),
    ),
    step: current?.stepKey ?? null,
    stepSince: current?.since ?? null,
  }
}

/** Leaves the step under way, and enters the next one if there is one. */
export async function changeStep(
  db: Db,
  orgId: string,
  conversationId: string,
  stepKey: string | null,
  now: Date,
) {
  await db
    .updateTable('talkStep')
    .set({ leftAt: now })
    .where('orgId', '=', orgId)
    .where('conversationId', '=', conversationId)
    .where('leftAt', 'is', null)
    .execute()
  if (stepKey)
    await db
      .insertInto('talkStep')
      .values({ orgId, id: newId(), conversationId, stepKey, enteredAt: now, leftAt: null })
      .execute()
}

/**
 * Lays the answers that begin where an earlier part ended on the table: the reviewed goals, the
 * direction of growth, and how the two are talking.
 */
export async function layOut(
  db: Db,
  {
    orgId,
    conversationId,
    template,
    channel,
    by,
    now,
  }: {
    orgId: string
    conversationId: string
    template: TemplateBody
    channel: string
    by: string
    now: Date
  },
) {
  const answers = await answersOf(db, orgId, conversationId)
  const earlier = { ...answers.self, ...answers.manager }
  for (const kind of ['talk', 'agreement'] satisfies Part[]) {
    const starting: Record<string, unknown> = startingAnswers(template, kind, earlier)
    const mode = fieldOf(template, 'mode')
    if (mode?.part === kind && mode.field.options?.some(({ key }) => key === channel))
      starting.mode = channel
    const entries = Object.entries(starting).filter(([key]) => answers[kind][key] === undefined)
    if (entries.length === 0) continue
    const part = await ensurePart(db, { orgId, conversationId, kind, authorId: null, now })
    await db
      .insertInto('answer')
      .values(
        entries.map(([fieldKey, value]) => ({
          orgId,
          partId: part.id,
          fieldKey,
          value: json(value),
          version: 1,
          clientId: null,
          updatedBy: by,
          updatedAt: now,
        })),
      )
      .onConflict((row) => row.doNothing())
      .execute()
  }
}

/** Who is here, on how many devices: whoever was seen within 45 seconds. */
export async function presentPeople(db: Db, orgId: string, conversationId: string, now: Date) {
  const { rows } = await sql<{ personId: string; name: string; devices: number }>`
    select pr.person_id, p.name, count(*)::int as devices
      from presence pr join person p on p.org_id = pr.org_id and p.id = pr.person_id
     where pr.org_id = ${orgId} and pr.conversation_id = ${conversationId}
       and pr.seen_at > ${now}::timestamptz - interval '45 seconds'
     group by pr.person_id, p.name order by p.name`.execute(db)
  return rows
}
