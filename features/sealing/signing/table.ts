declare module '../../../platform/database.ts' {
  interface Tables {
    signingKey: SigningKeyTable
    signingConsent: SigningConsentTable
  }
}

export interface SigningKeyTable {
  orgId: string
  passkeyId: string
  /** Counts the times it was entered, from 1, and its removal. */
  version: number
  personId: string
  /** Canonical text of a `KeyDocument`; null in the entry that says it was taken away. */
  document: string | null
  salt: Buffer
  commit: string
  epoch: number
  leafIndex: number
  at: Date
}

export interface SigningConsentTable {
  orgId: string
  id: string
  personId: string
  /** Version of the agreement. */
  agreement: string
  /** SHA-256 of the text that was shown, in the language it was shown in. */
  textHash: string
  locale: string
  agreed: boolean
  at: Date
  /** Salt, commitment and place of the leaf, which follows right after. */
  salt: Buffer | null
  commit: string | null
  epoch: number | null
  leafIndex: number | null
}
