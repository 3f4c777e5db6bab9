import type { FindingKind } from './rules.ts'

declare module '../../../platform/database.ts' {
  interface Tables {
    selfCheck: SelfCheckTable
    selfCheckFinding: SelfCheckFindingTable
  }
}

export interface SelfCheckTable {
  orgId: string
  id: string
  startedAt: Date
  finishedAt: Date | null
  records: number
  /** Search words that were made anew from the sealed bytes. */
  reindexed: number
  leaves: number
  /** Where the next night goes on; null: from the beginning. */
  afterRecord: string | null
  afterVersion: number | null
  afterEpoch: number | null
  afterLeaf: number | null
  /** It came to the end of the records and of the log. */
  isWhole: boolean
  /** The leaf that states the result; null where the log could not be written. */
  epoch: number | null
  leafIndex: number | null
}

export interface SelfCheckFindingTable {
  orgId: string
  id: string
  kind: FindingKind
  /** The record; null for the log. */
  subjectId: string | null
  version: number | null
  /** A part of the record, or the number of a leaf. */
  part: string
  foundAt: Date
  seenAt: Date
  goneAt: Date | null
}
