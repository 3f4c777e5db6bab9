import type { Voucher } from './passkeys/rules.ts'

declare module '../../platform/database.ts' {
  interface Tables {
    account: AccountTable
    signInName: SignInNameTable
    session: SessionTable
    credential: CredentialTable
    verification: VerificationTable
    signInFailure: SignInFailureTable
    secondFactor: SecondFactorTable
    recoveryCode: RecoveryCodeTable
    formerPassword: FormerPasswordTable
    secondFactorReset: SecondFactorResetTable
    idempotency: IdempotencyTable
  }
}

export interface AccountTable {
  orgId: string
  id: string
  name: string
  login: string
  loginVerified: boolean
  image: string | null
  locale: 'zh-CN' | 'en'
  disabledAt: Date | null
  passwordSetAt: Date | null
  createdAt: Date
  updatedAt: Date
}

export interface SignInNameTable {
  orgId: string
  name: string
  accountId: string
}

export interface SessionTable {
  orgId: string
  id: string
  accountId: string
  token: string
  expiresAt: Date
  ipAddress: string | null
  userAgent: string | null
  steppedUpAt: Date | null
  steppedUpBy: Voucher | null
  secondFactorAt: Date | null
  createdAt: Date
  updatedAt: Date
}

export interface CredentialTable {
  id: string
  accountId: string
  providerId: string
  providerAccountId: string
  password: string | null
  accessToken: string | null
  refreshToken: string | null
  idToken: string | null
  accessTokenExpiresAt: Date | null
  refreshTokenExpiresAt: Date | null
  scope: string | null
  createdAt: Date
  updatedAt: Date
}

export interface VerificationTable {
  id: string
  identifier: string
  value: string
  expiresAt: Date
  createdAt: Date
  updatedAt: Date
}

export interface SignInFailureTable {
  key: string
  failures: number
  lastAt: Date
}

export interface IdempotencyTable {
  orgId: string
  accountId: string
  key: string
  procedure: string
  answer: unknown
  createdAt: Date
}

export interface SecondFactorTable {
  orgId: string
  accountId: string
  secret: Buffer
  confirmedAt: Date | null
  lastStep: number
  createdAt: Date
}

export interface RecoveryCodeTable {
  orgId: string
  accountId: string
  hash: string
  usedAt: Date | null
}

export interface FormerPasswordTable {
  orgId: string
  id: string
  accountId: string
  hash: string
  replacedAt: Date
}

export interface SecondFactorResetTable {
  orgId: string
  id: string
  personId: string
  reason: string
  askedBy: string
  askedAt: Date
  decidedBy: string | null
  decidedAt: Date | null
  acceptedAt: Date | null
}
