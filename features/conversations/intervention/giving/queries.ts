import { record } from '../../../../platform/events.ts'
import { colleaguesFor, noteStep, somebodyFor, type Looking } from '../firing/queries.ts'
import type { Talk } from '../queries.ts'
import '../table.ts'

/** Gives an open case to somebody, who has yet to accept it; what the two were told is taken back. */
export async function give(
  looking: Looking,
  { id, conversationId }: { id: string; conversationId: string },
  hrId: string | null,
  byId: string | null,
): Promise<void> {
  const { db, orgId, now } = looking
  await db
    .updateTable('intervention')
    .set({ hrId, assignedAt: hrId ? now : null, acceptedAt: null, sitsIn: null })
    .where('orgId', '=', orgId)
    .where('id', '=', id)
    .execute()
  await withdraw(looking, conversationId)
  if (hrId) await noteStep(looking, id, 'assigned', { personId: hrId, byId })
}

/** HR does not sit in after all. */
export const withdraw = ({ db, orgId, now }: Pick<Looking, 'db' | 'orgId' | 'now'>, id: string) =>
  db
    .updateTable('attendance')
    .set({ withdrawnAt: now })
    .where('orgId', '=', orgId)
    .where('conversationId', '=', id)
    .where('withdrawnAt', 'is', null)
    .execute()

/** Finds somebody else for a case: nobody who had it before. @returns who, or null when nobody is free. */
export async function substitute(
  looking: Looking,
  it: Talk & { id: string },
): Promise<string | null> {
  const { db, orgId } = looking
  const before = await db
    .selectFrom('interventionStep')
    .select('personId')
    .where('orgId', '=', orgId)
    .where('interventionId', '=', it.id)
    .where('kind', '=', 'assigned')
    .execute()
  const hrId = await somebodyFor(
    looking,
    it,
    before.flatMap(({ personId }) => personId ?? []),
  )
  await give(looking, it, hrId, null)
  return hrId
}

/** Whoever came into the line, took another part or left HR since steps back, without being asked (E22). */
export async function recuseConflicted(looking: Looking, it: Talk & { id: string; hrId: string }) {
  const free = await colleaguesFor(looking, it)
  if (free.some(({ id }) => id === it.hrId)) return
  await noteStep(looking, it.id, 'recused', { personId: it.hrId })
  const toId = await substitute(looking, it)
  await record(looking.db, { ...looking, actorId: null }, 'intervention.recused', {
    subjectId: it.id,
    data: { toId },
  })
}
