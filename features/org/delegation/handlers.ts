import { implement } from '@orpc/server'
import { record } from '../../../platform/events.ts'
import { newId } from '../../../platform/ids.ts'
import { demand, invalid, missing } from '../../../platform/refusal.ts'
import { onceById } from '../../accounts/once/queries.ts'
import type { Context } from '../../accounts/policy.ts'
import { personFor } from '../person/queries.ts'
import { delegationContract, type Delegation } from './contract.ts'
import { askDelegation } from './policy.ts'
import { delegationsOf, lineAbove, reportsOf, rolesOf } from './queries.ts'
import './table.ts'

const os = implement(delegationContract).$context<Context>()

const list = os.list.handler(async ({ context }) => {
  const all = await delegationsOf(context)
  const me = context.actor.personId
  return {
    given: all.filter(({ from }) => from.id === me),
    received: all.filter(({ to }) => to.id === me),
    reports: await reportsOf(context, me),
  }
})

// Whatever is wrong with the days is said at the day.
const places: Record<string, string> = {
  'org.delegation.past': 'fromOn',
  'org.delegation.tooLong': 'untilOn',
  'org.endsBeforeStart': 'untilOn',
}

const ask = os.ask.handler(({ input, context }) =>
  onceById(
    context,
    'org.delegation.ask',
    input.clientId,
    async () => {
      const { db, actor, orgId, now, today } = context
      const delegate = await personFor(context, input.toId)
      const refusal = askDelegation({
        managerId: actor.personId,
        reports: (await reportsOf(context, actor.personId)).map(({ id }) => id),
        delegate: {
          id: delegate.id,
          leftOn: delegate.leftOn,
          hasAccount: delegate.accountId !== null,
          roles: await rolesOf(context, delegate.id),
          above: await lineAbove(db, context, delegate.id),
        },
        employeeIds: input.employeeIds,
        fromOn: input.fromOn,
        untilOn: input.untilOn,
        today,
      })
      if (refusal && places[refusal]) throw invalid(refusal, {}, places[refusal])
      demand(refusal)
      const id = newId()
      await db
        .insertInto('delegation')
        .values({
          orgId,
          id,
          fromId: actor.personId,
          toId: delegate.id,
          employeeIds: input.employeeIds,
          fromOn: input.fromOn,
          untilOn: input.untilOn,
          reason: input.reason,
          askedAt: now,
          acceptedAt: null,
          declinedAt: null,
          withdrawnAt: null,
          withdrawnBy: null,
        })
        .execute()
      await record(db, context, 'delegation.asked', {
        subjectId: id,
        personId: delegate.id,
        data: {
          fromId: actor.personId,
          toId: delegate.id,
          from: input.fromOn,
          until: input.untilOn,
        },
      })
      return own(context, id)
    },
    (id) => own(context, id),
  ),
)

const answer = os.answer.handler(async ({ input, context }) => {
  const { db, orgId, now } = context
  const delegation = await held(context, input.id)
  demand(delegation.refusals.answer)
  await db
    .updateTable('delegation')
    .set(input.accept ? { acceptedAt: now } : { declinedAt: now })
    .where('orgId', '=', orgId)
    .where('id', '=', input.id)
    .execute()
  await record(db, context, input.accept ? 'delegation.accepted' : 'delegation.declined', {
    subjectId: input.id,
    personId: delegation.from.id,
    data: { fromId: delegation.from.id, toId: delegation.to.id },
  })
  return own(context, input.id)
})

const withdraw = os.withdraw.handler(async ({ input, context }) => {
  const { db, actor, orgId, now } = context
  const delegation = await held(context, input.id)
  demand(delegation.refusals.withdraw)
  await db
    .updateTable('delegation')
    .set({ withdrawnAt: now, withdrawnBy: actor.personId })
    .where('orgId', '=', orgId)
    .where('id', '=', input.id)
    .execute()
  await record(db, context, 'delegation.withdrawn', {
    subjectId: input.id,
    personId: actor.personId === delegation.from.id ? delegation.to.id : delegation.from.id,
    data: { fromId: delegation.from.id, toId: delegation.to.id },
  })
  return own(context, input.id)
})

/** Three steps between two people; what follows from them for talks is said where talks are. */
export const delegationHandlers = os.router({ list, ask, answer, withdraw })

/** @throws NOT_FOUND for everybody but the two */
async function own(context: Context, id: string): Promise<Delegation> {
  const [delegation] = await delegationsOf(context, id)
  if (!delegation) throw missing()
  return delegation
}

/** The same, while nobody else answers or withdraws. */
async function held(context: Context, id: string): Promise<Delegation> {
  await context.db
    .selectFrom('delegation')
    .select('id')
    .where('orgId', '=', context.orgId)
    .where('id', '=', id)
    .forUpdate()
    .execute()
  return own(context, id)
}
