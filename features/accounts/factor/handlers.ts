import { implement } from '@orpc/server'
import { record } from '../../../platform/events.ts'
import { demand, invalid, refuse, tooMany } from '../../../platform/refusal.ts'
import type { Context } from '../policy.ts'
import { endSessionsOf } from '../queries.ts'
import { stepUpFirst } from '../rules.ts'
import { countTry, forgiveTries, type TryKey } from '../tries/queries.ts'
import { factorContract } from './contract.ts'
import {
  beginFactor,
  dropFactor,
  factorAddress,
  factorOf,
  newRecoveryCodes,
  recoveryCodesLeft,
  takeCode,
} from './queries.ts'
import { inFours } from './rules.ts'

const os = implement(factorContract).$context<Context>()

const state = os.state.handler(async ({ context: { db, actor } }) => ({
  since: (await factorOf(db, actor))?.confirmedAt ?? null,
  recoveryCodesLeft: await recoveryCodesLeft(db, actor),
  asleep: actor.asleep ?? [],
}))

const begin = os.begin.handler(async ({ context }) => {
  const { db, actor, org, now } = context
  demandPassword(context)
  if ((await factorOf(db, actor))?.confirmedAt) throw refuse('accounts.factorIsOn')
  const { key, link } = factorAddress(
    await beginFactor(db, account(context), now),
    org.name,
    actor.name,
  )
  return { key: inFours(key), link }
})

const confirm = os.confirm.handler(async ({ input, context }) => {
  const { db, actor, now, afterwards } = context
  const factor = await factorOf(db, actor)
  if (!factor) throw refuse('accounts.factorNotBegun')
  if (factor.confirmedAt) throw refuse('accounts.factorIsOn')
  const keys: TryKey[] = [`name:code ${actor.accountId}`]
  const seconds = await countTry(db, keys, now)
  if (seconds > 0) throw tooMany('accounts.tooManyTries', seconds)
  if (!(await takeCode(db, account(context), input.code, now))) {
    // The refusal rolls the count back with everything else; it is made again.
    afterwards((later) => countTry(later, keys, now))
    throw invalid('accounts.wrongFirstCode', {}, 'code')
  }
  await forgiveTries(db, keys)
  await db
    .updateTable('secondFactor')
    .set({ confirmedAt: now })
    .where('orgId', '=', actor.orgId)
    .where('accountId', '=', actor.accountId)
    .execute()
  await db
    .updateTable('session')
    .set({ secondFactorAt: now })
    .where('orgId', '=', actor.orgId)
    .where('id', '=', actor.sessionId)
    .execute()
  await endSessionsOf(db, actor.orgId, actor.accountId, actor.sessionId)
  await happened(context, 'factor.turnedOn')
  return shown(await newRecoveryCodes(db, account(context)))
})

const renewCodes = os.renewCodes.handler(async ({ context }) => {
  demandPassword(context)
  if (!(await factorOf(context.db, context.actor))?.confirmedAt)
    throw refuse('accounts.factorIsOff')
  await happened(context, 'factor.codesRenewed')
  return shown(await newRecoveryCodes(context.db, account(context)))
})

const turnOff = os.turnOff.handler(async ({ context }) => {
  const { db, actor } = context
  demandPassword(context)
  if (!(await factorOf(db, actor))?.confirmedAt) throw refuse('accounts.factorIsOff')
  await dropFactor(db, account(context))
  await db
    .updateTable('session')
    .set({ secondFactorAt: null })
    .where('orgId', '=', actor.orgId)
    .where('accountId', '=', actor.accountId)
    .execute()
  await endSessionsOf(db, actor.orgId, actor.accountId, actor.sessionId)
  await happened(context, 'factor.turnedOff')
})

export const factorHandlers = os.router({ state, begin, confirm, renewCodes, turnOff })

const account = ({ actor: { orgId, accountId } }: Context) => ({ orgId, accountId })

const shown = (codes: string[]) => ({ recoveryCodes: codes.map(inFours) })

const demandPassword = ({ actor, now }: Context) => demand(stepUpFirst(actor, now))

const happened = (context: Context, kind: string) =>
  record(context.db, context, kind, {
    subjectId: context.actor.accountId,
    personId: context.actor.personId,
    data: { accountId: context.actor.accountId },
  })
