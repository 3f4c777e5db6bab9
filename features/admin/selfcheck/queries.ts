import { dayIn } from '../../../platform/clock.ts'
import type { Database, Db, OrganizationTable } from '../../../platform/database.ts'
import { record } from '../../../platform/events.ts'
import { newId } from '../../../platform/ids.ts'
import { errorFacts, log } from '../../../platform/log.ts'
import { differingParts } from '../../conversations/record/projection/queries.ts'
import { indexRecord } from '../../conversations/record/search/queries.ts'
import { canonicalText } from '../../sealing/canonical/rules.ts'
import { checkLeaves, epochsOf, headOf } from '../../sealing/log/check/queries.ts'
import { append, openLog, readLog } from '../../sealing/log/handlers.ts'
import { openSealed } from '../../sealing/queries.ts'
import { notBefore } from '../../sealing/signing/leaves/handlers.ts'
import { perNight, type FindingKind, type Limits } from './rules.ts'
import type { SelfCheckTable } from './table.ts'

type Flaw = { kind: FindingKind; part: string }

/**
 * Looks through an organization's sealed records and its log, as far as one night's limits allow, each
 * record in a transaction of its own. Killed in the middle it goes on where it stopped; what it found
 * stands in `self_check_finding`, and that it was done is a leaf of the log.
 */
export async function checkOrganization(
  database: Database,
  org: OrganizationTable,
  clock: () => Date,
  limits: Limits = perNight,
): Promise<void> {
  const check = await database.inOrg(org.id, (db) => beginOrResume(db, org.id, clock()))
  const until = clock().getTime() + limits.minutes * 60_000
  const isTimeLeft = () => clock().getTime() < until
  const wholeRecords = await checkRecords(database, org, check, { clock, limits, isTimeLeft })
  const wholeLog = await checkLog(database, org.id, check, { clock, limits, isTimeLeft })
  await database.inOrg(org.id, (db) => finish(db, check, wholeRecords && wholeLog, clock()))
}

/** The check that was cut short, or a new one that goes on where the last one ended. */
async function beginOrResume(db: Db, orgId: string, now: Date): Promise<SelfCheckTable> {
  const last = await lastCheck(db, orgId)
  if (last && !last.finishedAt) return last
  const fresh: SelfCheckTable = {
    orgId,
    id: newId(),
    startedAt: now,
    finishedAt: null,
    records: 0,
    reindexed: 0,
    leaves: 0,
    afterRecord: last?.afterRecord ?? null,
    afterVersion: last?.afterVersion ?? null,
    afterEpoch: last?.afterEpoch ?? null,
    afterLeaf: last?.afterLeaf ?? null,
    isWhole: false,
    epoch: null,
    leafIndex: null,
  }
  await db.insertInto('selfCheck').values(fresh).execute()
  return fresh
}

