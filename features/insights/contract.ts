import { historyContract } from './history/contract.ts'

export const insightsContract = { history: historyContract }
