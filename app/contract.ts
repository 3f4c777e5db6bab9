import { accountsContract, accountsPublicContract } from '../features/accounts/contract.ts'
import { passkeysPublicContract } from '../features/accounts/passkeys/contract.ts'
import { adminContract } from '../features/admin/contract.ts'
import { commitmentsContract } from '../features/commitments/contract.ts'
import { conversationsContract } from '../features/conversations/contract.ts'
import { cyclesContract } from '../features/cycles/contract.ts'
import { flowsContract } from '../features/flows/contract.ts'
import { flowDraftsContract } from '../features/flows/drafts/contract.ts'
import { goalsContract } from '../features/goals/contract.ts'
import { insightsContract } from '../features/insights/contract.ts'
import { notificationsContract } from '../features/notifications/contract.ts'
import { orgContract } from '../features/org/contract.ts'
import { joiningContract } from '../features/org/joining/contract.ts'
import { schedulingContract } from '../features/scheduling/contract.ts'
import { checkpointsContract } from '../features/sealing/checkpoints/contract.ts'
import { signingContract } from '../features/sealing/signing/contract.ts'
import { surveysContract } from '../features/surveys/contract.ts'
import { templatesContract } from '../features/templates/contract.ts'
import { draftsContract } from '../features/templates/drafts/contract.ts'

/** The whole API: feature name → its contract. Everything here asks who you are. */
export const contract = {
  accounts: accountsContract,
  org: orgContract,
  templates: { ...templatesContract, ...draftsContract },
  flows: { ...flowsContract, ...flowDraftsContract },
  signing: signingContract,
  checkpoints: checkpointsContract,
  goals: goalsContract,
  cycles: cyclesContract,
  surveys: surveysContract,
  conversations: conversationsContract,
  scheduling: schedulingContract,
  commitments: commitmentsContract,
  insights: insightsContract,
  notifications: notificationsContract,
  admin: adminContract,
}

/** What strangers may ask. */
export const publicContract = {
  accounts: accountsPublicContract,
  passkeys: passkeysPublicContract,
  joining: joiningContract,
}
