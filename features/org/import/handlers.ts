import { implement } from '@orpc/server'
import { sql } from 'kysely'
import { json, type Db } from '../../../platform/database.ts'
import { record } from '../../../platform/events.ts'
import { conflict, demand, missing } from '../../../platform/refusal.ts'
import { onceById } from '../../accounts/once/queries.ts'
import type { Context } from '../../accounts/policy.ts'
import { seesImports } from '../policy.ts'
import { holdReportingLines } from './applying/queries.ts'
import { importContract } from './contract.ts'
import * as may from './policy.ts'
import { forgetReview, importFor, present, presentRow, reviewOf } from './queries.ts'
import type { OrgImportTable } from './table.ts'
import { namesOf, touchedSince, undoEffects } from './undoing/handlers.ts'

export { problemRows, takeRoster } from './taking/handlers.ts'

/** How many running conversations these people are in; later features know, the router hands it in. */
export type RunningConversations = (db: Db, orgId: string, personIds: string[]) => Promise<number>

/** The procedures of the import. */
export function importHandlers(runningConversations: RunningConversations) {
  const os = implement(importContract).$context<Context>()

  const list = os.list.handler(async ({ context }) => {
    if (!seesImports(context.actor)) throw missing()
    const { db, orgId } = context
    const rows = await db
      .selectFrom('orgImport')
      .innerJoin('person', (join) =>
        join
          .onRef('person.orgId', '=', 'orgImport.orgId')
          .onRef('person.id', '=', 'orgImport.createdBy'),
      )
      .selectAll('orgImport')
      .select('person.name as byName')
      .where('orgImport.orgId', '=', orgId)
      .where('orgImport.discardedAt', 'is', null)
      .orderBy('orgImport.id', 'desc')
      .limit(20)
      .execute()
    return rows.map((row) => ({
      id: row.id,
      fileName: row.fileName,
      rowCount: row.rowCount,
      state: row.undoneAt
        ? ('undone' as const)
        : row.appliedAt
          ? ('written' as const)
          : row.failedAt
            ? ('failed' as const)
            : row.confirmedAt
              ? ('writing' as const)
              : ('review' as const),
      createdBy: { id: row.createdBy, name: row.byName },
      createdAt: row.createdAt,
      waitsForApproval: row.approvalAskedAt !== null && !may.isApproved(row) && !row.confirmedAt,
    }))
  })

  const get = os.get.handler(async ({ input, context }) => {
    const stored = await importFor(context, input.id)
    if (!may.readsRows(context.actor)) throw missing()
    return present(context, stored)
  })

  const rows = os.rows.handler(async ({ input, context }) => {
    const stored = await importFor(context, input.id)
    if (!may.readsRows(context.actor)) throw missing()
    const review = await reviewOf(context, stored)
    const typed = input.q.toLowerCase()
    const wanted = review.rows.filter(
      ({ verdict, faults, draft }) =>
        (!input.verdict || verdict === input.verdict) &&
        (!input.fault || faults.some((fault) => fault.kind === input.fault)) &&
        (!typed || draft.name.includes(typed) || draft.employeeNo.toLowerCase().startsWith(typed)),
    )
    const start = wanted.findIndex((row) => row.line > input.after)
    const page = start === -1 ? [] : wanted.slice(start, start + input.limit)
    const more = start !== -1 && start + input.limit < wanted.length
    return {
      rows: page.map((row) => presentRow(row, stored)),
      total: wanted.length,
      next: more ? page.at(-1)!.line : null,
    }
  })

  const absent = os.absent.handler(async ({ input, context }) => {
    const stored = await importFor(context, input.id)
    if (!may.readsRows(context.actor)) throw missing()
    const { absent: people } = await reviewOf(context, stored)
    const page = people.slice(input.after, input.after + input.limit)
    return {
      people: page.map(({ id, employeeNo, name, department }) => ({
        id,
        employeeNo,
        name,
        department: department ?? '',
      })),
      total: people.length,
      next: input.after + input.limit < people.length ? input.after + input.limit : null,
    }
  })

  const map = os.map.handler(async ({ input, context }) => {
    const stored = await editable(context, input)
    return revise(context, stored, { mapping: json(input.mapping) })
  })

  const resolve = os.resolve.handler(async ({ input, context }) => {
    const stored = await editable(context, input)
    const lines = { ...stored.choices.lines }
    for (const { line, choice } of input.lines) {
      if (choice) lines[line] = choice
      else delete lines[line]
    }
    const all = Object.fromEntries(
      Object.entries({ ...stored.choices.all, ...input.all }).filter(
        ([, action]) => action !== null,
      ),
    )
    return revise(context, stored, { choices: json({ lines, all }) })
  })

  const cover = os.cover.handler(async ({ input, context }) => {
    const stored = await editable(context, input)
    return revise(context, stored, { coverage: input.coverage, absent: input.absent })
  })

  const impact = os.impact.handler(async ({ input, context }) => {
    const stored = await importFor(context, input.id)
    if (!may.readsRows(context.actor)) throw missing()
    const review = await reviewOf(context, stored)
    const leavers =
      stored.coverage === 'whole' && stored.absent === 'leave'
        ? review.absent.map((person) => person.id)
        : []
    const changed = (field: 'managerNo' | 'department') =>
      review.rows.filter((row) => row.changes.includes(field)).map((row) => row.known!.id)
    const left = review.rows
      .filter(
        (row) =>
          row.changes.includes('leftOn') || (row.changes.includes('status') && !row.draft.active),
      )
      .map((row) => row.known!.id)
    const kinds = {
      leaves: [...left, ...leavers],
      managerChanges: changed('managerNo'),
      departmentChanges: changed('department'),
    }
    const answer = []
    for (const [kind, people] of Object.entries(kinds) as [keyof typeof kinds, string[]][])
      if (people.length)
        answer.push({
          kind,
          people: people.length,
          conversations: await runningConversations(context.db, context.orgId, people),
        })
    return answer
  })

  const askApproval = os.askApproval.handler(async ({ input, context }) => {
    const stored = await editable(context, input)
    const { db, orgId, now } = context
    await db
      .updateTable('orgImport')
      .set({ approvalAskedAt: now })
      .where('orgId', '=', orgId)
      .where('id', '=', stored.id)
      .execute()
    await record(db, context, 'import.approvalAsked', { subjectId: stored.id })
    return present(context, { ...stored, approvalAskedAt: now })
  })

  const approve = os.approve.handler(async ({ input, context }) => {
    const stored = await importFor(context, input.id, { lock: true })
    demand(may.approve(context.actor, stored))
    sameRevision(stored, input.revision)
    const { db, actor, orgId, now } = context
    const approval = {
      approvedBy: actor.personId,
      approvedAt: now,
      approvedRevision: stored.revision,
    }
    await db
      .updateTable('orgImport')
      .set(approval)
      .where('orgId', '=', orgId)
      .where('id', '=', stored.id)
      .execute()
    await record(db, context, 'import.approved', { subjectId: stored.id })
    return present(context, { ...stored, ...approval })
  })

  const confirm = os.confirm.handler(({ input, context }) => {
    const write = async () => {
      const stored = await editable(context, input)
      const { db, actor, orgId, now, jobs } = context
      const { refusals, counts } = await present(context, stored)
      demand(refusals.confirm)
      if (!sameCounts(counts, input.counts)) throw conflict('org.importChangedMeanwhile')
      const confirmed = {
        confirmedBy: actor.personId,
        confirmedAt: now,
        confirmedCounts: counts,
        progress: 0,
        failedAt: null,
        failure: null,
      }
      await db
        .updateTable('orgImport')
        .set({ ...confirmed, confirmedCounts: json(counts) })
        .where('orgId', '=', orgId)
        .where('id', '=', stored.id)
        .execute()
      await record(db, context, 'import.confirmed', { subjectId: stored.id, data: counts })
      forgetReview()
      await jobs.enqueue(db, importQueue, { orgId, importId: stored.id }, stored.id)
      return present(context, { ...stored, ...confirmed })
    }
    return onceById(context, 'org.import.confirm', input.clientId, write, async (id) =>
      present(context, await importFor(context, id)),
    )
  })

  const undo = os.undo.handler(async ({ input, context }) => {
    const stored = await importFor(context, input.id, { lock: true })
    const { db, actor, orgId, now } = context
    demand(may.undo(actor, stored, now))
    await holdReportingLines(db, orgId)
    const effects = (
      await db
        .selectFrom('orgImportEffect')
        .select('effect')
        .where('orgId', '=', orgId)
        .where('importId', '=', stored.id)
        .orderBy('n')
        .execute()
    ).map((row) => row.effect)
    const touched = await touchedSince(db, orgId, stored.appliedEventId!, effects)
    if (touched.length)
      throw conflict('org.importTouchedSince', {
        params: { people: touched.join('、') },
        people: touched,
      })
    await undoOrName(db, orgId, () => undoEffects(db, orgId, effects, now))
    const undone = { undoneAt: now, undoneBy: actor.personId }
    await db
      .updateTable('orgImport')
      .set(undone)
      .where('orgId', '=', orgId)
      .where('id', '=', stored.id)
      .execute()
    await record(db, context, 'import.undone', { subjectId: stored.id })
    return present(context, { ...stored, ...undone })
  })

  const discard = os.discard.handler(async ({ input, context }) => {
    const stored = await importFor(context, input.id, { lock: true })
    demand(may.edit(context.actor, stored))
    const { db, orgId, now } = context
    await db
      .updateTable('orgImport')
      .set({ discardedAt: now })
      .where('orgId', '=', orgId)
      .where('id', '=', stored.id)
      .execute()
    await db
      .deleteFrom('orgImportChunk')
      .where('orgId', '=', orgId)
      .where('importId', '=', stored.id)
      .execute()
    await record(db, context, 'import.discarded', { subjectId: stored.id })
  })

  return os.router({
    list,
    get,
    rows,
    absent,
    map,
    resolve,
    cover,
    impact,
    askApproval,
    approve,
    confirm,
    undo,
    discard,
  })
}

