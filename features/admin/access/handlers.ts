import { implement } from '@orpc/server'
import { refuse } from '../../../platform/refusal.ts'
import type { Context } from '../../accounts/policy.ts'
import { conversationFor } from '../../conversations/queries.ts'
import { openedAs } from '../../conversations/record/contract.ts'
import { accessContract, type Access } from './contract.ts'
import { knowsAccess } from './policy.ts'
import { accessesOf, readersOf } from './queries.ts'

const os = implement(accessContract).$context<Context>()

const mine = os.mine.handler(async ({ input, context }) => {
  const found = await accessesOf(context, {
    employeeId: context.actor.personId,
    after: input.after,
    limit: input.limit + 1,
  })
  const items = found.slice(0, input.limit)
  return { items, next: found.length > input.limit ? items.at(-1)!.id : null }
})

const of = os.of.handler(async ({ input, context }) => {
  const found = await conversationFor(context.db, context, input.conversationId, 'read')
  const knows = knowsAccess(found.is)
  if (!knows) throw refuse('admin.accessNotYours')
  const items = await accessesOf(context, { conversationId: found.id, limit: 200 })
  const readers = knows === 'everything' ? await readersOf(context, found) : []
  return {
    conversation: { id: found.id, title: found.title, isSealed: found.sealedAt !== null },
    readers: readers.sort(
      (one, other) => openedAs.indexOf(one.relation) - openedAs.indexOf(other.relation),
    ),
    items: knows === 'everything' ? items : items.map(dayOnly),
  }
})

export const accessHandlers = os.router({ mine, of })

const dayOnly = ({ id, kind, conversation, at }: Access): Access => ({
  id,
  kind,
  conversation,
  at,
  who: null,
  relation: null,
  reason: null,
  engagement: null,
  purpose: null,
  approvedBy: null,
  until: null,
  endedBy: null,
  hold: null,
})
