/** What may speak for two being one person; each is named, none is enough by itself. */
export const evidences = ['mail', 'phone', 'nameAndHired', 'nameAndReturn'] as const
export type Evidence = (typeof evidences)[number]

/** What keeps two accounts from becoming one; the words stand at `admin.merges.conflict.<kind>`. */
export const conflictKinds = [
  'keptHasLeft',
  'cycle',
  'manager',
  'talk',
  'signed',
  'witness',
  'approver',
  'duty',
  'amending',
  'roles',
  'lastHrAdmin',
] as const
export type ConflictKind = (typeof conflictKinds)[number]

/** What somebody holds, in numbers; never a word of it. */
export const holdings = [
  'talks',
  'led',
  'records',
  'promises',
  'signatures',
  'posts',
  'reports',
  'roles',
] as const
export type Holding = (typeof holdings)[number]

/** Where a merge stands. */
export const mergeStates = ['asked', 'declined', 'merged', 'undoAsked', 'undone'] as const
export type MergeState = (typeof mergeStates)[number]

/** How far a merge is, from who did what when. */
export function stateOf(merge: {
  decidedAt: Date | null
  mergedAt: Date | null
  undoAskedAt: Date | null
  undoneAt: Date | null
}): MergeState {
  if (!merge.decidedAt) return 'asked'
  if (!merge.mergedAt) return 'declined'
  if (merge.undoneAt) return 'undone'
  return merge.undoAskedAt ? 'undoAsked' : 'merged'
}
