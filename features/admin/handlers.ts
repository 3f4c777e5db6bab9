import { accessHandlers } from './access/handlers.ts'
import { auditHandlers } from './audit/handlers.ts'
import { mergesHandlers } from './merges/handlers.ts'
import { modulesHandlers } from './modules/handlers.ts'
import { packsHandlers } from './packs/handlers.ts'
import { privacyHandlers } from './privacy/handlers.ts'
import { selfCheckHandlers } from './selfcheck/handlers.ts'

/** What watches over the rest: who may see, who has seen. */
export const adminHandlers = {
  access: accessHandlers,
  audit: auditHandlers,
  merges: mergesHandlers,
  modules: modulesHandlers,
  packs: packsHandlers,
  privacy: privacyHandlers,
  selfCheck: selfCheckHandlers,
}
