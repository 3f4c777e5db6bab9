import { accountsContract, accountsPublicContract } from '../features/accounts/contract.ts'
import { joiningContract } from '../features/org/joining/contract.ts'

/** The whole API: feature name → its contract. Everything here asks who you are. */
export const contract = {
  accounts: accountsContract,
}

/** What strangers may ask. */
export const publicContract = {
  accounts: accountsPublicContract,
  joining: joiningContract,
}
