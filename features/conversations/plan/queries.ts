import type { Db } from '../../../platform/database.ts'
import type { TemplateBody } from '../../templates/contract.ts'
import type { PlanLine } from '../contract.ts'
import { staysUnsealed } from '../../templates/rules.ts'
import { smartFindings } from './rules.ts'

/** The lines of a plan in their order, each with what the SMART check says. */
export async function planOf(
  db: Db,
  {
    orgId,
    conversationId,
    topics,
    today,
  }: { orgId: string; conversationId: string; topics: string[]; today: string },
): Promise<PlanLine[]> {
  const rows = await db
    .selectFrom('planLine')
    .leftJoin('person', (join) =>
      join.onRef('person.orgId', '=', 'planLine.orgId').onRef('person.id', '=', 'planLine.ownerId'),
    )
    .select([
      'planLine.id',
      'planLine.layer',
      'planLine.what',
      'planLine.how',
      'planLine.measure',
      'planLine.support',
      'planLine.supportKind',
      'planLine.ownerKind',
      'planLine.ownerId',
      'planLine.dueOn',
      'planLine.position',
      'planLine.proposedBy',
      'planLine.version',
      'planLine.updatedBy',
      'planLine.updatedAt',
      'person.name as ownerName',
    ])
    .where('planLine.orgId', '=', orgId)
    .where('planLine.conversationId', '=', conversationId)
    .where('planLine.removedAt', 'is', null)
    .orderBy('planLine.position')
    .orderBy('planLine.id')
    .execute()
  return rows.map(({ ownerName, ...line }) => ({
    ...line,
    owner: line.ownerId && ownerName ? { id: line.ownerId, name: ownerName } : null,
    findings: smartFindings(line, { topics, today }),
  }))
}

/** What the two spoke about, in their words: what a line of the plan should have to do with. */
export function topicsOf(
  template: TemplateBody,
  answers: Record<string, Record<string, unknown>>,
): string[] {
  const named = ['text', 'matter', 'remedy', 'what', 'goal', 'need'] as const
  return template.sections
    .flatMap((section) =>
      section.fields.flatMap((field) => {
        const value = answers[section.part]?.[field.key]
        if (staysUnsealed(field)) return []
        if (Array.isArray(value))
          return value.flatMap((item: Record<string, unknown>) =>
            named.flatMap((name) => (typeof item?.[name] === 'string' ? [item[name]] : [])),
          )
        return field.type === 'longText' && typeof value === 'string' ? [value] : []
      }),
    )
    .filter((text) => text.trim() !== '')
}
