import { randomBytes } from 'node:crypto'
import { implement } from '@orpc/server'
import type { Db } from '../../../../platform/database.ts'
import { record, type EventTable } from '../../../../platform/events.ts'
import { newId } from '../../../../platform/ids.ts'
import { conflict } from '../../../../platform/refusal.ts'
import { passkeysOf } from '../../../accounts/passkeys/queries.ts'
import { siteOf } from '../../../accounts/passkeys/rules.ts'
import type { Context } from '../../../accounts/policy.ts'
import type {} from '../../../org/table.ts'
import { canonicalText, cleanText } from '../../canonical/rules.ts'
import { signingContract } from '../contract.ts'
import { signingStates } from '../keys/queries.ts'
import { enterInLog } from '../leaves/handlers.ts'
import { lastConsent } from './queries.ts'
import { agreement, agreementHash } from './rules.ts'

const os = implement(signingContract).$context<Context>()

const state = os.agreement.handler(async ({ context: { db, orgId, actor } }) => {
  const last = await lastConsent(db, orgId, actor.personId)
  const isCurrent = last?.agreement === agreement.version
  return {
    version: agreement.version,
    agreed: isCurrent ? last.agreed : null,
    at: isCurrent ? last.at : null,
    isChanged: last !== undefined && !isCurrent && last.agreed,
  }
})

const answerAgreement = os.answerAgreement.handler(async ({ input, context }) => {
  const { db, orgId, actor, now } = context
  if (input.version !== agreement.version) throw conflict('sealing.agreementChanged')
  const last = await lastConsent(db, orgId, actor.personId)
  if (last?.agreement === input.version && last.agreed === input.agreed) return
  const id = newId()
  await db
    .insertInto('signingConsent')
    .values({
      orgId,
      id,
      personId: actor.personId,
      agreement: input.version,
      textHash: agreementHash(input.locale),
      locale: input.locale,
      agreed: input.agreed,
      at: now,
      salt: null,
      commit: null,
      epoch: null,
      leafIndex: null,
    })
    .execute()
  await record(db, context, 'signing.agreementAnswered', {
    subjectId: id,
    personId: actor.personId,
    data: { version: input.version, agreed: input.agreed },
  })
})

const ways = os.ways.handler(async ({ context }) => {
  const { db, orgId, actor } = context
  const site = siteOf(actor.origin ?? '')
  const own = (await passkeysOf(db, orgId, actor.accountId)).filter(
    ({ rpId, suspendedAt }) => rpId === site?.rpId && suspendedAt === null,
  )
  const states = await signingStates(context, own)
  const found = own.map(({ id }) => states.get(id) ?? 'waiting')
  const passkey = found.includes('ready')
  const almost = found.includes('waiting') ? 'waiting' : found.length > 0 ? 'again' : null
  return { passkey, almost: passkey ? null : almost }
})

export const signingHandlers = os.router({ agreement: state, answerAgreement, ways })

/** Enters an answer in the log: whose it is stands in the commitment, not in the leaf. */
export async function enterConsent(db: Db, { orgId, subjectId }: EventTable): Promise<void> {
  const consent = await db
    .selectFrom('signingConsent')
    .innerJoin('person', (join) =>
      join
        .onRef('person.orgId', '=', 'signingConsent.orgId')
        .onRef('person.id', '=', 'signingConsent.personId'),
    )
    .selectAll('signingConsent')
    .select(['person.name', 'person.employeeNo'])
    .where('signingConsent.orgId', '=', orgId)
    .where('signingConsent.id', '=', subjectId)
    .executeTakeFirst()
  if (!consent || consent.commit !== null) return
  const salt = randomBytes(32)
  const { commit, epoch, leafIndex } = await enterInLog(db, orgId, {
    kind: 'consent',
    recordId: consent.id,
    version: 1,
    prev: null,
    actorId: consent.personId,
    salt,
    bytes: (pid) =>
      canonicalText({
        schema: 'cuxi/consent/1',
        org: orgId,
        consent_pid: pid,
        name: cleanText(consent.name),
        employee_no: cleanText(consent.employeeNo),
        agreement: consent.agreement,
        text_sha256: consent.textHash,
        locale: consent.locale,
        agreed: consent.agreed,
        at: consent.at.toISOString(),
      }),
  })
  await db
    .updateTable('signingConsent')
    .set({ salt, commit, epoch, leafIndex })
    .where('orgId', '=', orgId)
    .where('id', '=', consent.id)
    .execute()
}
