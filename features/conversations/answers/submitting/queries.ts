import { sql } from 'kysely'
import { record } from '../../../../platform/events.ts'
import { demand, invalid } from '../../../../platform/refusal.ts'
import type { Context } from '../../../accounts/policy.ts'
import { templateVersion } from '../../../templates/queries.ts'
import { ratingIn } from '../../../templates/rules.ts'
import { refusalOf } from '../../actions/policy.ts'
import { countHandedIn } from '../../hints/counting/queries.ts'
import { hintsFor } from '../../hints/queries.ts'
import type { Found } from '../../queries.ts'
import { proceed } from '../../stages/queries.ts'
import { answersOf, ensurePart } from '../queries.ts'
import { aboutOf, missingFrom } from '../rules.ts'

/** Hands a part in. When it was the last one, both are opened. */
export async function submit(
  context: Context,
  found: Found,
  kind: 'self' | 'manager',
): Promise<{ revealed: boolean }> {
  const { db, orgId, actor, now } = context
  demand(
    refusalOf(
      kind === 'self' ? 'submitSelf' : 'submitManager',
      found.viewer,
      found.is,
      found.facts,
    ),
  )
  const template = await templateVersion(db, orgId, found.templateVersionId)
  const part = await ensurePart(db, {
    orgId,
    conversationId: found.id,
    kind,
    authorId: actor.personId,
    now,
  })
  const answers = (await answersOf(db, orgId, found.id))[kind]
  const about = aboutOf(found.snapshot, {}, false)
  const missing = missingFrom(template, kind, answers, about, found.snapshot.unrated)
  if (missing.length > 0)
    throw invalid('conversations.incomplete', { count: missing.length }, missing[0]!.fieldKey)
  // As the author last saw them: handed in, nothing is to be looked at again.
  const hints = await hintsFor(context, found, [kind])
  await sql`update part set submitted_at = ${now}, submitted_by = ${actor.personId}, updated_at = ${now}
    where org_id = ${orgId} and id = ${part.id}`.execute(db)
  const key = found.facts.stages.find(
    (stage) => stage.kind === (kind === 'self' ? 'selfAssessment' : 'managerAssessment'),
  )!.key
  const ratingExists = template.dimensions.some(
    ({ key: dimension }) => ratingIn(template, 'manager', answers, dimension)?.value != null,
  )
  // The employee's submission knows nothing of the manager's ratings: only the manager's sets the fact.
  const facts = kind === 'manager' ? { ratingExists } : undefined
  await record(db, context, 'conversation.submitted', {
    subjectId: found.id,
    personId: found.employeeId,
    data: { part: kind },
  })
  await proceed(db, context, found, {
    type: 'done',
    stage: key,
    by: actor.personId,
    ...(facts && { facts }),
  })
  // Last: the count of a department is held by one at a time.
  await countHandedIn(context, found, kind, hints)
  const { revealedAt } = await db
    .selectFrom('conversation')
    .select('revealedAt')
    .where('orgId', '=', orgId)
    .where('id', '=', found.id)
    .executeTakeFirstOrThrow()
  return { revealed: revealedAt !== null }
}
