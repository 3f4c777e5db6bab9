import { implement } from '@orpc/server'
import { sql } from 'kysely'
import { record } from '../../platform/events.ts'
import { newId } from '../../platform/ids.ts'
import { demand, invalid, missing } from '../../platform/refusal.ts'
import { onceById } from '../accounts/once/queries.ts'
import type { Context } from '../accounts/policy.ts'
import { conversationFor, holdConversation } from '../conversations/queries.ts'
import { finishFollowing, resumeFollowing } from '../conversations/stages/queries.ts'
import { commitmentsContract, type Commitment } from './contract.ts'
import { commitmentsWhere, inView, isOpen, isSettled, lock } from './queries.ts'

const os = implement(commitmentsContract).$context<Context>()

const list = os.list.handler(async ({ input, context }) => {
  const state = { open: isOpen, settled: isSettled, all: sql`true` }[input.state]
  const found = await commitmentsWhere(context, sql`${inView(input.view, context)} and ${state}`, {
    limit: input.limit + 1,
    after: input.after,
  })
  const items = found.slice(0, input.limit)
  const last = items.at(-1)
  return { items, next: found.length > input.limit && last ? `${last.dueOn}_${last.id}` : null }
})

const of = os.of.handler(async ({ input, context }) => {
  await conversationFor(context.db, context, input.conversationId, 'read')
  return commitmentsWhere(context, sql`c.conversation_id = ${input.conversationId}`)
})

const last = os.last.handler(async ({ input, context }) => {
  const { previousId } = await conversationFor(context.db, context, input.conversationId, 'read')
  if (!previousId) return { conversation: null, items: [] }
  const previous = await context.db
    .selectFrom('conversation')
    .select(['id', 'title', 'sealedAt'])
    .where('orgId', '=', context.orgId)
    .where('id', '=', previousId)
    .executeTakeFirstOrThrow()
  return {
    conversation: previous,
    items: await commitmentsWhere(context, sql`c.conversation_id = ${previousId}`),
  }
})

const settle = os.settle.handler(async ({ input, context }) => {
  const { db, actor, now } = context
  const commitment = await commitmentFor(context, input.id)
  demand(commitment.refusals.settle)
  if (input.outcome === 'notDone' && !input.reason)
    throw invalid('commitments.reasonMissing', {}, 'reason')
  await db
    .updateTable('commitment')
    .set({
      doneAt: input.outcome === 'done' ? now : null,
      notDoneAt: input.outcome === 'notDone' ? now : null,
      settledBy: actor.personId,
      reason: input.reason ?? null,
    })
    .where('orgId', '=', actor.orgId)
    .where('id', '=', input.id)
    .execute()
  // Two who settle the last two promises at once are one after the other here: the second closes.
  await holdConversation(db, actor.orgId, commitment.conversation.id, 'decide')
  if (!(await anyOpen(context, commitment.conversation.id)))
    await finishFollowing(db, context, commitment.conversation.id, actor.personId)
  await record(db, context, input.outcome === 'done' ? 'commitment.kept' : 'commitment.notKept', {
    subjectId: input.id,
    personId: commitment.employee.id,
    data: { conversationId: commitment.conversation.id },
  })
  return commitmentFor(context, input.id)
})

const reopen = os.reopen.handler(({ input, context }) => {
  const open = async () => {
    const { db, actor } = context
    const commitment = await commitmentFor(context, input.id)
    demand(commitment.refusals.reopen)
    await db
      .updateTable('commitment')
      .set({ doneAt: null, notDoneAt: null, settledBy: null, reason: null })
      .where('orgId', '=', actor.orgId)
      .where('id', '=', input.id)
      .execute()
    await resumeFollowing(db, context, commitment.conversation.id, actor.personId)
    await record(db, context, 'commitment.reopened', {
      subjectId: input.id,
      personId: commitment.employee.id,
      data: { conversationId: commitment.conversation.id },
    })
    return commitmentFor(context, input.id)
  }
  return onceById(context, 'commitments.reopen', input.clientId, open, (id) =>
    commitmentFor(context, id),
  )
})

const checkIn = os.checkIn.handler(async ({ input, context }) => {
  const { db, actor, now } = context
  const commitment = await commitmentFor(context, input.id)
  demand(commitment.refusals.checkIn)
  await db
    .insertInto('checkIn')
    .values({
      orgId: actor.orgId,
      id: newId(),
      commitmentId: input.id,
      note: input.note,
      writtenBy: actor.personId,
      writtenAt: now,
    })
    .execute()
  await record(db, context, 'commitment.checkedIn', {
    subjectId: input.id,
    personId: commitment.employee.id,
    data: { conversationId: commitment.conversation.id },
  })
  return commitmentFor(context, input.id)
})

export const commitmentsHandlers = os.router({ list, of, last, settle, reopen, checkIn })

/** Whether any promise of a conversation still waits for its owner. */
const anyOpen = async ({ db, orgId }: Context, conversationId: string): Promise<boolean> =>
  (await db
    .selectFrom('commitment')
    .select('id')
    .where('orgId', '=', orgId)
    .where('conversationId', '=', conversationId)
    .where('doneAt', 'is', null)
    .where('notDoneAt', 'is', null)
    .executeTakeFirst()) !== undefined

/** The commitment, held for a change; as if it were not there to who may not see it. */
async function commitmentFor(context: Context, id: string): Promise<Commitment> {
  if (!(await lock(context.db, context.orgId, id))) throw missing()
  const [commitment] = await commitmentsWhere(context, sql`c.id = ${id}`)
  if (!commitment) throw missing()
  return commitment
}
