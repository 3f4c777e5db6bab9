import type { Refusal } from '../../../platform/refusal.ts'
import { type Actor, holds } from '../../accounts/policy.ts'
import { changePeople } from '../policy.ts'
import type { OrgImportTable } from './table.ts'
import { undoHours } from './undoing/rules.ts'

type Stage = Pick<
  OrgImportTable,
  | 'createdBy'
  | 'confirmedAt'
  | 'failedAt'
  | 'appliedAt'
  | 'undoneAt'
  | 'discardedAt'
  | 'approvedRevision'
  | 'revision'
  | 'approvalAskedAt'
>

const isWriting = (stage: Stage) =>
  Boolean(stage.confirmedAt && !stage.appliedAt && !stage.failedAt)

/** Mapping and choices change until the roster is written. */
export const edit = (actor: Actor, stage: Stage): Refusal =>
  changePeople(actor) ??
  (stage.discardedAt
    ? 'org.importDiscarded'
    : stage.appliedAt
      ? 'org.importWritten'
      : isWriting(stage)
        ? 'org.importWriting'
        : null)

/** More than five in a hundred vanish: another HR administrator looks at it first. */
export const approve = (actor: Actor, stage: Stage): Refusal =>
  edit(actor, stage) ??
  (actor.personId === stage.createdBy
    ? 'org.secondPerson'
    : !stage.approvalAskedAt
      ? 'org.approvalNotAsked'
      : null)

/** Whether a second person agreed to just what stands there now. */
export const isApproved = (stage: Stage): boolean => stage.approvedRevision === stage.revision

export const confirm = (
  actor: Actor,
  stage: Stage,
  review: { needsSecondPerson: boolean; missingFields: readonly unknown[]; writable: number },
): Refusal =>
  edit(actor, stage) ??
  (review.missingFields.length
    ? 'org.importUnmapped'
    : review.writable === 0
      ? 'org.importNothingToWrite'
      : review.needsSecondPerson && !isApproved(stage)
        ? 'org.importNeedsSecondPerson'
        : null)

/** What was written is taken back within a day, by whoever may import. */
export const undo = (actor: Actor, stage: Stage, now: Date): Refusal =>
  changePeople(actor) ??
  (!stage.appliedAt
    ? 'org.importNotWritten'
    : stage.undoneAt
      ? 'org.importUndone'
      : now.getTime() > stage.appliedAt.getTime() + undoHours * 3_600_000
        ? 'org.importTooOldToUndo'
        : null)

/** Looking at the log of imports is auditing, too; their rows are for HR. */
export const readsRows = (actor: Actor): boolean => holds(actor, 'hrAdmin')
