import { implement } from '@orpc/server'
import { sql } from 'kysely'
import { notify } from '../../../platform/events.ts'
import { newId } from '../../../platform/ids.ts'
import { conflict, invalid, missing, refuse } from '../../../platform/refusal.ts'
import type { Context } from '../../accounts/policy.ts'
import { cleanText } from '../../sealing/canonical/rules.ts'
import { templateVersion } from '../../templates/queries.ts'
import { answersOf, keepUndelivered } from '../answers/queries.ts'
import { conversationsContract, type PlanLine, type PlanLineInput } from '../contract.ts'
import { otherName } from '../people/queries.ts'
import { refusalOf } from '../actions/policy.ts'
import { conversationFor, type Found } from '../queries.ts'
import { planOf, topicsOf } from './queries.ts'

const os = implement(conversationsContract).$context<Context>()

/** Characters a text of a line may hold. */
const longest = 2_000
/** Lines a plan may hold: beyond that it is a wish list. */
const mostLines = 30

const blank: PlanLineInput = {
  layer: 'result',
  what: '',
  how: '',
  measure: '',
  support: '',
  supportKind: null,
  ownerKind: 'employee',
  ownerId: null,
  dueOn: null,
}

const addPlanLine = os.addPlanLine.handler(async ({ input, context }) => {
  const { db, orgId, actor, now } = context
  const found = await toWrite(context, input.id, {
    fieldKey: 'plan',
    value: input.line,
    clientId: input.clientId,
  })
  const again = await db
    .selectFrom('planLine')
    .select('id')
    .where('orgId', '=', orgId)
    .where('conversationId', '=', found.id)
    .where('clientId', '=', input.clientId)
    .executeTakeFirst()
  if (again) return lineOf(context, found, again.id)
  const { count, last } = await db
    .selectFrom('planLine')
    .select((row) => [
      row.fn.countAll<number>().as('count'),
      row.fn.max<number | null>('position').as('last'),
    ])
    .where('orgId', '=', orgId)
    .where('conversationId', '=', found.id)
    .where('removedAt', 'is', null)
    .executeTakeFirstOrThrow()
  if (count >= mostLines) throw refuse('conversations.planFull', { max: mostLines })
  const id = newId()
  const line = owned(found, cleaned({ ...blank, ...input.line }))
  await demandOwner(context, line)
  await db
    .insertInto('planLine')
    .values({
      ...line,
      orgId,
      id,
      conversationId: found.id,
      position: (last ?? -1) + 1,
      proposedBy: actor.personId,
      version: 1,
      updatedBy: actor.personId,
      updatedAt: now,
      removedAt: null,
      clientId: input.clientId,
    })
    .execute()
  await changed(context, found)
  return lineOf(context, found, id)
})

const savePlanLine = os.savePlanLine.handler(async ({ input, context }) => {
  const { db, orgId, actor, now } = context
  const written = { fieldKey: `plan.${input.lineId}`, value: input.line, clientId: input.clientId }
  const found = await toWrite(context, input.id, written)
  const before = await rowOf(context, found, input.lineId)
  if (before.clientId === input.clientId) return lineOf(context, found, input.lineId)
  const line = owned(found, cleaned({ ...pick(before), ...input.line }))
  await demandOwner(context, line)
  const { numUpdatedRows } = await db
    .updateTable('planLine')
    .set({
      ...line,
      version: input.version + 1,
      updatedBy: actor.personId,
      updatedAt: now,
      clientId: input.clientId,
    })
    .where('orgId', '=', orgId)
    .where('id', '=', input.lineId)
    .where('version', '=', input.version)
    .executeTakeFirst()
  if (numUpdatedRows === 0n) {
    keep(context, found, written)
    const theirs = await lineOf(context, found, input.lineId)
    const by = await otherName(context, theirs.updatedBy)
    throw conflict('conversations.changed', {
      theirs: { value: theirs, version: theirs.version, by, at: theirs.updatedAt },
      yours: input.line,
      version: theirs.version,
    })
  }
  await changed(context, found)
  return lineOf(context, found, input.lineId)
})

const removePlanLine = os.removePlanLine.handler(async ({ input, context }) => {
  const { db, orgId, now } = context
  const found = await toWrite(context, input.id)
  await rowOf(context, found, input.lineId)
  await db
    .updateTable('planLine')
    .set({ removedAt: now })
    .where('orgId', '=', orgId)
    .where('id', '=', input.lineId)
    .execute()
  await changed(context, found)
})