/** The queue in which confirmed imports are written. */
export const importQueue = 'org.import'

async function editable(
  context: Context,
  { id, revision }: { id: string; revision: number },
): Promise<OrgImportTable> {
  const stored = await importFor(context, id, { lock: true })
  demand(may.edit(context.actor, stored))
  sameRevision(stored, revision)
  return stored
}

function sameRevision(stored: OrgImportTable, revision: number): void {
  if (stored.revision !== revision)
    throw conflict('org.importChangedMeanwhile', { revision: stored.revision })
}

const sameCounts = (a: Record<string, number>, b: Record<string, number>) =>
  Object.keys(a).every((key) => a[key] === b[key])

/** Any change asks for a new approval: what was approved is no longer what would be written. */
async function revise(context: Context, stored: OrgImportTable, change: object) {
  const { db, orgId } = context
  const revised = await db
    .updateTable('orgImport')
    .set({
      ...change,
      revision: stored.revision + 1,
      approvalAskedAt: null,
      confirmedAt: null,
      failedAt: null,
      failure: null,
    })
    .where('orgId', '=', orgId)
    .where('id', '=', stored.id)
    .returningAll()
    .executeTakeFirstOrThrow()
  return present(context, revised)
}

/** Something newer may depend on a new person: then nothing is undone, and the person is named. */
async function undoOrName(db: Db, orgId: string, work: () => Promise<void>): Promise<void> {
  await sql`savepoint before_undo`.execute(db)
  try {
    await work()
  } catch (error) {
    const { code, detail } = error as { code?: string; detail?: string }
    if (code !== '23503') throw error
    await sql`rollback to savepoint before_undo`.execute(db)
    const ids = detail?.match(/[0-9a-f]{8}-[0-9a-f-]{27}/g) ?? []
    const people = await namesOf(db, orgId, ids)
    throw conflict('org.importTouchedSince', { params: { people: people.join('、') }, people })
  }
}
