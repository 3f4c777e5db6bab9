import { record } from '../../../platform/events.ts'
import { newId } from '../../../platform/ids.ts'
import { conflict, demand, missing, refuse } from '../../../platform/refusal.ts'
import { dropFactor, factorOf } from '../../accounts/factor/queries.ts'
import { type Context, holds } from '../../accounts/policy.ts'
import { endSessionsOf } from '../../accounts/queries.ts'
import { personFor } from '../person/queries.ts'
import { askFactorReset, decideFactorReset } from '../policy.ts'

const isOffice = ({ actor }: Context) => holds(actor, 'hrAdmin') || holds(actor, 'securityAdmin')

/** Whether somebody has a second factor, and what is being done about a lost one. */
export async function factorState(context: Context, personId: string) {
  const { db, orgId, actor } = context
  if (!isOffice(context)) throw missing()
  const person = await personFor(context, personId)
  const factor = person.accountId
    ? await factorOf(db, { orgId, accountId: person.accountId })
    : undefined
  const reset = await db
    .selectFrom('secondFactorReset')
    .innerJoin('person', (join) =>
      join
        .onRef('person.orgId', '=', 'secondFactorReset.orgId')
        .onRef('person.id', '=', 'secondFactorReset.askedBy'),
    )
    .select([
      'secondFactorReset.id',
      'secondFactorReset.reason',
      'secondFactorReset.askedAt',
      'secondFactorReset.askedBy',
      'person.name',
    ])
    .where('secondFactorReset.orgId', '=', orgId)
    .where('secondFactorReset.personId', '=', personId)
    .where('secondFactorReset.decidedAt', 'is', null)
    .executeTakeFirst()
  const since = factor?.confirmedAt ?? null
  return {
    since,
    refusal: askFactorReset(actor, personId) ?? (since ? null : 'org.factorIsOff'),
    reset: reset
      ? {
          id: reset.id,
          reason: reset.reason,
          askedAt: reset.askedAt,
          askedBy: reset.name,
          refusal: decideFactorReset(actor, { ...reset, personId }),
        }
      : null,
  }
}

/** Asks that somebody's second factor be taken away, because the phone is lost. Nothing changes yet. */
export async function askReset(context: Context, personId: string, reason: string) {
  const { db, orgId, actor, now } = context
  const { refusal, reset } = await factorState(context, personId)
  demand(refusal)
  if (reset) throw conflict('org.factorResetAsked')
  const id = newId()
  await db
    .insertInto('secondFactorReset')
    .values({ orgId, id, personId, reason, askedBy: actor.personId, askedAt: now })
    .execute()
  await record(db, context, 'factor.resetAsked', { subjectId: id, personId })
  return factorState(context, personId)
}

/** A second person agrees, or does not; then the factor goes and every session of its owner ends. */
export async function decideReset(context: Context, resetId: string, accept: boolean) {
  const { db, orgId, actor, now } = context
  if (!isOffice(context)) throw missing()
  const reset = await db
    .selectFrom('secondFactorReset')
    .selectAll()
    .where('orgId', '=', orgId)
    .where('id', '=', resetId)
    .where('decidedAt', 'is', null)
    .forUpdate()
    .executeTakeFirst()
  if (!reset) throw missing()
  demand(decideFactorReset(actor, reset))
  await db
    .updateTable('secondFactorReset')
    .set({ decidedBy: actor.personId, decidedAt: now, acceptedAt: accept ? now : null })
    .where('orgId', '=', orgId)
    .where('id', '=', resetId)
    .execute()
  const { accountId } = await personFor(context, reset.personId)
  if (accept) {
    if (!accountId) throw refuse('org.factorIsOff')
    await dropFactor(db, { orgId, accountId })
    await endSessionsOf(db, orgId, accountId)
  }
  await record(db, context, accept ? 'factor.reset' : 'factor.resetDeclined', {
    subjectId: resetId,
    personId: reset.personId,
    data: { askedBy: reset.askedBy, ...(accountId && { accountId }) },
  })
  return factorState(context, reset.personId)
}
