declare module '../../../platform/database.ts' {
  interface Tables {
    logAttestation: LogAttestationTable
    witnessDispute: WitnessDisputeTable
    dailyCheckpoint: DailyCheckpointTable
    checkpointContact: CheckpointContactTable
  }
}

export interface LogAttestationTable {
  orgId: string
  epoch: number
  size: number
  kind: 'timestamp' | 'cosignature'
  /** The authority's name in its certificate, or the witness's key name. */
  authority: string
  /** An RFC 3161 token (DER), or a signature line of a note (UTF-8). */
  body: Buffer
  /** What the other side states. */
  at: Date
}

export interface WitnessDisputeTable {
  orgId: string
  id: string
  epoch: number
  size: number
  witness: string
  /** HTTP status: 409 or 422. */
  status: number
  asked: string
  answered: string
  at: Date
}

export interface DailyCheckpointTable {
  orgId: string
  /** 'YYYY-MM-DD' in the organization's zone. */
  day: string
  epoch: number
  size: number
  note: string
}

export interface CheckpointContactTable {
  orgId: string
  personId: string
  /** Why they: 工会, 内审. */
  role: string
  addedBy: string
  addedAt: Date
}
