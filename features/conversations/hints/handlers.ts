import { implement } from '@orpc/server'
import { missing } from '../../../platform/refusal.ts'
import type { Context } from '../../accounts/policy.ts'
import { departmentsById } from '../../cycles/monitor/focus/queries.ts'
import { levelBelow, smallApart } from '../../cycles/monitor/rules.ts'
import { smallestGroup } from '../../cycles/policy.ts'
import { cycleAndView } from '../../cycles/queries.ts'
import { conversationFor } from '../queries.ts'
import { hintsContract } from './contract.ts'
import { countedIn } from './counting/queries.ts'
import { hintsFor } from './queries.ts'

const os = implement(hintsContract).$context<Context>()

const mine = os.mine.handler(async ({ input, context }) =>
  hintsFor(context, await conversationFor(context.db, context, input.id, 'read')),
)

// No event: what an author left as it is stands in nobody's log.
const putAway = os.putAway.handler(async ({ input, context }) => {
  const { db, orgId, actor, now } = context
  const found = await conversationFor(db, context, input.id, 'read')
  const hints = await hintsFor(context, found)
  if (!hints.some(({ mark }) => mark === input.mark)) return
  await db
    .insertInto('hintPutAway')
    .values({
      orgId,
      conversationId: found.id,
      personId: actor.personId,
      mark: input.mark,
      at: now,
    })
    .onConflict((row) => row.doNothing())
    .execute()
})

type Counted = { texts: number; hinted: number; people: number }
const together = (rows: readonly Counted[]): Counted =>
  rows.reduce(
    (to, { texts, hinted, people }) => ({
      texts: to.texts + texts,
      hinted: to.hinted + hinted,
      people: to.people + people,
    }),
    { texts: 0, hinted: 0, people: 0 },
  )

// One table per cycle, the same for everybody who may see it and not before the cycle is over: no
// filter, no scope and no second look from which a single text could be told.
const counted = os.counted.handler(async ({ input, context }) => {
  const { cycle, view } = await cycleAndView(context, input.cycleId)
  if (view.counts !== null) throw missing()
  if (cycle.closedAt === null) return null
  const rows = await countedIn(context, input.cycleId)
  const departments = await departmentsById(context)
  const { groups } = levelBelow(
    departments,
    rows.map(({ departmentId }) => departmentId),
    null,
  )
  const named = groups.map(({ id, members }) => ({
    name: departments.get(id)!.name,
    ...together(rows.filter(({ departmentId }) => members.has(departmentId))),
  }))
  const all = together(named)
  if (all.people < smallestGroup) return null
  const { kept, small } = smallApart(named, smallestGroup)
  return {
    texts: all.texts,
    hinted: all.hinted,
    k: smallestGroup,
    departments: [...kept, ...(small.length > 0 ? [{ name: null, ...together(small) }] : [])].map(
      ({ name, texts, hinted }) => ({ name, texts, hinted }),
    ),
  }
})

export const hintsHandlers = { mine, putAway, counted }
