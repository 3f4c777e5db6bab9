import { sql } from 'kysely'
import { type Context, holds } from '../../accounts/policy.ts'
import { seesGlass } from '../../conversations/glass/policy.ts'
import { glassesOf } from '../../conversations/glass/queries.ts'
import { adoptionsOf } from '../../conversations/adopting/queries.ts'
import { delegationsOf, lineAbove } from '../../org/delegation/queries.ts'
import { holdersOf } from '../../org/grants/queries.ts'
import { approve } from '../../org/import/policy.ts'
import { decideFactorReset, decideGrant } from '../../org/policy.ts'
import type {} from '../../org/table.ts'
import type { Decision, Matter } from './contract.ts'

/** Everything somebody else asked and this person may answer; what is answered is not in it. */
export async function decisionsFor(context: Context): Promise<Decision[]> {
  const { actor } = context
  const isHr = holds(actor, 'hrAdmin')
  const isOffice = isHr || holds(actor, 'securityAdmin')
  const found = await delegationsAsked(context)
  if (seesGlass(actor)) found.push(...(await emergenciesAsked(context)))
  if (isOffice) found.push(...(await rightsAsked(context)), ...(await resetsAsked(context)))
  if (isHr) found.push(...(await rostersAsked(context)), ...(await adoptionsAsked(context)))
  if (isOffice) found.push(...(await askedByEvents(context)))
  return found
}

const decision = (
  matter: Matter,
  it: { id: string; by: string; subjectId?: string; dueOn?: string | null },
): Decision => ({ kind: 'decision', matter, subjectId: it.id, dueOn: null, ...it })

async function delegationsAsked(context: Context): Promise<Decision[]> {
  const all = await delegationsOf(context)
  return all
    .filter(({ refusals }) => refusals.answer === null)
    .map(({ id, from }) => decision('delegation', { id, by: from.name }))
}

async function emergenciesAsked(context: Context): Promise<Decision[]> {
  const all = await glassesOf(context, { isAsked: true })
  return all
    .filter(({ refusals }) => refusals.decide === null)
    .map(({ id, askedBy }) => decision('glass', { id, by: askedBy.name }))
}

/** Roles that one office proposes and the other decides. */
async function rightsAsked({ db, orgId, actor, now }: Context): Promise<Decision[]> {
  const rows = await db
    .selectFrom('grantProposal as g')
    .innerJoin('person as p', (join) =>
      join.onRef('p.orgId', '=', 'g.orgId').onRef('p.id', '=', 'g.proposedBy'),
    )
    .select(['g.id', 'g.personId', 'g.role', 'g.proposedBy', 'p.name'])
    .where('g.orgId', '=', orgId)
    .where('g.decidedAt', 'is', null)
    .orderBy('g.id')
    .limit(100)
    .execute()
  const security = new Set(await holdersOf({ db, orgId, now }, 'securityAdmin'))
  return rows
    .filter(
      (row) =>
        decideGrant(actor, { ...row, proposerIsSecurity: security.has(row.proposedBy) }) === null,
    )
    .map((row) => decision('grant', { id: row.id, by: row.name, subjectId: row.personId }))
}

async function resetsAsked({ db, orgId, actor }: Context): Promise<Decision[]> {
  const rows = await db
    .selectFrom('secondFactorReset as r')
    .innerJoin('person as p', (join) =>
      join.onRef('p.orgId', '=', 'r.orgId').onRef('p.id', '=', 'r.askedBy'),
    )
    .select(['r.id', 'r.personId', 'r.askedBy', 'p.name'])
    .where('r.orgId', '=', orgId)
    .where('r.decidedAt', 'is', null)
    .orderBy('r.id')
    .limit(100)
    .execute()
  return rows
    .filter((row) => decideFactorReset(actor, row) === null)
    .map((row) => decision('factorReset', { id: row.id, by: row.name, subjectId: row.personId }))
}

