import { sha256 } from '@noble/hashes/sha2.js'
import { mkdir, open, rename } from 'node:fs/promises'
import { join } from 'node:path'
import type { Config } from '../../../platform/config.ts'
import { dayIn } from '../../../platform/clock.ts'
import type { Database } from '../../../platform/database.ts'
import { record } from '../../../platform/events.ts'
import { newId } from '../../../platform/ids.ts'
import { log as say } from '../../../platform/log.ts'
import { utf8 } from '../bytes/rules.ts'
import { adviceOn, holdIfOutsideKnowsMore, troubleOf } from '../log/health/queries.ts'
import { readLog } from '../log/handlers.ts'
import { consistencyOf, newestCheckpoint, type Kept } from '../log/proofs/queries.ts'
import { readNote } from '../note/rules.ts'
import { hold } from '../signer/held/queries.ts'
import { requestTimestamp } from '../timestamps/handlers.ts'
import { askWitness, NoWitness, type WitnessAnswer } from '../witness/handlers.ts'
import { readWitnessKey } from '../witness/rules.ts'
import { standingOf, type Standing } from './queries.ts'

/** Whom an installation asks about its checkpoints; null where nobody is. */
export type Outside = Pick<Config, 'authority' | 'witness' | 'checkpointDir'>

// A little less than the hour between two rounds: a round that comes a second early must not wait for the next.
const EVERY = 55 * 60_000
const ALARM_HOURS = 24

/**
 * Has the newest checkpoint timestamped, when the last timestamp is an hour old or there is none. No transaction is
 * open while the authority thinks, and what it says is kept only when it holds.
 * @throws NoTimestamp; what waits goes on waiting, and a local clock never takes its place
 */
export async function timestampNewest(
  database: Database,
  orgId: string,
  { authority }: Outside,
  now: Date,
): Promise<void> {
  const found = authority && (await waitingFor(database, orgId, 'timestamp', now))
  if (!authority || !found) return
  const { epoch, newest } = found
  const text = readNote(newest.note)!.text
  const { token, facts } = await requestTimestamp(sha256(utf8(text)), authority)
  await database.inOrg(orgId, (db) =>
    db
      .insertInto('logAttestation')
      .values({
        orgId,
        epoch,
        size: newest.size,
        kind: 'timestamp',
        authority: facts.authority,
        body: Buffer.from(token),
        at: new Date(facts.at),
      })
      .onConflict((clash) => clash.doNothing())
      .execute(),
  )
}

/**
 * Has the newest checkpoint cosigned by the witness. What it disputes is kept with the words of both sides, and stops
 * sealing: two histories under one key are what a witness is for.
 * @throws NoWitness
 */
export async function witnessNewest(
  database: Database,
  orgId: string,
  { witness }: Outside,
  now: Date,
): Promise<void> {
  const key = witness && readWitnessKey(witness.key)
  if (witness && !key) throw new Error('CUXI_WITNESS_KEY is not the key of a witness')
  const found = key && (await waitingFor(database, orgId, 'cosignature', now))
  if (!witness || !key || !found) return
  const { epoch, newest, lastSize } = found
  const { note, size } = newest
  const prove = (older: number) =>
    database.inOrg(orgId, (db) => consistencyOf(db, { orgId, epoch }, older, size))
  const answer = await askWitness({ url: witness.url, key }, { note, size, prove }, lastSize)
  if ('dispute' in answer)
    return disputed(database, { orgId, epoch, newest, witness: key.name }, answer.dispute, now)
  await database.inOrg(orgId, (db) =>
    db
      .insertInto('logAttestation')
      .values({
        orgId,
        epoch,
        size,
        kind: 'cosignature',
        authority: key.name,
        body: Buffer.from(answer.line),
        at: answer.at,
      })
      .onConflict((clash) => clash.doNothing())
      .execute(),
  )
}

/**
 * Keeps the words of both sides, and stops sealing until people have found out who else speaks for this log.
 * @throws NoWitness when another node of ours has only been quicker
 */
async function disputed(
  database: Database,
  log: { orgId: string; epoch: number; newest: Kept; witness: string },
  { status, asked, answered, known }: Extract<WitnessAnswer, { dispute: unknown }>['dispute'],
  now: Date,
): Promise<void> {
  const { orgId, epoch, newest, witness } = log
  await database.inOrg(orgId, async (db) => {
    const grown = (await newestCheckpoint(db, { orgId, epoch }))!.size
    if (status === 409 && known > newest.size && known <= grown)
      throw new NoWitness('the witness has seen what was sealed meanwhile')
    const at = { orgId, epoch, size: newest.size, witness, status }
    await db
      .insertInto('witnessDispute')
      .values({ ...at, id: newId(), asked, answered, at: now })
      .execute()
  })
  await hold(orgId, epoch, { size: known, note: newest.note, witness })
  say('witness.disputes', { organization: orgId, epoch, size: newest.size, known, status })
}

