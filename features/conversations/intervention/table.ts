import type { Answer, CauseCode, Figures, StepKind } from './contract.ts'

declare module '../../../platform/database.ts' {
  interface Tables {
    intervention: InterventionTable
    interventionCause: InterventionCauseTable
    interventionStep: InterventionStepTable
    interventionAsk: InterventionAskTable
    attendance: AttendanceTable
    caseNote: CaseNoteTable
    talentMark: TalentMarkTable
  }
}

/** HR beside a talk: who works on it and how far it is. Read by HR only. */
export interface InterventionTable {
  orgId: string
  id: string
  conversationId: string
  firedAt: Date
  /** Null while nobody free of a conflict was found. */
  hrId: string | null
  assignedAt: Date | null
  acceptedAt: Date | null
  /** Whether HR sits in, or prepares the manager only. */
  sitsIn: boolean | null
  closedAt: Date | null
  closedAs: 'done' | 'declined' | 'talkOver' | null
}

/** Why a rule brought HR in; the key holds it to once. */
export interface InterventionCauseTable {
  orgId: string
  conversationId: string
  key: string
  interventionId: string
  code: CauseCode
  figures: Figures
  at: Date
}

/** Who took it, gave it on or stepped back, and why (E22). */
export interface InterventionStepTable {
  orgId: string
  id: string
  interventionId: string
  kind: StepKind
  personId: string | null
  byId: string | null
  reason: string | null
  at: Date
}

export interface InterventionAskTable {
  orgId: string
  id: string
  conversationId: string
  code: 'complex' | 'sensitive'
  reason: string
  askedBy: string
  askedAt: Date
}

/** What the two of a talk are told of HR, and what the employee says to it. */
export interface AttendanceTable {
  orgId: string
  id: string
  conversationId: string
  interventionId: string
  hrId: string
  proposedAt: Date
  answer: Answer | null
  answerReason: string | null
  answeredAt: Date | null
  withdrawnAt: Date | null
}

/** 案情记录: added to, never changed. */
export interface CaseNoteTable {
  orgId: string
  id: string
  interventionId: string
  authorId: string
  words: string
  writtenAt: Date
}

/** 核心人才: for a time and with a reason; the person and the line learn of it nowhere. */
export interface TalentMarkTable {
  orgId: string
  id: string
  personId: string
  untilOn: string
  reason: string
  setBy: string
  setAt: Date
  liftedBy: string | null
  liftedAt: Date | null
}
