import { randomUUID } from 'node:crypto'
import type { Db } from '../../../../platform/database.ts'
import { toHex, utf8 } from '../../bytes/rules.ts'
import { append, openLog } from '../../log/handlers.ts'
import { commitment, leafBytes, type LeafKind } from '../../rules.ts'

/** Something that is entered in the log for itself and not as a sealed record. */
export type Entering = {
  kind: LeafKind
  /** What the log knows by a random name: a passkey, a consent. */
  recordId: string
  version: number
  /** Commitment of the version before. */
  prev: string | null
  /** The person who did it. */
  actorId: string | null
  salt: Uint8Array
  /** The canonical text the commitment is made of; `pid` is the random name. */
  bytes(pid: string): string
}
export type Entered = { commit: string; epoch: number; leafIndex: number; at: Date }

/**
 * Appends a leaf with its signed checkpoint, in the caller's transaction. One leaf per transaction, as
 * its last step but one: recovery rests on at most one signed leaf being lost with a rolled back one.
 * @throws FORBIDDEN when log and signer disagree
 */
export async function enterInLog(db: Db, orgId: string, entering: Entering): Promise<Entered> {
  const { kind, recordId, version, prev, actorId, salt } = entering
  const pids = await pidsOf(db, orgId, recordId, [recordId, ...(actorId ? [actorId] : [])])
  const pid = pids.get(recordId)!
  const commit = toHex(commitment(salt, utf8(entering.bytes(pid))))
  const log = await openLog(db, orgId)
  const at = notBefore(log.lastLeaf, log.now)
  const leaf = leafBytes({
    v: 1,
    kind,
    record_pid: pid,
    version,
    commit,
    prev,
    actor_pid: actorId && pids.get(actorId)!,
    level: 'S1',
    t: at.toISOString(),
  })
  const { epoch, index } = await append(db, log, new TextDecoder().decode(leaf))
  return { commit, epoch, leafIndex: index, at }
}

/** The moment for a new leaf: a clock that was set back must not let a later leaf look earlier. */
export function notBefore(lastLeaf: string | null, now: Date): Date {
  const last = lastLeaf === null ? now : new Date((JSON.parse(lastLeaf) as { t: string }).t)
  return last > now ? last : now
}

/** The random names by which the log knows a record and its people; new ones are drawn. */
export async function pidsOf(
  db: Db,
  orgId: string,
  recordId: string,
  subjects: string[],
): Promise<Map<string, string>> {
  // Random, unlike every other id: one made from the clock would tell when the record began.
  const rows = [...new Set(subjects)].map((subjectId) => ({
    orgId,
    recordId,
    subjectId,
    pid: randomUUID(),
  }))
  const [, known] = await Promise.all([
    db
      .insertInto('sealPid')
      .values(rows)
      .onConflict((clash) => clash.doNothing())
      .execute(),
    db
      .selectFrom('sealPid')
      .select(['subjectId', 'pid'])
      .where('orgId', '=', orgId)
      .where('recordId', '=', recordId)
      .execute(),
  ])
  return new Map(known.map(({ subjectId, pid }) => [subjectId, pid]))
}
