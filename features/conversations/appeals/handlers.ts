import { implement } from '@orpc/server'
import { sql } from 'kysely'
import { json } from '../../../platform/database.ts'
import { record } from '../../../platform/events.ts'
import { newId } from '../../../platform/ids.ts'
import { demand, invalid, missing, refuse } from '../../../platform/refusal.ts'
import { onceById } from '../../accounts/once/queries.ts'
import { holds, type Context } from '../../accounts/policy.ts'
import { calendarOf } from '../../org/calendar/queries.ts'
import { workdayAfter } from '../../org/calendar/rules.ts'
import { lineAbove, rolesOf } from '../../org/delegation/queries.ts'
import { openSealed } from '../../sealing/queries.ts'
import { askToAmend } from '../amending/handlers.ts'
import { dutyConflict } from '../duties/queries.ts'
import { linesOf } from '../glass/queries.ts'
import { conversationFor, findConversation, holdConversation, type Found } from '../queries.ts'
import { noteOnceADay } from '../record/looks/queries.ts'
import { recordPage } from '../record/page/rules.ts'
import { presentedRecord } from '../signing/queries.ts'
import { appealsContract, type Case, type StepKind } from './contract.ts'
import { handlerConflict, openCase, setDays as maySetDays } from './policy.ts'
import { appealDays, appealUntil, casesOf, hasHandled, openCaseOf, signersOf } from './queries.ts'
import './table.ts'

const os = implement(appealsContract).$context<Context>()

const of = os.of.handler(async ({ input, context }) => {
  const found = await conversationFor(context.db, context, input.conversationId, 'read')
  return {
    items: await casesOf(context, { conversationId: found.id }),
    refusals: {
      dispute: await refusalToOpen(context, found, 'dispute'),
      appeal: await refusalToOpen(context, found, 'appeal'),
    },
    until: await appealUntil(context, found),
    days: appealDays(context.org),
  }
})

const list = os.list.handler(async ({ context }) => {
  const me = context.actor.personId
  if (!holds(context.actor, 'hrAdmin')) {
    if (!(await hasHandled(context))) throw missing()
    return casesOf(context, { isOpen: true, handlerId: me })
  }
  const all = await casesOf(context, { isOpen: true })
  return all.filter(({ handler, refusals }) => handler?.id === me || refusals.name === null)
})

const open = os.open.handler(({ input: { clientId, ...input }, context }) =>
  onceById(
    context,
    'conversations.appeals.open',
    clientId,
    async () => {
      const { db, org, orgId, actor, now, today } = context
      const found = await conversationFor(db, context, input.conversationId, 'read', 'decide')
      demand(await refusalToOpen(context, found, input.kind))
      const id = newId()
      await db
        .insertInto('appeal')
        .values({
          orgId,
          id,
          conversationId: found.id,
          recordVersion: found.recordVersion,
          kind: input.kind,
          reason: input.reason,
          wish: input.wish,
          aboutManager: input.aboutManager,
          openedBy: actor.personId,
          openedAt: now,
          dueOn: workdayAfter(await calendarOf(db, orgId), today, appealDays(org).answer),
          handlerId: null,
          outcome: null,
          answer: null,
          parts: null,
          decidedBy: null,
          decidedAt: null,
        })
        .execute()
      await record(db, context, 'appeal.opened', {
        subjectId: found.id,
        personId: found.employeeId,
        data: { appealId: id, kind: input.kind, aboutManager: input.aboutManager },
      })
      return one(context, id)
    },
    (id) => one(context, id),
  ),
)

const candidates = os.candidates.handler(async ({ input, context }) => {
  const { db, orgId, today } = context
  const { conversationId, refusals } = await one(context, input.id)
  demand(refusals.name)
  const found = (await findConversation(db, context, conversationId))!
  const text = `${input.text
    .trim()
    .toLowerCase()
    .replace(/[\\%_]/g, '\\$&')}%`
  const { rows } = await sql<Case['employee']>`
    select p.id, p.name, p.employee_no from person p
     where p.org_id = ${orgId} and p.account_id is not null and (p.left_on is null or p.left_on > ${today}::date)
       and (p.name like ${text} or lower(p.employee_no) like ${text} or p.pinyin like ${text} or p.initials like ${text})
     order by p.name collate "zh-x-icu", p.id limit 40`.execute(db)
  const free: Case['employee'][] = []
  for (const person of rows)
    if ((await conflictOf(context, found, person.id)) === null) free.push(person)
  return free.slice(0, 20)
})

const name = os.name.handler(async ({ input, context }) => {
  const { db, orgId, today } = context
  const { found, it } = await held(context, input.id)
  demand(it.refusals.name)
  if (it.handler?.id === input.handlerId) return it
  const person = await db
    .selectFrom('person')
    .select('id')
    .where('orgId', '=', orgId)
    .where('id', '=', input.handlerId)
    .where('accountId', 'is not', null)
    .where((is) => is.or([is('leftOn', 'is', null), is('leftOn', '>', today)]))
    .executeTakeFirst()
  if (!person) throw invalid('conversations.noSuchWitness', {}, 'handlerId')
  const conflict = await conflictOf(context, found, input.handlerId)
  if (conflict) throw invalid(conflict, {}, 'handlerId')
  if (it.handler && !input.reason)
    throw invalid('conversations.appeals.sayWhyReplaced', {}, 'reason')
  if (it.handler) await step(context, it.id, 'replaced', it.handler.id, input.reason ?? null)
  await step(context, it.id, 'named', input.handlerId, input.reason ?? null)
  await assign(context, it.id, input.handlerId)
  await record(db, context, 'appeal.named', {
    subjectId: found.id,
    personId: found.employeeId,
    data: { appealId: it.id, handlerId: input.handlerId, replacedId: it.handler?.id ?? null },
  })
  return one(context, it.id)
})

