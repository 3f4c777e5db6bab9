import { accessContract } from './access/contract.ts'
import { selfCheckContract } from './selfcheck/contract.ts'

export const adminContract = {
  access: accessContract,
  selfCheck: selfCheckContract,
}
