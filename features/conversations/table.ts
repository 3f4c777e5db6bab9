import type { Part } from '../templates/contract.ts'
import type { OpenedAs, OpeningKind, Purpose } from './record/contract.ts'
import type { ManagerChoice } from './opening/contract.ts'
import type { Outcome, Kind, PartKind, Phase, PlanLineInput } from './contract.ts'

declare module '../../platform/database.ts' {
  interface Tables {
    conversation: ConversationTable
    part: PartTable
    answer: AnswerTable
    answerRevision: AnswerRevisionTable
    minutesUpdate: MinutesUpdateTable
    talkStep: TalkStepTable
    presence: PresenceTable
    planLine: PlanLineTable
    attachment: AttachmentTable
    refusalNote: RefusalNoteTable
    witnessRequest: WitnessRequestTable
    takenBack: TakenBackTable
    managerChange: ManagerChangeTable
    opening: OpeningTable
    reading: ReadingTable
    recordWords: RecordWordsTable
    presentedPage: PresentedPageTable
    fullness: FullnessTable
  }
}

/** How full a part was when it was handed in or sealed: keys of questions, never an answer. */
interface FullnessTable {
  orgId: string
  conversationId: string
  part: Part
  templateVersionId: string
  authorId: string | null
  asked: string[]
  empty: string[]
  at: Date
}

/** A person and the edge to the manager as they stood when the conversation began. */
export interface Snapshot {
  name: string
  employeeNo: string
  /** Department names from the root, joined by '/'. */
  department: string
  position: string
  level: string | null
  jobFamily: string | null
  managerName: string | null
  managerEmployeeNo: string | null
  hiredOn: string | null
  /** Joined too late to be rated: the talk is held without a rating. */
  unrated: boolean
}

export interface ConversationTable {
  orgId: string
  id: string
  kind: Kind
  title: string
  cycleId: string | null
  employeeId: string
  managerId: string | null
  /** Who stood above the employee when `managerId` was decided. */
  lineManagerId: string | null
  departmentId: string
  snapshot: Snapshot
  templateVersionId: string
  flowVersionId: string
  phase: Phase
  previousId: string | null
  createdAt: Date
  clientId: string | null
  selfSkippedAt: Date | null
  revealedAt: Date | null
  talkStartedAt: Date | null
  talkEndedAt: Date | null
  channel: 'inPerson' | 'phone' | 'video' | 'paper' | null
  paperHeldOn: string | null
  paperBy: string | null
  paperAt: Date | null
  presentedAt: Date | null
  presentedBy: string | null
  /** SHA-256 of what both read, lower-case hex. */
  presentedHash: string | null
  recordVersion: number
  sealedAt: Date | null
  /** The commitment in the log, hex. */
  sealHash: string | null
  outcome: Outcome | null
  closedAt: Date | null
  closedReason: string | null
}

/** Canonical bytes of what both read. */
export interface PresentedPageTable {
  orgId: string
  conversationId: string
  bytes: Buffer
}

export interface PartTable {
  orgId: string
  id: string
  conversationId: string
  kind: PartKind
  /** Null for talk and agreement, which lie between the two. */
  authorId: string | null
  createdAt: Date
  updatedAt: Date
  submittedAt: Date | null
  submittedBy: string | null
}

export interface AnswerTable {
  orgId: string
  partId: string
  fieldKey: string
  value: unknown
  version: number
  clientId: string | null
  updatedBy: string
  updatedAt: Date
}

export interface AnswerRevisionTable {
  orgId: string
  id: string
  partId: string
  fieldKey: string
  version: number
  value: unknown
  writtenBy: string
  writtenAt: Date
  kind: 'replaced' | 'undelivered'
  clientId: string | null
}

export interface MinutesUpdateTable {
  orgId: string
  id: string
  conversationId: string
  /** A Yjs update. */
  bytes: Buffer
  writtenBy: string
  writtenAt: Date
}

export interface TalkStepTable {
  orgId: string
  id: string
  conversationId: string
  stepKey: string
  enteredAt: Date
  leftAt: Date | null
}

export interface PresenceTable {
  orgId: string
  conversationId: string
  sessionId: string
  personId: string
  seenAt: Date
}

export interface PlanLineTable {
  layer: PlanLineInput['layer']
  what: string
  how: string
  measure: string
  support: string
  supportKind: NonNullable<PlanLineInput['supportKind']> | null
  ownerKind: PlanLineInput['ownerKind']
  ownerId: string | null
  dueOn: string | null
  orgId: string
  id: string
  conversationId: string
  position: number
  proposedBy: string
  version: number
  updatedBy: string
  updatedAt: Date
  removedAt: Date | null
  clientId: string | null
}

export interface AttachmentTable {
  orgId: string
  id: string
  conversationId: string
  partId: string | null
  fieldKey: string | null
  fileId: string | null
  link: string | null
  label: string
  purpose: 'evidence' | 'paper'
  addedBy: string
  addedAt: Date
  removedAt: Date | null
}

export interface RefusalNoteTable {
  orgId: string
  conversationId: string
  recordVersion: number
  reason: string
  notedBy: string
  notedAt: Date
  ip: string
  userAgent: string
  statement: string | null
  witnessId: string
  countersignedAt: Date | null
}

export interface WitnessRequestTable {
  orgId: string
  id: string
  conversationId: string
  recordVersion: number
  witnessId: string
  askedBy: string
  askedAt: Date
  declinedAt: Date | null
  declineReason: string | null
  withdrawnAt: Date | null
}

export interface TakenBackTable {
  orgId: string
  id: string
  conversationId: string
  presentedHash: string
  presentedAt: Date
  reason: string
  takenBy: string
  takenAt: Date
}

export interface ManagerChangeTable {
  orgId: string
  id: string
  conversationId: string
  fromId: string | null
  toId: string | null
  choice: ManagerChoice
  reason: string
  decidedBy: string
  decidedAt: Date
}

export interface OpeningTable {
  orgId: string
  id: string
  conversationId: string
  personId: string
  kind: OpeningKind
  reason: string | null
  at: Date
  /** As what it was opened; null for what was noted before that was kept. */
  relation: OpenedAs | null
  glassId: string | null
  /** Null: its person may read of it at once. */
  shownFrom: Date | null
  /** Opened as evidence for a decision. */
  purpose: Purpose | null
  /** Who agreed, where it left among many. */
  approvedBy: string | null
}

export interface ReadingTable {
  orgId: string
  id: string
  conversationId: string
  recordVersion: number
  personId: string
  at: Date
}

export interface RecordWordsTable {
  orgId: string
  conversationId: string
  words: string
}
