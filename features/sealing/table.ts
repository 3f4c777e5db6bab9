import type { Level, Outcome } from './rules.ts'
import type { Assertion } from './signing/assertion/contract.ts'

declare module '../../platform/database.ts' {
  interface Tables {
    logKey: LogKeyTable
    logLeaf: LogLeafTable
    logNode: LogNodeTable
    logCheckpoint: LogCheckpointTable
    logRotation: LogRotationTable
    sealedVersion: SealedVersionTable
    sealSecret: SealSecretTable
    sealPid: SealPidTable
    signature: SignatureTable
    receipt: ReceiptTable
  }
}

export interface LogKeyTable {
  orgId: string
  epoch: number
  /** `<instance>/cuxi/<org>/<epoch>` */
  origin: string
  /** `name+id+base64` */
  publicKey: string
  createdAt: Date
}

export interface LogLeafTable {
  orgId: string
  epoch: number
  leafIndex: number
  leaf: string
  at: Date
}

export interface LogNodeTable {
  orgId: string
  epoch: number
  level: number
  nodeIndex: number
  hash: Buffer
}

export interface LogCheckpointTable {
  orgId: string
  epoch: number
  size: number
  /** The signed note, as text. */
  note: string
  at: Date
}

export interface LogRotationTable {
  orgId: string
  epoch: number
  number: number
  leafIndex: number
  /** `name+id+base64` */
  publicKey: string
  /** Until then the key before signs checkpoints, too. */
  until: Date
}

export interface SealedVersionTable {
  orgId: string
  recordId: string
  version: number
  /** Nonce, ciphertext and tag. */
  sealed: Buffer
  /** Lower-case hex. */
  commit: string
  epoch: number
  leafIndex: number
  sealedAt: Date
}

export interface SealSecretTable {
  orgId: string
  recordId: string
  version: number
  wrapped: Buffer
}

export interface SealPidTable {
  orgId: string
  recordId: string
  /** The record itself, or a person in it. */
  subjectId: string
  pid: string
}

export interface SignatureTable {
  orgId: string
  id: string
  recordId: string
  version: number
  personId: string
  name: string
  role: string
  level: Level
  outcome: Outcome
  statement: string | null
  /** What proves an S2 signature. */
  evidence: Assertion | null
  /** Version of the agreement on electronic signatures in force for the signer. */
  agreement: string | null
  shownHash: string
  recordedBy: string | null
  bySystem: boolean
  at: Date
  ip: string
  userAgent: string
}

export interface ReceiptTable {
  orgId: string
  id: string
  recordId: string
  version: number
  personId: string
  /** c2sp.org/tlog-proof@v1 */
  proof: string
  at: Date
}
