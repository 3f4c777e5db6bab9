import { implement } from '@orpc/server'
import { addDays } from '../../../platform/clock.ts'
import type { Context } from '../../accounts/policy.ts'
import { indicatorsFor } from '../../goals/queries.ts'
import { stateFor } from '../queries.ts'
import { indicatorsContract } from './contract.ts'

const os = implement(indicatorsContract).$context<Context>()

/** A talk that belongs to no cycle looks back a quarter. */
const lookBack = 92
/** Goals are set for a period that has not begun: the next quarter at least. */
const lookAhead = 100

/** Row 1 of the access matrix: it is a rule for the department, not a word of the talk. */
const indicators = os.indicators.handler(async ({ input, context }) => {
  const { db, orgId, today } = context
  const { id } = await stateFor(db, context, input.id, 'read')
  const talk = await db
    .selectFrom('conversation as c')
    .leftJoin('cycle', (join) =>
      join.onRef('cycle.orgId', '=', 'c.orgId').onRef('cycle.id', '=', 'c.cycleId'),
    )
    .select(['c.departmentId', 'cycle.periodFrom', 'cycle.periodTo'])
    .where('c.orgId', '=', orgId)
    .where('c.id', '=', id)
    .executeTakeFirstOrThrow()
  const ahead = addDays(today, lookAhead)
  return indicatorsFor(context, talk.departmentId, {
    from: talk.periodFrom ?? addDays(today, -lookBack),
    until: talk.periodTo !== null && talk.periodTo > ahead ? talk.periodTo : ahead,
  })
})

export const indicatorsHandlers = { indicators }
