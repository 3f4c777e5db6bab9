import { agreement, agreementHash } from '../../features/sealing/signing/agreement/rules.ts'
import type {} from '../../features/sealing/signing/table.ts'
import type { Db } from '../../platform/database.ts'
import { newId } from '../../platform/ids.ts'

/** Somebody has agreed to sign electronically, long before the story begins. */
export const consented = (db: Db, orgId: string, personId: string, at: Date) =>
  db
    .insertInto('signingConsent')
    .values({
      orgId,
      id: newId(),
      personId,
      agreement: agreement.version,
      textHash: agreementHash('zh-CN'),
      locale: 'zh-CN',
      agreed: true,
      at,
      salt: null,
      commit: null,
      epoch: null,
      leafIndex: null,
    })
    .execute()
