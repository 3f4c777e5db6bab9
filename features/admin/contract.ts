import { accessContract } from './access/contract.ts'
import { auditContract } from './audit/contract.ts'
import { mergesContract } from './merges/contract.ts'
import { modulesContract } from './modules/contract.ts'
import { packsContract } from './packs/contract.ts'
import { privacyContract } from './privacy/contract.ts'
import { selfCheckContract } from './selfcheck/contract.ts'

export const adminContract = {
  access: accessContract,
  audit: auditContract,
  merges: mergesContract,
  modules: modulesContract,
  packs: packsContract,
  privacy: privacyContract,
  selfCheck: selfCheckContract,
}
