import { implement } from '@orpc/server'
import { sql } from 'kysely'
import { json } from '../../../platform/database.ts'
import { record } from '../../../platform/events.ts'
import { newId } from '../../../platform/ids.ts'
import { demand, missing, refuse } from '../../../platform/refusal.ts'
import type { Context } from '../../accounts/policy.ts'
import { holdReportingLines } from '../../org/import/applying/queries.ts'
import { isHere } from '../../org/rules.ts'
import { amendedSince, conflictsOf } from './conflicts/queries.ts'
import { mergesContract, type Comparison } from './contract.ts'
import { handBack, handOver, type Pair } from './moving/handlers.ts'
import * as policy from './policy.ts'
import { mergesOf, seeingAll, sideOf } from './queries.ts'
import { evidenceFor, suggestionsIn, toldApart } from './suggestions/queries.ts'
import './table.ts'

const os = implement(mergesContract).$context<Context>()

const mostTold = 100

const list = os.list.handler(async ({ context }) => {
  if (!policy.seesMerges(context.actor)) throw missing()
  return { merges: await mergesOf(context), refusal: policy.seeksDoubles(context.actor) }
})

const suggestions = os.suggestions.handler(async ({ context }) => {
  demandSeeker(context)
  const found = await suggestionsIn(context, mostTold + 1)
  const ids = [...new Set(found.flatMap(({ oneId, otherId }) => [oneId, otherId]))]
  const people = await toldApart(context, ids)
  return {
    pairs: found.slice(0, mostTold).map(({ oneId, otherId, evidence }) => ({
      one: people.get(oneId)!,
      other: people.get(otherId)!,
      evidence,
    })),
    more: found.length > mostTold,
  }
})

const compare = os.compare.handler(async ({ input, context }): Promise<Comparison> => {
  demandSeeker(context)
  const { oneId, otherId } = input
  await demandTwo(context, oneId, otherId)
  const [one, other] = [await sideOf(context, oneId), await sideOf(context, otherId)]
  // Who is here goes on; of two who are, whoever has more to go on with.
  const weight = (side: typeof one) =>
    (isHere(side, context.today) ? 1e6 : 0) + (side.hasAccount ? 1e3 : 0) + side.holds.talks
  const likely = weight(other) > weight(one) ? otherId : oneId
  const keptId = input.keptId === oneId || input.keptId === otherId ? input.keptId : likely
  const mergedId = keptId === oneId ? otherId : oneId
  return {
    one,
    other,
    evidence: await evidenceFor(context, oneId, otherId),
    keptId,
    conflicts: await seeingAll(context, () => conflictsOf(context, { keptId, mergedId })),
    refusal: policy.askMerge(context.actor, { keptId, mergedId }),
  }
})

const dismiss = os.dismiss.handler(async ({ input, context }) => {
  demandSeeker(context)
  const { db, orgId, actor, now } = context
  await demandTwo(context, input.oneId, input.otherId)
  const [oneId, otherId] = [input.oneId, input.otherId].toSorted() as [string, string]
  if (input.undo)
    await db
      .deleteFrom('notDouble')
      .where('orgId', '=', orgId)
      .where('oneId', '=', oneId)
      .where('otherId', '=', otherId)
      .execute()
  else
    await db
      .insertInto('notDouble')
      .values({ orgId, oneId, otherId, saidBy: actor.personId, saidAt: now })
      .onConflict((row) => row.doNothing())
      .execute()
  await record(db, context, input.undo ? 'merge.suggestedAgain' : 'merge.dismissed', {
    subjectId: oneId,
    data: { otherId },
  })
})

const ask = os.ask.handler(async ({ input, context }) => {
  demandSeeker(context)
  const { db, orgId, actor, now } = context
  const { keptId, mergedId, reason } = input
  await demandTwo(context, keptId, mergedId)
  demand(policy.askMerge(actor, input))
  await demandNoConflict(context, input)
  const waiting = await db
    .selectFrom('personMerge')
    .select('id')
    .where('orgId', '=', orgId)
    .where('decidedAt', 'is', null)
    .where((is) =>
      is.or([is('mergedId', 'in', [keptId, mergedId]), is('keptId', 'in', [keptId, mergedId])]),
    )
    .executeTakeFirst()
  if (waiting) throw refuse('admin.merges.asked')
  const id = newId()
  await db
    .insertInto('personMerge')
    .values({
      orgId,
      id,
      keptId,
      mergedId,
      evidence: await evidenceFor(context, keptId, mergedId),
      reason,
      askedBy: actor.personId,
      askedAt: now,
      decidedBy: null,
      decidedAt: null,
      mergedAt: null,
      moved: null,
      undoReason: null,
      undoAskedBy: null,
      undoAskedAt: null,
      undoneBy: null,
      undoneAt: null,
    })
    .execute()
  await record(db, context, 'merge.asked', {
    subjectId: id,
    personId: mergedId,
    data: { keptId },
  })
  return oneMerge(context, id)
})