const recuse = os.recuse.handler(async ({ input, context }) => {
  const { db, actor } = context
  const { found, it } = await held(context, input.id)
  demand(it.refusals.recuse)
  await step(context, it.id, 'recused', actor.personId, input.reason)
  await assign(context, it.id, null)
  await record(db, context, 'appeal.recused', {
    subjectId: found.id,
    personId: found.employeeId,
    data: { appealId: it.id, handlerId: actor.personId },
  })
})

const decide = os.decide.handler(async ({ input, context }) => {
  const { db, actor } = context
  const { found, it } = await held(context, input.id)
  demand(it.refusals.decide)
  // Somebody who came into the line, or signed, since being named decides nothing (E22).
  demand(await conflictOf(context, found, actor.personId))
  if (found.closedAt) throw refuse('conversations.closed')
  const parts = input.outcome === 'revised' ? input.parts : null
  await settle(context, it.id, { outcome: input.outcome, answer: input.answer, parts })
  if (parts && !found.facts.amending)
    await askToAmend(context, found, { reason: input.answer, parts, appealId: it.id })
  await record(db, context, 'appeal.decided', {
    subjectId: found.id,
    personId: found.employeeId,
    data: { appealId: it.id, outcome: input.outcome, aboutManager: it.aboutManager },
  })
  return one(context, it.id)
})

const withdraw = os.withdraw.handler(async ({ input, context }) => {
  const { found, it } = await held(context, input.id)
  demand(it.refusals.withdraw)
  await settle(context, it.id, { outcome: 'withdrawn', answer: null, parts: null })
  await record(context.db, context, 'appeal.withdrawn', {
    subjectId: found.id,
    personId: found.employeeId,
    data: { appealId: it.id, handlerId: it.handler?.id ?? null },
  })
  return one(context, it.id)
})

/** The handler's own way to the record: through the case, and only while it is open. */
const recordRead = os.record.handler(async ({ input, context }) => {
  const { db, orgId } = context
  const it = await one(context, input.id)
  demand(it.refusals.decide)
  const found = (await findConversation(db, context, it.conversationId))!
  const document =
    it.kind === 'appeal'
      ? (await openSealed(db, orgId, found.id, it.version))?.document
      : found.presentedAt
        ? await presentedRecord(db, orgId, found.id)
        : null
  if (!document) throw refuse('conversations.unreadable')
  await noteOnceADay(context, found, { kind: 'read', as: 'caseHandler', reason: null })
  return recordPage(document)
})

const days = os.days.handler(async ({ context }) => ({
  ...appealDays(context.org),
  refusal: maySetDays(context.actor),
}))

const setDays = os.setDays.handler(async ({ input, context }) => {
  const { db, orgId, actor } = context
  demand(maySetDays(actor))
  const change = json({ appealDays: input.window, appealAnswerDays: input.answer })
  await sql`update organization set settings = settings || ${change}::jsonb where id = ${orgId}`.execute(
    db,
  )
  await record(db, context, 'appeal.daysSet', { subjectId: orgId, data: input })
})

export const appealsHandlers = os.router({
  of,
  list,
  open,
  candidates,
  name,
  recuse,
  decide,
  withdraw,
  record: recordRead,
  days,
  setDays,
})

async function refusalToOpen(context: Context, found: Found, kind: Case['kind']) {
  return openCase(kind, found.is, found.facts, {
    hasOpen: (await openCaseOf(context, found.id)) !== undefined,
    until: await appealUntil(context, found),
    today: context.today,
  })
}

async function conflictOf(context: Context, found: Found, personId: string) {
  const { db, orgId, today } = context
  const lines = await linesOf(context, found)
  const conflict = handlerConflict(
    {
      personId,
      roles: await rolesOf(context, personId),
      above: await lineAbove(db, { orgId, today }, personId),
    },
    { ...lines, managerId: found.managerId },
    await signersOf(context, found.id),
  )
  return conflict ?? dutyConflict(context, 'case', found.id, personId)
}

async function one(context: Context, id: string): Promise<Case> {
  const [found] = await casesOf(context, { id })
  if (!found) throw missing()
  return found
}

/** The same, while nobody else decides about the record. */
async function held(context: Context, id: string): Promise<{ found: Found; it: Case }> {
  const { conversationId } = await one(context, id)
  await holdConversation(context.db, context.orgId, conversationId, 'decide')
  const found = await findConversation(context.db, context, conversationId)
  return { found: found!, it: await one(context, id) }
}

const step = (
  { db, orgId, actor, now }: Context,
  appealId: string,
  kind: StepKind,
  personId: string,
  reason: string | null,
) =>
  db
    .insertInto('appealStep')
    .values({ orgId, id: newId(), appealId, kind, personId, byId: actor.personId, reason, at: now })
    .execute()

const assign = ({ db, orgId }: Context, id: string, handlerId: string | null) =>
  db
    .updateTable('appeal')
    .set({ handlerId })
    .where('orgId', '=', orgId)
    .where('id', '=', id)
    .execute()

const settle = (
  { db, orgId, actor, now }: Context,
  id: string,
  decision: Pick<Case, 'outcome' | 'answer' | 'parts'>,
) =>
  db
    .updateTable('appeal')
    .set({ ...decision, decidedBy: actor.personId, decidedAt: now })
    .where('orgId', '=', orgId)
    .where('id', '=', id)
    .execute()