/** The newest checkpoint, when it is worth asking about it. */
async function waitingFor(
  database: Database,
  orgId: string,
  kind: 'timestamp' | 'cosignature',
  now: Date,
): Promise<(Standing & { epoch: number; newest: NonNullable<Standing['newest']> }) | null> {
  return database.inOrg(orgId, async (db) => {
    const { epoch } = (await readLog(db, orgId)) ?? {}
    if (epoch === undefined) return null
    const standing = await standingOf(db, { orgId, epoch }, kind)
    const { newest, lastSize, lastAt } = standing
    if (!newest || newest.size <= lastSize) return null
    return lastAt && now.getTime() - lastAt.getTime() < EVERY
      ? null
      : { ...standing, newest, epoch }
  })
}

/**
 * Compares the log with what lies outside the database and says in the log what is wrong and what to do.
 * @returns whether sealing goes on
 */
export async function watchLog(
  database: Database,
  orgId: string,
  { checkpointDir }: Outside,
): Promise<boolean> {
  const trouble = await database.inOrg(orgId, async (db) => {
    const own = await readLog(db, orgId)
    if (own && checkpointDir) await holdIfOutsideKnowsMore(own, join(checkpointDir, orgId))
    return troubleOf(db, orgId)
  })
  if (trouble) say('sealing.paused', { organization: orgId, ...trouble, todo: adviceOn(trouble) })
  return trouble === null
}

/** Says in the log, once a round, when a checkpoint has waited for a day. @returns what is late */
export async function alarmIfLate(
  database: Database,
  orgId: string,
  outside: Outside,
  now: Date,
): Promise<('timestamp' | 'cosignature')[]> {
  const kinds = [
    ...(outside.authority ? (['timestamp'] as const) : []),
    ...(outside.witness ? (['cosignature'] as const) : []),
  ]
  return database.inOrg(orgId, async (db) => {
    const { epoch } = (await readLog(db, orgId)) ?? {}
    const late: ('timestamp' | 'cosignature')[] = []
    for (const kind of epoch === undefined ? [] : kinds) {
      const { waitingSince } = await standingOf(db, { orgId, epoch: epoch! }, kind)
      const hours = waitingSince ? (now.getTime() - waitingSince.getTime()) / 3_600_000 : 0
      if (hours < ALARM_HOURS) continue
      say('checkpoint.waits', { organization: orgId, for: kind, hours: Math.floor(hours) })
      late.push(kind)
    }
    return late
  })
}

/**
 * Keeps the checkpoint of the day, once, and writes it into the configured folder, where people outside the
 * administration can read it.
 */
export async function handOutDay(
  database: Database,
  org: { id: string; timezone: string },
  { checkpointDir }: Outside,
  now: Date,
): Promise<void> {
  const day = dayIn(org.timezone, now)
  const kept = await database.inOrg(org.id, async (db) => {
    const epoch = (await readLog(db, org.id))?.epoch
    const newest = epoch && (await newestCheckpoint(db, { orgId: org.id, epoch }))
    if (!epoch || !newest) return null
    const { size, note } = newest
    const { numInsertedOrUpdatedRows: isNew } = await db
      .insertInto('dailyCheckpoint')
      .values({ orgId: org.id, day, epoch, size, note })
      .onConflict((clash) => clash.doNothing())
      .executeTakeFirstOrThrow()
    if (isNew)
      await record(db, { orgId: org.id, actorId: null, now }, 'checkpoint.kept', {
        subjectId: org.id,
        data: { day },
      })
    return db
      .selectFrom('dailyCheckpoint')
      .select('note')
      .where('orgId', '=', org.id)
      .where('day', '=', day)
      .executeTakeFirstOrThrow()
  })
  if (kept && checkpointDir)
    await writeOut(join(checkpointDir, org.id), `${day}.checkpoint`, kept.note)
}

/** Written aside first: who reads the folder finds whole files only. */
async function writeOut(folder: string, name: string, text: string): Promise<void> {
  await mkdir(folder, { recursive: true })
  const file = await open(join(folder, `.${name}`), 'w', 0o644)
  try {
    await file.writeFile(text)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(join(folder, `.${name}`), join(folder, name))
}
