import { sql } from 'kysely'
import type { Db } from '../../../../platform/database.ts'
import type { Answers, Part, Statement, TemplateBody } from '../../../templates/contract.ts'
import { isBlank } from '../../../templates/answers/rules.ts'
import { fieldOf } from '../../../templates/rules.ts'
import { answerVisible, isCurrentPart } from '../../answers/policy.ts'
import type { answersOf } from '../../answers/queries.ts'
import { aboutOf, missingFrom } from '../../answers/rules.ts'
import { noteField, type PartKind, type PartView, type Workspace } from '../../contract.ts'
import { partVisible } from '../../policy.ts'
import type { Found } from '../../queries.ts'

/** A part as it is kept, with every answer in it. */
export interface PartRow {
  id: string
  kind: PartKind
  authorId: string | null
  submittedAt: Date | null
  submittedBy: string | null
  updatedAt: Date
  answers: Record<
    string,
    { value: unknown; version: number; by: string; at: string; revisions: number }
  >
}

/** Every part of a conversation, whoever may read it. */
export const partsOf = async (db: Db, orgId: string, id: string): Promise<PartRow[]> =>
  (
    await sql<PartRow>`
      select p.id, p.kind, p.author_id, p.submitted_at, p.submitted_by, p.updated_at,
        coalesce((select json_object_agg(a.field_key, json_build_object('value', a.value, 'version', a.version,
            'by', a.updated_by, 'at', a.updated_at, 'revisions', (select count(*) from answer_revision r
              where r.org_id = a.org_id and r.part_id = a.part_id and r.field_key = a.field_key and r.kind = 'replaced')))
          from answer a where a.org_id = p.org_id and a.part_id = p.id), '{}') as answers
        from part p where p.org_id = ${orgId} and p.conversation_id = ${id} order by p.id`.execute(
      db,
    )
  ).rows

/** A part with those of its fields that may be read; empty when it may not be opened at all. */
export function visiblePart(
  found: Found,
  template: TemplateBody,
  row: PartRow,
  rated: Record<string, unknown>,
): PartView[] {
  const { viewer, is, facts, snapshot } = found
  const part = { kind: row.kind, authorId: row.authorId }
  const own = row.authorId === viewer.actor.personId
  const answers = Object.entries(row.answers).filter(([key]) => {
    if (row.kind === 'privateNote') return own && key === noteField
    return fieldOf(template, key) ? answerVisible(found, template, part, key) : own
  })
  const opens = isCurrentPart(found, part) && partVisible(viewer, is, facts, part)
  if (!opens && answers.length === 0) return []
  const asked =
    row.kind === 'privateNote'
      ? []
      : missingFrom(
          template,
          row.kind,
          values(row),
          aboutOf(snapshot, rated, found.revealedAt !== null),
          snapshot.unrated,
        )
  const writes =
    own ||
    (row.authorId === null &&
      (is.includes('employee') || is.includes('manager') || is.includes('delegate')))
  return [
    {
      id: row.id,
      kind: row.kind,
      authorId: row.authorId,
      own,
      submittedAt: row.submittedAt,
      submittedBy: row.submittedBy,
      updatedAt: row.updatedAt,
      answers: Object.fromEntries(
        answers.map(([key, answer]) => [key, { ...answer, at: new Date(answer.at) }]),
      ),
      missing: writes ? asked : [],
    },
  ]
}

/** The same as `answersOf`, of parts that were read already. */
export function currentAnswers(
  { employeeId, managerId, facts }: Found,
  rows: PartRow[],
): Awaited<ReturnType<typeof answersOf>> {
  const isCurrent = ({ kind, authorId }: PartRow) =>
    kind === 'self'
      ? authorId === employeeId && facts.selfSkippedAt === null
      : kind !== 'manager' || authorId === managerId
  const of = (part: Part) =>
    Object.assign(
      {},
      ...rows.filter((row) => row.kind === part && isCurrent(row)).map(values),
    ) as Answers
  return { self: of('self'), manager: of('manager'), talk: of('talk'), agreement: of('agreement') }
}

const values = (row: PartRow) =>
  Object.fromEntries(Object.entries(row.answers).map(([key, { value }]) => [key, value]))

/** The assessments that stay closed to whoever asks, and how far each is. */
export function closedParts(
  { employeeId, managerId, facts }: Found,
  rows: PartRow[],
  shown: PartView[],
): Workspace['closedParts'] {
  const authors = { self: employeeId, manager: managerId }
  return (['self', 'manager'] as const).flatMap((kind) => {
    if (!facts.stages.some((stage) => stage.kind === `${kind}Assessment`)) return []
    const row = rows.find((each) => each.kind === kind && each.authorId === authors[kind])
    if (row && shown.some(({ id }) => id === row.id)) return []
    const skipped = kind === 'self' && facts.selfSkippedAt !== null
    const state = row?.submittedAt ? 'submitted' : skipped ? 'skipped' : row ? 'draft' : 'notBegun'
    return [
      { kind, state, authorId: authors[kind], submittedAt: row?.submittedAt ?? null } as const,
    ]
  })
}

/** How many strengths, gaps and supports the manager's part names so far; null where the template asks for none. */
export function threeByThree(template: TemplateBody, parts: PartView[]): Workspace['threeByThree'] {
  const fields = ['strengths', 'gaps', 'supports'].map((key) => fieldOf(template, key)?.field)
  const part = parts.find(({ kind }) => kind === 'manager')
  if (!part || fields.some((field) => field?.type !== 'statements')) return null
  const [strengths, gaps, supports] = fields.map(
    (field) =>
      ((part.answers[field!.key]?.value ?? []) as Statement[]).filter(({ text }) => !isBlank(text))
        .length,
  ) as [number, number, number]
  return { strengths, gaps, supports, required: fields.every((field) => field!.required) }
}