const decide = os.decide.handler(async ({ input, context }) => {
  const { db, orgId, actor, now } = context
  const merge = await held(context, input.id)
  demand(merge.refusals.decide)
  const pair = { keptId: merge.kept.id, mergedId: merge.merged.id }
  if (input.accept) await demandNoConflict(context, pair)
  const moved = input.accept ? await seeingAll(context, () => handOver(db, context, pair)) : null
  await db
    .updateTable('personMerge')
    .set({
      decidedBy: actor.personId,
      decidedAt: now,
      mergedAt: moved && now,
      moved: moved && json(moved),
    })
    .where('orgId', '=', orgId)
    .where('id', '=', input.id)
    .execute()
  await record(db, context, input.accept ? 'merge.made' : 'merge.declined', {
    subjectId: input.id,
    personId: input.accept ? pair.keptId : pair.mergedId,
    data: { ...pair },
  })
  if (input.accept)
    await record(db, context, 'person.merged', {
      subjectId: pair.mergedId,
      personId: pair.mergedId,
      data: { keptId: pair.keptId },
    })
  return oneMerge(context, input.id)
})

const askUndo = os.askUndo.handler(async ({ input, context }) => {
  demandSeeker(context)
  const { db, orgId, actor, now } = context
  const merge = await held(context, input.id)
  demand(merge.refusals.askUndo)
  await db
    .updateTable('personMerge')
    .set({ undoReason: input.reason, undoAskedBy: actor.personId, undoAskedAt: now })
    .where('orgId', '=', orgId)
    .where('id', '=', input.id)
    .execute()
  await record(db, context, 'merge.undoAsked', {
    subjectId: input.id,
    personId: merge.kept.id,
    data: { mergedId: merge.merged.id },
  })
  return oneMerge(context, input.id)
})

const decideUndo = os.decideUndo.handler(async ({ input, context }) => {
  const { db, orgId, actor, now } = context
  const merge = await held(context, input.id)
  demand(merge.refusals.decideUndo)
  const pair = { keptId: merge.kept.id, mergedId: merge.merged.id }
  if (input.accept)
    await seeingAll(context, async () => {
      if (await amendedSince(context, pair)) throw refuse('admin.merges.amending')
      const { moved } = await db
        .selectFrom('personMerge')
        .select('moved')
        .where('orgId', '=', orgId)
        .where('id', '=', input.id)
        .executeTakeFirstOrThrow()
      await handBack(db, context, pair, moved!)
    })
  await db
    .updateTable('personMerge')
    .set(
      input.accept
        ? { undoneBy: actor.personId, undoneAt: now }
        : { undoReason: null, undoAskedBy: null, undoAskedAt: null },
    )
    .where('orgId', '=', orgId)
    .where('id', '=', input.id)
    .execute()
  await record(db, context, input.accept ? 'merge.undone' : 'merge.undoDeclined', {
    subjectId: input.id,
    personId: pair.keptId,
    data: { ...pair },
  })
  return oneMerge(context, input.id)
})

/** People who are there twice, and what was done about it: asked by one, carried out by another. */
export const mergesHandlers = os.router({
  list,
  suggestions,
  compare,
  dismiss,
  ask,
  decide,
  askUndo,
  decideUndo,
})

/** Whoever may not even know of merges finds none; of those who may, HR looks for doubles. */
function demandSeeker({ actor }: Context) {
  if (!policy.seesMerges(actor)) throw missing()
  demand(policy.seeksDoubles(actor))
}

/** @throws NOT_FOUND unless these are two people who both go on under their own account */
async function demandTwo({ db, orgId }: Context, oneId: string, otherId: string) {
  const { length } = await db
    .selectFrom('person')
    .select('id')
    .where('orgId', '=', orgId)
    .where('id', 'in', [oneId, otherId])
    .where('mergedInto', 'is', null)
    .execute()
  if (length !== 2) throw missing()
}

async function demandNoConflict(context: Context, pair: Pair) {
  const [first] = await seeingAll(context, () => conflictsOf(context, pair))
  if (first) throw refuse(`admin.merges.conflict.${first.kind}`, { count: first.count })
}

/** A merge while nobody else decides about it, changes a line, or signs in as either of the two. */
async function held(context: Context, id: string) {
  const { db, orgId } = context
  if (!policy.seesMerges(context.actor)) throw missing()
  await holdReportingLines(db, orgId)
  await sql`select from person_merge where org_id = ${orgId} and id = ${id} for update`.execute(db)
  const merge = await oneMerge(context, id)
  await sql`select from person where org_id = ${orgId} and id in (${merge.kept.id}, ${merge.merged.id})
    order by id for update`.execute(db)
  return merge
}

async function oneMerge(context: Context, id: string) {
  const [merge] = await mergesOf(context, id)
  if (!merge) throw missing()
  return merge
}
