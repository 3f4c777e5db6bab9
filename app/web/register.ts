import type { contract, publicContract } from '../contract.ts'

declare module '../../ui/api.ts' {
  interface Register {
    contract: typeof contract
    publicContract: typeof publicContract
  }
}
