import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Db } from '../../../platform/database.ts'
import type { Context } from '../../accounts/policy.ts'
import type { Part, TemplateBody } from '../../templates/contract.ts'
import { templateVersion } from '../../templates/queries.ts'
import { fieldOf, fieldsOf } from '../../templates/rules.ts'
import { answerVisible, refusalToWrite } from '../answers/policy.ts'
import { answersOf } from '../answers/queries.ts'
import { aboutOf } from '../answers/rules.ts'
import { findConversation, sightOf, visibleTo, type Asking, type Found } from '../queries.ts'
import type { CopyKind, Hint } from './contract.ts'
import type { Source } from './copies/rules.ts'
import { piecesOf, remarksOn } from './rules.ts'
import './table.ts'
import { normalised } from './words/rules.ts'

/** Where hints are given: while one writes by oneself, and in the agreement. Never while two talk. */
const hinted = ['self', 'manager', 'agreement'] as const satisfies Part[]
export type HintedPart = (typeof hinted)[number]

/** What somebody may want to look at again in their own words here, and has not put away. */
export async function hintsFor(
  { db, orgId, actor, now, today }: Pick<Context, 'db' | keyof Asking>,
  found: Found,
  parts: readonly HintedPart[] = hinted,
): Promise<Hint[]> {
  const me = actor.personId
  const asking = { actor, orgId, now, today }
  const template = await templateVersion(db, orgId, found.templateVersionId)
  const writing = await ownFields(db, found, template, parts)
  if (writing.every(({ own }) => own.size === 0)) return []
  const answers = await answersOf(db, orgId, found.id)
  const about = aboutOf(found.snapshot, answers.manager, found.revealedAt !== null)
  const names = [found.snapshot.name, found.snapshot.managerName ?? '']
  const others = found.is.includes('manager') ? await toOthers(db, asking, found) : []
  const before = await earlier(db, asking, found)
  const hints = writing.flatMap(({ part, own }) =>
    remarksOn({
      template,
      part,
      answers: answers[part],
      about,
      own,
      names,
      sources: [
        ...(part === 'self' ? [] : others),
        ...before.filter((each) => each.part === part),
        ...(part === 'manager' ? selfOpened(found, template, answers.self) : []),
      ],
    }).map(({ text, ...remark }): Hint => ({
      ...remark,
      part,
      mark: markOf(part, remark.fieldKey, remark.kind, normalised(text)),
    })),
  )
  if (hints.length === 0) return []
  const away = await db
    .selectFrom('hintPutAway')
    .select('mark')
    .where('orgId', '=', orgId)
    .where('conversationId', '=', found.id)
    .where('personId', '=', me)
    .execute()
  return hints.filter(({ mark }) => !away.some((each) => each.mark === mark))
}

const markOf = (...of: string[]) =>
  createHash('sha256').update(of.join('\0')).digest('hex').slice(0, 32)

// What of each part is mine to write now; between the two, what I wrote last.
async function ownFields(
  db: Db,
  found: Found,
  template: TemplateBody,
  parts: readonly HintedPart[],
): Promise<{ part: HintedPart; own: Set<string> }[]> {
  const { orgId, id, viewer } = found
  const keys = (part: HintedPart) =>
    fieldsOf(template, part)
      .filter((field) => refusalToWrite(found, template, part, field) === null)
      .map(({ key }) => key)
  const writing = parts.map((part) => ({ part, own: new Set(keys(part)) }))
  const shared = writing.find(({ part }) => part === 'agreement')
  if (!shared || shared.own.size === 0) return writing
  const { rows } = await sql<{ fieldKey: string }>`
    select a.field_key from part p join answer a on a.org_id = p.org_id and a.part_id = p.id
     where p.org_id = ${orgId} and p.conversation_id = ${id} and p.kind = 'agreement'
       and a.updated_by = ${viewer.actor.personId}`.execute(db)
  const mine = new Set(rows.map(({ fieldKey }) => fieldKey))
  shared.own = new Set([...shared.own].filter((key) => mine.has(key)))
  return writing
}

interface Told {
  templateVersionId: string
  part: Part
  fieldKey: string
  value: unknown
  name: string | null
}

const sourcesIn = (
  kind: CopyKind,
  template: TemplateBody,
  { fieldKey, value, name }: Pick<Told, 'fieldKey' | 'value' | 'name'>,
): Source[] => {
  const field = fieldOf(template, fieldKey)?.field
  if (!field) return []
  return piecesOf(field, value).map(({ text }) => ({ kind, text, names: name ? [name] : [] }))
}

/** So many answers to others are compared with: those of some hundred people. */
const mostAnswers = 2_000

// My own words in other talks of this cycle which I may still read: nobody else's, ever.
async function toOthers(db: Db, asking: Asking, found: Found): Promise<Source[]> {
  if (!found.cycleId) return []
  const me = asking.actor.personId
  const { rows } = await sql<Told>`
    select c.template_version_id, p.kind as part, a.field_key, a.value, c.snapshot->>'name' as name
      from conversation c
      join part p on p.org_id = c.org_id and p.conversation_id = c.id
      join answer a on a.org_id = p.org_id and a.part_id = p.id
     where c.org_id = ${asking.orgId} and c.cycle_id = ${found.cycleId} and c.id <> ${found.id}
       and c.employee_id not in (${me}, ${found.employeeId})
       and ((p.kind = 'manager' and p.author_id = ${me}) or (p.kind = 'agreement' and a.updated_by = ${me}))
       and not exists (select from data_hold h where h.org_id = c.org_id and h.conversation_id = c.id
         and h.kind = 'restriction' and h.lifted_at is null)
       and ${visibleTo(await sightOf(db, asking))}
     order by a.updated_at desc limit ${mostAnswers}`.execute(db)
  const sources: Source[] = []
  for (const row of rows)
    sources.push(
      ...sourcesIn('other', await templateVersion(db, asking.orgId, row.templateVersionId), row),
    )
  return sources
}

// What stood in the talk before this one, as far as I may read it today.
async function earlier(
  db: Db,
  asking: Asking,
  { previousId, employeeId }: Found,
): Promise<(Source & { part: Part })[]> {
  const before = previousId ? await findConversation(db, asking, previousId) : null
  if (!before || before.is.length === 0 || before.employeeId !== employeeId) return []
  const template = await templateVersion(db, asking.orgId, before.templateVersionId)
  const answers = await answersOf(db, asking.orgId, before.id)
  const authors = { self: before.employeeId, manager: before.managerId, agreement: null }
  return hinted.flatMap((part) =>
    Object.entries(answers[part])
      .filter(([key]) =>
        answerVisible(before, template, { kind: part, authorId: authors[part] }, key),
      )
      .flatMap(([fieldKey, value]) =>
        sourcesIn('earlier', template, { fieldKey, value, name: null }).map((source) => ({
          ...source,
          part,
        })),
      ),
  )
}

// The self-assessment, once both parts are open; before that a hint would tell what stands in it.
const selfOpened = (found: Found, template: TemplateBody, self: Record<string, unknown>) =>
  found.revealedAt === null
    ? []
    : Object.entries(self)
        .filter(([key]) =>
          answerVisible(found, template, { kind: 'self', authorId: found.employeeId }, key),
        )
        .flatMap(([fieldKey, value]) =>
          sourcesIn('self', template, { fieldKey, value, name: null }),
        )
