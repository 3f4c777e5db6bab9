import { implement } from '@orpc/server'
import { sql } from 'kysely'
import { openOrg } from '../../../platform/database.ts'
import { record } from '../../../platform/events.ts'
import { missing } from '../../../platform/refusal.ts'
import type { Context } from '../../accounts/policy.ts'
import { peopleRefs } from '../../conversations/people/queries.ts'
import { namesFocus } from '../../cycles/monitor/focus/queries.ts'
import { waiting } from '../../cycles/monitor/named/queries.ts'
import { cycleAndView } from '../../cycles/queries.ts'
import { nudgeLimit, nudgingContract, type Receiver } from './contract.ts'
import { mayNudge } from './policy.ts'
import { turnsOfEach } from './queries.ts'

const os = implement(nudgingContract).$context<Context>()

type Asked = {
  cycleId: string
  departmentId?: string | undefined
  stage?: string | undefined
  onlyLate: boolean
  conversationIds?: string[] | undefined
}

// Far more rows than people: one manager waits in many talks.
const rowLimit = 5_000

/**
 * Whom the talks of a cycle wait for, and with what. The monitor finds the people; what they are told
 * of is read from their own list, so that nobody is reminded of anything that is not open for them.
 * @throws NOT_FOUND for whoever may not name people here.
 */
async function receiversOf(
  context: Context,
  asked: Asked,
  only?: readonly string[],
): Promise<{ receivers: Receiver[]; isCut: boolean }> {
  const { db, orgId, today } = context
  const { view } = await cycleAndView(context, asked.cycleId)
  if (view.names === undefined || !mayNudge(context.actor, view)) throw missing()
  const focus = await namesFocus(context, view.names, {
    id: asked.cycleId,
    departmentId: asked.departmentId,
  })
  const rows = (await waiting(context, focus, rowLimit)).filter(
    ({ conversationId, personId, stageKey, dueOn }) =>
      // Nobody of HR deals with a talk of their own either.
      personId !== context.actor.personId &&
      (!asked.stage || stageKey === asked.stage) &&
      (!asked.onlyLate || (dueOn !== null && dueOn < today)) &&
      (!asked.conversationIds || asked.conversationIds.includes(conversationId)),
  )
  const meant = new Set(rows.map(({ conversationId, stageKey }) => `${conversationId} ${stageKey}`))
  const ids = [
    ...new Set(
      rows.flatMap(({ actor, ownerId, personId, leaderId }) => [
        ownerId,
        actor === 'employee' || actor === 'both' ? personId : null,
        actor === 'manager' || actor === 'both' ? leaderId : null,
      ]),
    ),
  ].filter(
    (id): id is string =>
      id !== null && id !== context.actor.personId && (!only || only.includes(id)),
  )
  const receivers: Receiver[] = []
  const told = await toldToday(context, asked.cycleId)
  const looked = ids.slice(0, nudgeLimit)
  const people = await peopleRefs(context, looked)
  const turns = await turnsOfEach(context, looked)
  for (const id of looked) {
    const items = (turns.get(id) ?? []).flatMap((todo) =>
      todo.kind === 'stage' && meant.has(`${todo.conversationId} ${todo.stage.key}`)
        ? [
            {
              conversationId: todo.conversationId,
              employee: todo.employee.name,
              stage: todo.stage.label,
              dueOn: todo.dueOn,
            },
          ]
        : [],
    )
    const person = people.get(id)
    if (items.length === 0 || !person) continue
    receivers.push({ person, items, refusal: told.has(id) ? 'notifications.nudgedToday' : null })
  }
  // Looking through others' eyes has narrowed what this transaction sees.
  await openOrg(db, orgId, 'all')
  return { receivers, isCut: ids.length > nudgeLimit || rows.length === rowLimit }
}

/** Who was told of this cycle since midnight, in the organization's zone. */
async function toldToday({ db, orgId, org, today }: Context, cycleId: string) {
  const rows = await db
    .selectFrom('event')
    .select(sql<string | null>`person_now(org_id, person_id)`.as('personId'))
    .where('orgId', '=', orgId)
    .where('kind', '=', 'cycle.nudged')
    .where('subjectId', '=', cycleId)
    .where(sql<boolean>`(at at time zone ${org.timezone})::date = ${today}::date`)
    .execute()
  return new Set(rows.map(({ personId }) => personId))
}

const preview = os.preview.handler(({ input, context }) => receiversOf(context, input))

const send = os.send.handler(async ({ input, context }) => {
  const { db } = context
  // One at a time: two who press together do not tell anybody twice.
  await sql`select pg_advisory_xact_lock(hashtextextended(${`nudge ${input.cycleId}`}, 0))`.execute(
    db,
  )
  const { receivers } = await receiversOf(context, input, input.personIds)
  const open = receivers.filter(({ refusal }) => refusal === null)
  for (const { person, items } of open)
    await record(db, context, 'cycle.nudged', {
      subjectId: input.cycleId,
      personId: person.id,
      data: { count: items.length },
    })
  return { told: open.length, leftOut: input.personIds.length - open.length }
})

export const nudgingHandlers = { preview, send }
