import type { Db } from '../../../../platform/database.ts'
import type { Refusal } from '../../../../platform/refusal.ts'
import type { SigningConsentTable } from '../table.ts'
import { agreement } from './rules.ts'

/** What somebody said last, to whatever version; undefined before the first time. */
export const lastConsent = (
  db: Db,
  orgId: string,
  personId: string,
): Promise<SigningConsentTable | undefined> =>
  db
    .selectFrom('signingConsent')
    .selectAll()
    .where('orgId', '=', orgId)
    .where('personId', '=', personId)
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()

/** Why somebody may not sign electronically yet, or null. */
export async function consentRefusal(db: Db, orgId: string, personId: string): Promise<Refusal> {
  const last = await lastConsent(db, orgId, personId)
  if (last?.agreement !== agreement.version) return 'sealing.agreementFirst'
  return last.agreed ? null : 'sealing.agreementDeclined'
}
