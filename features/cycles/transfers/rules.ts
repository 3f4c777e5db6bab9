import type { Population, Transfers } from '../contract.ts'

/** What holds where HR has said nothing: former managers are asked about a month and more. */
export const usualTransfers: Transfers = {
  ask: 'formerManagers',
  mergedBelow: 30,
  asOne: [],
}

/** What a cycle does about changes of posts in its period. */
export const transfersOf = ({ transfers }: Pick<Population, 'transfers'>): Transfers =>
  transfers ?? usualTransfers

/** The days below which a stretch is merged, on offer on the page. */
export const offeredDays = [0, 15, 30, 60, 90] as const
