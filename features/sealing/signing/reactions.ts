import type { Reactions } from '../../../platform/events.ts'
import { enterConsent } from './agreement/handlers.ts'
import { enterKey, noteRemoval } from './keys/handlers.ts'

/** Keys and agreements are entered in the log right after they are made, each in a transaction of its own. */
export const signingReactions: Reactions = {
  'passkey.added': enterKey,
  'passkey.enteredAgain': enterKey,
  'passkey.removed': noteRemoval,
  'signing.agreementAnswered': enterConsent,
}
