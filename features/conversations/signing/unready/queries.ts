import type { Db } from '../../../../platform/database.ts'
import type { Context } from '../../../accounts/policy.ts'
import { templateVersion } from '../../../templates/queries.ts'
import { fieldOf } from '../../../templates/rules.ts'
import { answersOf } from '../../answers/queries.ts'
import { aboutOf, missingFrom } from '../../answers/rules.ts'
import { heldFiles } from '../../attachments/queries.ts'
import type { Workspace } from '../../contract.ts'
import { planOf, topicsOf } from '../../plan/queries.ts'
import { planUnready } from '../../plan/rules.ts'
import type { Found } from '../../queries.ts'

/** What stands between the agreement and the page that both read: fields of the record, lines of the plan. */
export async function unreadyOf(
  db: Db,
  { orgId, today }: Pick<Context, 'orgId' | 'today'>,
  found: Found,
): Promise<Workspace['signing']['unready']> {
  const isAlone = found.managerId === null
  const template = await templateVersion(db, orgId, found.templateVersionId)
  const answers = await answersOf(db, orgId, found.id)
  const about = aboutOf(found.snapshot, answers.manager, found.revealedAt !== null)
  // Whoever has nobody above has no talk, and nobody to fill in what a manager would.
  const asked = isAlone ? (['agreement'] as const) : (['talk', 'agreement'] as const)
  const fields = asked.flatMap((part) => {
    const count = missingFrom(template, part, answers[part], about, found.snapshot.unrated).filter(
      ({ fieldKey }) => !isAlone || fieldOf(template, fieldKey)?.field.writer !== 'manager',
    ).length
    return count > 0 ? [{ key: `${part}Fields`, params: { count } }] : []
  })
  const plan = await planOf(db, {
    orgId,
    conversationId: found.id,
    topics: topicsOf(template, answers),
    today,
  })
  const waiting = await heldFiles(db, orgId, found.id)
  const held = waiting > 0 ? [{ key: 'heldFiles', params: { count: waiting } }] : []
  return [...fields, ...(isAlone && plan.length === 0 ? [] : planUnready(plan)), ...held]
}