/** The check that began last, finished or cut short. */
export const lastCheck = (db: Db, orgId: string): Promise<SelfCheckTable | undefined> =>
  db
    .selectFrom('selfCheck')
    .selectAll()
    .where('orgId', '=', orgId)
    .orderBy('startedAt', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()

type Run = { clock: () => Date; limits: Limits; isTimeLeft: () => boolean }

const atOnce = 50

/** @returns whether every record up to the last was looked at */
async function checkRecords(
  database: Database,
  org: OrganizationTable,
  check: SelfCheckTable,
  { clock, limits, isTimeLeft }: Run,
): Promise<boolean> {
  let isWhole = true
  while (true) {
    const rows = await database.inOrg(org.id, (db) => versionsAfter(db, check))
    for (const { recordId, version } of rows) {
      if (check.records >= limits.records || !isTimeLeft()) return false
      const seal = { recordId, version }
      const isReindexed = await database
        .inOrg(org.id, async (db) => {
          const now = clock()
          const found = await checkRecord(db, org, seal, now)
          await keepFindings(db, org.id, { subjectId: recordId, version }, found.flaws, now)
          return found.isReindexed
        })
        // One that cannot be looked at keeps no other from its turn; tomorrow it is tried again.
        .catch((error: unknown) => {
          log('selfCheck.recordFailed', { record: recordId, version, ...errorFacts(error) })
          isWhole = false
          return false
        })
      check.records++
      if (isReindexed) check.reindexed++
      check.afterRecord = recordId
      check.afterVersion = version
      await database.inOrg(org.id, (db) => save(db, check))
    }
    if (rows.length < atOnce) {
      check.afterRecord = null
      check.afterVersion = null
      return isWhole
    }
  }
}

const versionsAfter = (db: Db, { orgId, afterRecord, afterVersion }: SelfCheckTable) =>
  db
    .selectFrom('sealedVersion')
    .select(['recordId', 'version'])
    .where('orgId', '=', orgId)
    .$if(afterRecord !== null, (query) =>
      query.where((row) =>
        row(row.refTuple('recordId', 'version'), '>', row.tuple(afterRecord!, afterVersion!)),
      ),
    )
    .orderBy('recordId')
    .orderBy('version')
    .limit(atOnce)
    .execute()

async function checkRecord(
  db: Db,
  org: OrganizationTable,
  { recordId, version }: { recordId: string; version: number },
  now: Date,
): Promise<{ flaws: Flaw[]; isReindexed: boolean }> {
  const opened = await openSealed(db, org.id, recordId, version)
  const wrong = (opened?.verification.findings ?? []).filter(({ ok }) => ok === false)
  const flaws: Flaw[] = wrong.map(({ key }) => ({ kind: 'recordTampered', part: key }))
  const conversation = await db
    .selectFrom('conversation')
    .selectAll()
    .where('orgId', '=', org.id)
    .where('id', '=', recordId)
    .executeTakeFirst()
  const document = opened?.document
  if (!document || !conversation || conversation.recordVersion !== version)
    return { flaws, isReindexed: false }
  const asking = { orgId: org.id, org, now, today: dayIn(org.timezone, now) }
  const parts = await differingParts(db, asking, conversation, { version, document })
  flaws.push(...parts.map((part) => ({ kind: 'tableDiffers' as const, part })))
  // Search words follow from the sealed bytes: wrong ones are made anew, and counted.
  const isReindexed = wrong.length === 0 && (await indexRecord(db, org.id, recordId, document))
  return { flaws, isReindexed }
}

/** @returns whether the last leaf was reached */
async function checkLog(
  database: Database,
  orgId: string,
  check: SelfCheckTable,
  { clock, limits, isTimeLeft }: Run,
): Promise<boolean> {
  let isWhole = true
  const flaws: Flaw[] = []
  for (const epoch of await database.inOrg(orgId, (db) => epochsOf(db, orgId))) {
    if (check.afterEpoch !== null && epoch.epoch < check.afterEpoch) continue
    let from: number | null = epoch.epoch === check.afterEpoch ? check.afterLeaf! : 0
    while (from !== null) {
      if (check.leaves >= limits.leaves || !isTimeLeft()) {
        isWhole = false
        break
      }
      const begin: number = from
      const { checked, next, flaw } = await database.inOrg(orgId, (db) =>
        checkLeaves(db, { orgId, ...epoch }, begin),
      )
      if (flaw !== null) flaws.push({ kind: 'leafDiffers', part: `${epoch.epoch}/${flaw}` })
      check.leaves += checked
      check.afterEpoch = epoch.epoch
      check.afterLeaf = next ?? begin
      from = next
      await database.inOrg(orgId, (db) => save(db, check))
    }
    if (!isWhole) break
  }
  if (isWhole) {
    check.afterEpoch = null
    check.afterLeaf = null
  }
  await database.inOrg(orgId, async (db) => {
    const head = await headOf(db, orgId)
    if (head && head.state !== 'whole')
      flaws.push({ kind: headFinding[head.state], part: `${head.epoch}/${head.size}` })
    await keepFindings(db, orgId, { subjectId: null, version: null }, flaws, clock(), isWhole)
  })
  return isWhole
}

const headFinding = {
  behind: 'logBehind',
  differs: 'logDiffers',
  forgotten: 'signerForgot',
} as const

/** Notes what was found of one subject; what was found before and is right again is over. */
async function keepFindings(
  db: Db,
  orgId: string,
  subject: { subjectId: string | null; version: number | null },
  flaws: Flaw[],
  now: Date,
  isComplete = true,
): Promise<void> {
  for (const flaw of flaws)
    await db
      .insertInto('selfCheckFinding')
      .values({ orgId, id: newId(), ...subject, ...flaw, foundAt: now, seenAt: now, goneAt: null })
      .onConflict((clash) =>
        clash
          .columns(['orgId', 'kind', 'subjectId', 'version', 'part'])
          .where('goneAt', 'is', null)
          .doUpdateSet({ seenAt: now }),
      )
      .execute()
  if (!isComplete) return
  await db
    .updateTable('selfCheckFinding')
    .set({ goneAt: now })
    .where('orgId', '=', orgId)
    .where('subjectId', 'is not distinct from', subject.subjectId)
    .where('version', 'is not distinct from', subject.version)
    .where('goneAt', 'is', null)
    .where('seenAt', '<', now)
    .execute()
}

const save = (db: Db, { orgId, id, ...progress }: SelfCheckTable) =>
  db
    .updateTable('selfCheck')
    .set(progress)
    .where('orgId', '=', orgId)
    .where('id', '=', id)
    .execute()

/** Writes the result, and a leaf that says so: numbers only. */
async function finish(db: Db, check: SelfCheckTable, isWhole: boolean, now: Date): Promise<void> {
  const { orgId } = check
  const findings = (await openFindings(db, orgId)).length
  const place = await enterResult(db, check, { isWhole, findings, now })
  Object.assign(check, { finishedAt: now, isWhole, ...place })
  await save(db, check)
  await record(db, { orgId, actorId: null, now }, 'selfCheck.finished', {
    subjectId: check.id,
    data: { records: check.records, leaves: check.leaves, findings, isWhole },
  })
}

/** No leaf where nothing was ever sealed, or where log and signer disagree: nothing may be signed then. */
async function enterResult(
  db: Db,
  { orgId, records, leaves, reindexed }: SelfCheckTable,
  { isWhole, findings, now }: { isWhole: boolean; findings: number; now: Date },
): Promise<{ epoch: number; leafIndex: number } | null> {
  if (!(await readLog(db, orgId)) || (await headOf(db, orgId))?.state !== 'whole') return null
  const opened = await openLog(db, orgId)
  const leaf = canonicalText({
    v: 1,
    kind: 'selfcheck',
    records,
    leaves,
    reindexed,
    findings,
    whole: isWhole,
    t: notBefore(opened.lastLeaf, now).toISOString(),
  })
  const { epoch, index } = await append(db, opened, leaf, { now })
  return { epoch, leafIndex: index }
}

/** What was found and is not right yet, the newest first. */
export const openFindings = (db: Db, orgId: string) =>
  db
    .selectFrom('selfCheckFinding')
    .selectAll()
    .where('orgId', '=', orgId)
    .where('goneAt', 'is', null)
    .orderBy('foundAt', 'desc')
    .orderBy('id', 'desc')
    .execute()
