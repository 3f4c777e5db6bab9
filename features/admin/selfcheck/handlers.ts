import { implement, ORPCError } from '@orpc/server'
import { demand } from '../../../platform/refusal.ts'
import type { Context } from '../../accounts/policy.ts'
import { conversationFor } from '../../conversations/queries.ts'
import { selfCheckContract, type SelfCheckFinding } from './contract.ts'
import { mayReadSelfCheck } from './policy.ts'
import { lastCheck, openFindings } from './queries.ts'

const os = implement(selfCheckContract).$context<Context>()

const latest = os.latest.handler(async ({ context }) => {
  const { db, orgId, actor } = context
  demand(mayReadSelfCheck(actor))
  const last = await lastCheck(db, orgId)
  const found = await openFindings(db, orgId)
  const records = new Map<string, SelfCheckFinding['record']>()
  for (const { subjectId } of found)
    if (subjectId && !records.has(subjectId))
      records.set(subjectId, await recordFor(context, subjectId))
  return {
    startedAt: last?.startedAt ?? null,
    finishedAt: last?.finishedAt ?? null,
    records: last?.records ?? 0,
    reindexed: last?.reindexed ?? 0,
    leaves: last?.leaves ?? 0,
    isWhole: last?.isWhole ?? false,
    leafIndex: last?.leafIndex ?? null,
    findings: found.map(({ id, kind, part, foundAt, subjectId }) => ({
      id,
      kind,
      part,
      foundAt,
      record: (subjectId && records.get(subjectId)) || null,
    })),
  }
})

/** A record as whoever asks may know of it: HR does not meet the records of those above them. */
async function recordFor(context: Context, id: string): Promise<SelfCheckFinding['record']> {
  try {
    const { title, snapshot } = await conversationFor(context.db, context, id, 'read')
    return { id, title, employee: snapshot.name }
  } catch (error) {
    if (error instanceof ORPCError && error.code === 'NOT_FOUND') return null
    throw error
  }
}

export const selfCheckHandlers = os.router({ latest })