const restorePlanLine = os.restorePlanLine.handler(async ({ input, context }) => {
  const { db, orgId } = context
  const found = await toWrite(context, input.id)
  await rowOf(context, found, input.lineId)
  await db
    .updateTable('planLine')
    .set({ removedAt: null })
    .where('orgId', '=', orgId)
    .where('id', '=', input.lineId)
    .execute()
  await changed(context, found)
  return lineOf(context, found, input.lineId)
})

const movePlanLine = os.movePlanLine.handler(async ({ input, context }) => {
  const { db, orgId } = context
  const found = await toWrite(context, input.id)
  await rowOf(context, found, input.lineId)
  await sql`
    with ordered as (
      select id, row_number() over (order by position, id) - 1 as place from plan_line
       where org_id = ${orgId} and conversation_id = ${found.id} and removed_at is null and id <> ${input.lineId}),
    placed as (
      select id, case when place >= ${input.position} then place + 1 else place end as place from ordered
      union all select ${input.lineId}::uuid, least(${input.position}::bigint, (select count(*) from ordered)))
    update plan_line set position = placed.place from placed
     where plan_line.org_id = ${orgId} and plan_line.id = placed.id`.execute(db)
  await changed(context, found)
})

export const planHandlers = {
  addPlanLine,
  savePlanLine,
  removePlanLine,
  restorePlanLine,
  movePlanLine,
}

type Written = { fieldKey: string; value: unknown; clientId: string }

/** Reached to change its plan; what comes too late is kept for whoever wrote it. */
async function toWrite(context: Context, id: string, written?: Written): Promise<Found> {
  const found = await conversationFor(context.db, context, id, 'read', 'decide')
  const refusal = refusalOf('writePlan', found.viewer, found.is, found.facts)
  if (!refusal) return found
  if (
    written &&
    found.is.some(
      (relation) =>
        relation === 'employee' ||
        relation === 'manager' ||
        relation === 'delegate' ||
        relation === 'formerManager',
    )
  )
    keep(context, found, written)
  throw refuse(refusal)
}

const keep = (
  { afterwards, orgId, actor, now }: Context,
  found: Found,
  { fieldKey, value, clientId }: Written,
) =>
  afterwards((own) =>
    keepUndelivered(
      own,
      {
        orgId,
        conversationId: found.id,
        authorId: actor.personId,
        part: 'agreement',
        at: now,
        clientId,
      },
      [{ fieldKey, value, version: 0 }],
    ),
  )

async function rowOf({ db, orgId }: Context, found: Found, lineId: string) {
  const row = await db
    .selectFrom('planLine')
    .selectAll()
    .where('orgId', '=', orgId)
    .where('conversationId', '=', found.id)
    .where('id', '=', lineId)
    .executeTakeFirst()
  if (!row) throw missing()
  return row
}

async function lineOf(
  { db, orgId, today }: Context,
  found: Found,
  lineId: string,
): Promise<PlanLine> {
  const template = await templateVersion(db, orgId, found.templateVersionId)
  const topics = topicsOf(template, await answersOf(db, orgId, found.id))
  const lines = await planOf(db, { orgId, conversationId: found.id, topics, today })
  const line = lines.find(({ id }) => id === lineId)
  if (!line) throw missing()
  return line
}

const pick = ({
  layer,
  what,
  how,
  measure,
  support,
  supportKind,
  ownerKind,
  ownerId,
  dueOn,
}: PlanLineInput): PlanLineInput => ({
  layer,
  what,
  how,
  measure,
  support,
  supportKind,
  ownerKind,
  ownerId,
  dueOn,
})

async function demandOwner({ db, orgId }: Context, { ownerKind, ownerId }: PlanLineInput) {
  if (ownerKind !== 'company' || ownerId === null) return
  const owner = await db
    .selectFrom('person')
    .select('id')
    .where('orgId', '=', orgId)
    .where('id', '=', ownerId)
    .executeTakeFirst()
  if (!owner) throw invalid('conversations.noSuchOwner', {}, 'ownerId')
}

function cleaned(line: PlanLineInput): PlanLineInput {
  const texts = ['what', 'how', 'measure', 'support'] as const
  const next = pick(line)
  for (const name of texts) {
    next[name] = cleanText(line[name])
    if ([...next[name]].length > longest)
      throw invalid('conversations.planTextTooLong', { max: longest }, name)
  }
  return next
}

/** Employee and manager answer for their lines themselves; for the company somebody has to be named. */
function owned(found: Found, line: PlanLineInput): PlanLineInput {
  if (line.ownerKind === 'employee') return { ...line, ownerId: found.employeeId }
  if (line.ownerKind === 'manager') return { ...line, ownerId: found.managerId }
  return line
}

async function changed(context: Context, found: Found) {
  await notify(context.db, {
    org: context.orgId,
    kind: 'conversation.planChanged',
    subject: found.id,
  })
}
