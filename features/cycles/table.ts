import type {
  CycleKind,
  Deadlines,
  MappingRule,
  ParticipationSnapshot,
  Pilot,
  Population,
} from './contract.ts'
import type { Expected } from './spread/contract.ts'

declare module '../../platform/database.ts' {
  interface Tables {
    cycle: CycleTable
    participation: ParticipationTable
    calibrationNote: CalibrationNoteTable
  }
}

export interface CycleTable {
  orgId: string
  id: string
  name: string
  kind: CycleKind
  periodFrom: string
  periodTo: string
  startsOn: string
  population: Population
  mapping: MappingRule[]
  deadlines: Deadlines
  pilot: Pilot | null
  /** How ratings are expected to be spread, frozen with the launch; null: nothing is expected. */
  expected: Expected[] | null
  /** Counts saves of the draft: a stale tab is told, not obeyed. */
  version: number
  createdBy: string
  createdAt: Date
  discardedAt: Date | null
  launchAskedAt: Date | null
  launchAskedBy: string | null
  /** How many take part; known once the launch has begun. */
  launchTotal: number | null
  /** Null: not launched, or everybody whom the roll-out takes in is not in yet. */
  launchedAt: Date | null
  /** After a pilot: when HR asked for everybody else. */
  rolloutAskedAt: Date | null
  closedAt: Date | null
}

/** One person in one cycle, frozen at launch. */
export interface ParticipationTable {
  orgId: string
  id: string
  cycleId: string
  personId: string
  /** Who writes the manager's part; null: nobody. */
  managerId: string | null
  departmentId: string
  conversationId: string
  templateVersionId: string
  flowVersionId: string
  snapshot: ParticipationSnapshot
  createdAt: Date
  /** Kept by reactions, so that cycles can be counted without opening records. */
  sealedAt: Date | null
  outcome: string | null
  /** Ended without a seal. */
  closedAt: Date | null
}

/** A calibration somebody finished, with what lay outside the expectation that day and why they went on. */
export interface CalibrationNoteTable {
  orgId: string
  id: string
  cycleId: string
  scale: string
  /** Null: everybody whom its author may count. */
  departmentId: string | null
  /** Null: the group was calibrated, not one talk. */
  conversationId: string | null
  rated: number
  outside: { value: number; people: number; expectedPercent: number }[]
  reason: string | null
  byId: string
  at: Date
}
