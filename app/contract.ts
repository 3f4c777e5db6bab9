import { accountsContract, accountsPublicContract } from '../features/accounts/contract.ts'
import { cyclesContract } from '../features/cycles/contract.ts'
import { flowsContract } from '../features/flows/contract.ts'
import { joiningContract } from '../features/org/joining/contract.ts'
import { templatesContract } from '../features/templates/contract.ts'

/** The whole API: feature name → its contract. Everything here asks who you are. */
export const contract = {
  accounts: accountsContract,
  templates: templatesContract,
  flows: flowsContract,
  cycles: cyclesContract,
}

/** What strangers may ask. */
export const publicContract = {
  accounts: accountsPublicContract,
  joining: joiningContract,
}
