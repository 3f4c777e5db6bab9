import { accessContract } from './access/contract.ts'

export const adminContract = {
  access: accessContract,
}