/** Rosters from which so many people vanish that a second person looks first. */
async function rostersAsked({ db, orgId, actor }: Context): Promise<Decision[]> {
  const rows = await db
    .selectFrom('orgImport as i')
    .innerJoin('person as p', (join) =>
      join.onRef('p.orgId', '=', 'i.orgId').onRef('p.id', '=', 'i.createdBy'),
    )
    .selectAll('i')
    .select('p.name')
    .where('i.orgId', '=', orgId)
    .where('i.approvalAskedAt', 'is not', null)
    .where('i.confirmedAt', 'is', null)
    .where('i.discardedAt', 'is', null)
    .where((is) =>
      is.or([
        is('i.approvedRevision', 'is', null),
        is('i.approvedRevision', '<>', is.ref('i.revision')),
      ]),
    )
    .orderBy('i.id')
    .limit(20)
    .execute()
  return rows
    .filter((row) => approve(actor, row) === null)
    .map((row) => decision('roster', { id: row.id, by: row.name }))
}

/** New versions that would change what people are asked or rated by in talks under way. */
async function adoptionsAsked(context: Context): Promise<Decision[]> {
  const waiting = await adoptionsOf(context, { decision: 'waiting' })
  return waiting
    .filter(({ refusals }) => refusals.approve === null)
    .map(({ id, by, templateId }) => decision('adoption', { id, by, subjectId: templateId }))
}

// What later features ask is known here by what happened: asked, and not answered since.
const answers = [
  'chain.exportApproved',
  'chain.exportDeclined',
  'chain.exportWithdrawn',
  'erasure.approved',
  'erasure.declined',
  'privacy.answered',
  'merge.made',
  'merge.declined',
  'merge.undone',
  'merge.undoDeclined',
]

interface Asked {
  id: string
  kind:
    | 'chain.exportAsked'
    | 'chain.recordsAsked'
    | 'erasure.asked'
    | 'privacy.asked'
    | 'merge.asked'
    | 'merge.undoAsked'
  personId: string | null
  actorId: string
  /** Of a merge: the account that goes on. */
  keptId: string | null
  by: string
  dueOn: string | null
  isHeld: boolean
}

async function askedByEvents(context: Context): Promise<Decision[]> {
  const { db, orgId } = context
  const { rows } = await sql<Asked>`
    select e.subject_id as id, e.kind, person_now(e.org_id, e.person_id) as person_id, p.id as actor_id, p.name as by,
           e.data ->> 'keptId' as kept_id, e.data ->> 'dueOn' as due_on,
           coalesce((select h.kind = 'privacy.held' from event h
              where h.org_id = e.org_id and h.subject_id = e.subject_id
                and h.kind in ('privacy.held', 'privacy.lifted') and h.data ->> 'kind' = 'legalHold'
              order by h.id desc limit 1), false) as is_held
      from event e join person p on p.org_id = e.org_id and p.id = person_now(e.org_id, e.actor_id)
     where e.org_id = ${orgId} and e.kind in ('chain.exportAsked', 'chain.recordsAsked', 'erasure.asked', 'privacy.asked', 'merge.asked', 'merge.undoAsked')
       and not exists (select from event d
            where d.org_id = e.org_id and d.subject_id = e.subject_id and d.id > e.id
              and d.kind = any(${answers}::text[]))
     order by e.id limit 200`.execute(db)
  const mine: Decision[] = []
  for (const row of rows) {
    const matter = await matterFor(context, row)
    if (matter) mine.push(decision(matter, { id: row.id, by: row.by, dueOn: row.dueOn }))
  }
  return mine
}

/** Which of my matters it is: never what I asked, never what is about me or my line where that binds. */
async function matterFor(
  context: Context,
  { kind, personId, keptId, actorId, isHeld }: Asked,
): Promise<Matter | null> {
  const { actor } = context
  const me = actor.personId
  if (actorId === me || personId === me || keptId === me) return null
  if (kind === 'merge.asked' || kind === 'merge.undoAsked') return 'merge'
  if (kind === 'chain.exportAsked') return 'chainExport'
  if (kind === 'chain.recordsAsked') return 'recordExport'
  if (kind === 'erasure.asked') return holds(actor, 'securityAdmin') && !isHeld ? 'erasure' : null
  return holds(actor, 'hrAdmin') && !(await isInLine(context, personId!)) ? 'privacy' : null
}

async function isInLine({ db, orgId, today, actor }: Context, personId: string): Promise<boolean> {
  const me = actor.personId
  if ((await lineAbove(db, { orgId, today }, personId)).includes(me)) return true
  return (await lineAbove(db, { orgId, today }, me)).includes(personId)
}
