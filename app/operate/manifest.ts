/** What a backup says about itself, encrypted with the rest. */
export interface Manifest {
  format: 1
  /** Version of the program that made it. */
  program: string
  createdAt: string
  /** The snapshot's own time, by the database's clock. */
  asOf: string
  database: { version: string; isEmbedded: boolean }
  /** Applied migrations, in order: what the tables look like. */
  migrations: { name: string; sha256: string }[]
  organizations: { id: string; name: string }[]
  /** Rows per table. */
  tables: Record<string, number>
  logs: LogState[]
  files: {
    count: number
    bytes: number
    /** Files the database knows whose bytes were gone, or were others, when the backup was made. */
    missing: string[]
    altered: string[]
  }
  keys: number
  jobs: number
  parts: PartEntry[]
}

/** One epoch of an organization's log, and how far its signer had come. */
export interface LogState {
  orgId: string
  epoch: number
  size: number
  /** RFC 6962 root over the leaves as they stood, base64. */
  root: string
  /** The size the signer had signed last; null where its state was missing. */
  signed: number | null
  /** The first size at which a checkpoint, or the signer's memory, tells of another tree. */
  flaw: number | null
}

/** `first` and `last` are the numbers of its frames, so that damage can be named. */
export interface PartEntry {
  name: string
  bytes: number
  sha256: string
  first: number
  last: number
}
