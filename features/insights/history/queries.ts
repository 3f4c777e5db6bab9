import { sql } from 'kysely'
import { missing, refuse } from '../../../platform/refusal.ts'
import type { Context } from '../../accounts/policy.ts'
import { commitmentsWhere } from '../../commitments/queries.ts'
import { refusalOf } from '../../conversations/actions/policy.ts'
import { openCaseOf } from '../../conversations/appeals/queries.ts'
import type { PersonRef } from '../../conversations/contract.ts'
import { peopleRefs } from '../../conversations/people/queries.ts'
import { needsReason } from '../../conversations/policy.ts'
import {
  findConversation,
  sightOf,
  visibleTo,
  type Found,
  type Sight,
} from '../../conversations/queries.ts'
import type { JsonObject } from '../../sealing/canonical/rules.ts'
import { openSealed } from '../../sealing/queries.ts'
import { sealMark } from '../../sealing/rules.ts'
import { peopleOn } from '../../org/queries.ts'
import type { TemplateBody } from '../../templates/contract.ts'
import { templateVersion } from '../../templates/queries.ts'
import type { PastTalk } from './contract.ts'
import { seesKeeping } from './policy.ts'
import { resultsIn, withStates } from './rules.ts'
import { mostTalks } from './shown/rules.ts'

/** A sealed talk of somebody as it was reached, opened, with the questions it was held by. */
export interface Opened {
  found: Found
  document: JsonObject
  template: TemplateBody
}

/**
 * The sealed talks of a person that whoever asks may read now, the newest first, not opened yet; and how
 * many of those they know of.
 * @throws NOT_FOUND where there is neither a talk nor a relation to the person
 */
export async function readableTalks(
  context: Context,
  personId: string,
): Promise<{ person: PersonRef; found: Found[]; known: number; more: boolean }> {
  const { db } = context
  const person = (await peopleRefs(context, [personId])).get(personId)
  const rows = await reached(context, personId)
  if (!person || !rows) throw missing()
  const known: Found[] = []
  for (const { id } of rows.slice(0, mostTalks))
    known.push((await findConversation(db, context, id))!)
  const found = known.filter(({ is, viewer, facts }) => !refusalOf('readSealed', viewer, is, facts))
  return { person, found, known: known.length, more: rows.length > mostTalks }
}

/** Whether the page of a person's past talks is there for whoever asks. */
export const opensTalks = async (context: Context, personId: string): Promise<boolean> =>
  (await reached(context, personId)) !== null

/** The sealed talks of a person that whoever asks knows of, the newest first; null: it is not for them. */
async function reached(context: Context, personId: string): Promise<{ id: string }[] | null> {
  const { db, orgId } = context
  const sight = await sightOf(db, context)
  const { rows } = await sql<{ id: string }>`
    select c.id from conversation c
     where c.org_id = ${orgId} and c.employee_id = ${personId} and c.sealed_at is not null and ${visibleTo(sight)}
     order by c.sealed_at desc, c.id desc limit ${mostTalks + 1}`.execute(db)
  return rows.length > 0 || (await standsTo(context, sight, personId)) ? rows : null
}

/** Oneself, who leads the person, and HR of the department: for them there is a page before there is a talk. */
async function standsTo(
  { db, orgId, today }: Context,
  sight: Sight,
  personId: string,
): Promise<boolean> {
  if (personId === sight.me || sight.reports.includes(personId)) return true
  const post = await db
    .selectFrom(peopleOn(today).as('p'))
    .select('p.departmentId')
    .where('p.orgId', '=', orgId)
    .where('p.id', '=', personId)
    .executeTakeFirst()
  return (
    !sight.above.includes(personId) &&
    sight.roles.some(
      ({ role, departmentId, departmentIds }) =>
        (role === 'hrbp' || role === 'hrAdmin') &&
        (departmentId === null || departmentIds.includes(post?.departmentId ?? '')),
    )
  )
}

/** Whether any of these may be read with a reason only, and none was given. */
export function demandReason(found: Found[], reason: string | undefined): void {
  if (!reason && found.some(({ is }) => needsReason(is, 'R', 'sealed')))
    throw refuse('conversations.reasonFirst')
}

/** Opens what was found; an erased record holds nothing any more and is left out. */
export async function opened(context: Context, found: Found[]): Promise<Opened[]> {
  const { db, orgId } = context
  const talks: Opened[] = []
  for (const each of found) {
    const sealed = await openSealed(db, orgId, each.id, each.sealedVersion!)
    const template = await templateVersion(db, orgId, each.templateVersionId)
    if (sealed?.document) talks.push({ found: each, document: sealed.document, template })
  }
  return talks
}

/**
 * Talks as they lie beside one another.
 * @param shown what of each record results are taken from; the whole of it by default
 */
export async function pastTalks(
  context: Context,
  talks: Opened[],
  shown: (talk: Opened) => JsonObject = ({ document }) => document,
): Promise<PastTalk[]> {
  const { db, orgId } = context
  if (talks.length === 0) return []
  const ids = talks.map(({ found }) => found.id)
  const kept = await commitmentsWhere(context, sql`c.conversation_id = any(${ids}::uuid[])`, {
    limit: 1000,
  })
  const { rows } = await sql<{ id: string; sealedAt: Date; cycle: string | null }>`
    select c.id, c.sealed_at, y.name as cycle
      from conversation c left join cycle y on y.org_id = c.org_id and y.id = c.cycle_id
     where c.org_id = ${orgId} and c.id = any(${ids}::uuid[])`.execute(db)
  const about = new Map(rows.map(({ id, ...row }) => [id, row]))
  const past: PastTalk[] = []
  for (const talk of talks) {
    const { found, template } = talk
    const { agreed, ...results } = resultsIn(shown(talk))
    const promises = seesKeeping(found.is)
      ? kept.filter(({ conversation }) => conversation.id === found.id)
      : []
    past.push({
      id: found.id,
      title: found.title,
      kind: found.kind,
      ...about.get(found.id)!,
      version: found.sealedVersion!,
      mark: sealMark(found.sealHash!),
      scale: template.scale?.points.map(({ value, label }) => ({ value, label })) ?? null,
      ...results,
      agreed: withStates(agreed, promises),
      openCase: (await openCaseOf(context, found.id))?.kind ?? null,
      amending: Boolean(found.facts.amending),
    })
  }
  return past
}
