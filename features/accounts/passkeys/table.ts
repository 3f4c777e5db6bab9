import type { DeviceKind, Voucher } from './rules.ts'

declare module '../../../platform/database.ts' {
  interface Tables {
    passkey: PasskeyTable
  }
}

export interface PasskeyTable {
  orgId: string
  id: string
  accountId: string
  /** base64url */
  credentialId: string
  /** COSE */
  publicKey: Buffer
  /** COSE number: -7 ES256, -8 EdDSA, -257 RS256. */
  algorithm: number
  rpId: string
  counter: number
  name: string
  deviceKind: DeviceKind
  transports: string[]
  backupEligible: boolean
  backedUp: boolean
  vouchedBy: Voucher
  createdAt: Date
  lastUsedAt: Date | null
  suspendedAt: Date | null
}
