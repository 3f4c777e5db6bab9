import { createHash, sign, verify } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { renderSealedPdf, stopPrinting } from '../features/sealing/archive/handlers.ts'
import { toBase64, utf8, type Bytes } from '../features/sealing/bytes/rules.ts'
import { canonicalBytes, canonicalText } from '../features/sealing/canonical/rules.ts'
import { seal } from '../features/sealing/handlers.ts'
import { keyFolder, logKey } from '../features/sealing/keys/handlers.ts'
import { auditLog } from '../features/sealing/log/audit/queries.ts'
import { leafHash, nodeHash, rootOf, type NodeRef } from '../features/sealing/log/rules.ts'
import { keyId, writeCheckpoint, writeKey, writeNote } from '../features/sealing/note/rules.ts'
import { openSealed } from '../features/sealing/queries.ts'
import { config } from '../platform/config.ts'
import { newId } from '../platform/ids.ts'
import { plainly } from './company.ts'
import {
  interleaved,
  mustBe,
  percentile,
  timed,
  type Company,
  type Figure,
  type Work,
} from './support.ts'

const perSecond = 50
const seals = 500
// A fifth of what the bar is about; the time is told for all.
const pdfs = 200
const wanted = 1000

const sentence = '九月一日当晚写出回退预案，次日与质检核对，把每一处改动写进评审清单。'
const record = {
  title: '2026 年度结果面谈',
  participants: [{ name: '陈一鸣' }, { name: '周晓岚' }],
  fields: Array.from({ length: 20 }, (_, i) => ({
    key: `field${i}`,
    label: `第 ${i + 1} 项`,
    value: sentence.repeat(4),
  })),
  plan: Array.from({ length: 5 }, (_, i) => ({ what: sentence, due_on: `2026-12-0${i + 1}` })),
}

/** W8: seal at 50 a second into a log of `size` leaves, recompute the whole log, print a thousand records. */
export const sealing: Work = {
  id: 'W8',
  what: 'seal, verify the log, export',
  async run(place, size) {
    // Keys lie below the folder the surroundings name, as in a running product.
    process.env.CUXI_DATA = place.dataDir
    mustBe('the data folder', config().dataDir, place.dataDir)
    const company = await place.company()
    try {
      await fillLog(company, size)
      const sealed = await sealAtRate(company)
      await proveFound(company)
      const figures = [
        sealed.figure,
        await verifyLog(company, size + seals),
        await exportAll(company, sealed.recordId),
      ]
      return figures
    } finally {
      stopPrinting()
      await company.close()
    }
  },
}

/** A log as `size` seals would have left it: leaves, nodes, the newest checkpoint, and the signer's memory. */
async function fillLog({ services, orgId }: Company, size: number) {
  const now = new Date()
  const key = await logKey(orgId, 1, true)
  const leaves = Array.from({ length: size }, (_, i) =>
    canonicalText({
      v: 1,
      kind: 'seal',
      record_pid: `00000000-0000-4000-8000-${String(i).padStart(12, '0')}`,
      version: 1,
      commit: createHash('sha256').update(String(i)).digest('hex'),
      prev: null,
      actor_pid: null,
      level: 'S1',
      t: now.toISOString(),
    }),
  )
  const levels: Bytes[][] = [leaves.map((leaf) => leafHash(utf8(leaf)))]
  while (levels.at(-1)!.length > 1) {
    const below = levels.at(-1)!
    levels.push(
      Array.from({ length: Math.floor(below.length / 2) }, (_, i) =>
        nodeHash(below[i * 2]!, below[i * 2 + 1]!),
      ),
    )
  }
  const root = rootOf(size, ({ level, index }: NodeRef) => levels[level]![index]!)
  const text = writeCheckpoint({ origin: key.name, size, root })
  const signature = Uint8Array.from(sign(null, utf8(text), key.privateKey))
  const note = writeNote({ text, signatures: [{ name: key.name, keyId: keyId(key), signature }] })
  await services.database.inOrg(orgId, async (db) => {
    const at = now
    await db
      .insertInto('logKey')
      .values({ orgId, epoch: 1, origin: key.name, publicKey: writeKey(key), createdAt: at })
      .execute()
    for (let from = 0; from < size; from += 5000)
      await db
        .insertInto('logLeaf')
        .values(
          leaves
            .slice(from, from + 5000)
            .map((leaf, i) => ({ orgId, epoch: 1, leafIndex: from + i, leaf, at })),
        )
        .execute()
    for (const [level, hashes] of levels.entries())
      for (let from = 0; from < hashes.length; from += 5000)
        await db
          .insertInto('logNode')
          .values(
            hashes.slice(from, from + 5000).map((hash, i) => ({
              orgId,
              epoch: 1,
              level,
              nodeIndex: from + i,
              hash: Buffer.from(hash),
            })),
          )
          .execute()
    await db.insertInto('logCheckpoint').values({ orgId, epoch: 1, size, note, at }).execute()
  })
  await writeFile(
    join(keyFolder(orgId), 'signer-1.json'),
    JSON.stringify({ size, root: toBase64(root), leaf: leaves.at(-1), note }),
  )
}

async function sealAtRate({ services, orgId, hrId }: Company) {
  const key = await logKey(orgId, 1, false)
  const latencies: number[] = []
  let recordId = ''
  const started = performance.now()
  const running: Promise<void>[] = []
  for (let i = 0; i < seals; i++) {
    const due = started + (i * 1000) / perSecond
    await pause(Math.max(0, due - performance.now()))
    const id = newId()
    recordId = id
    running.push(
      services.database
        .inOrg(orgId, (db) =>
          seal(
            db,
            { orgId, actorId: null, now: new Date() },
            { recordId: id, version: 1, record, participants: [hrId] },
          ),
        )
        // From when it was due: a queue that grows shows in the figure.
        .then(() => void latencies.push(performance.now() - due)),
    )
  }
  await Promise.all(running)
  const floor: number[] = []
  for (let i = 0; i < seals; i++)
    floor.push(
      await timed(async () => {
        const digest = createHash('sha256').update(canonicalBytes(record)).digest()
        sign(null, digest, key.privateKey)
      }),
    )
  const leaves = await services.database.inOrg(orgId, (db) =>
    db
      .selectFrom('sealedVersion')
      .select(({ fn }) => fn.countAll().as('count'))
      .where('orgId', '=', orgId)
      .executeTakeFirstOrThrow(),
  )
  mustBe('sealed versions', Number(leaves.count), seals)
  const ours = percentile(latencies, 0.95)
  const least = percentile(floor, 0.95)
  const figure: Figure = {
    note: 'seal p95',
    ours,
    floor: least,
    unit: 'ms',
    ratio: ours / least,
    bar: '≤ 300 ms at 50/s',
    holds: ours <= 300,
    endState: `${seals} sealed, each with leaf, checkpoint and receipt`,
  }
  return { figure, recordId }
}

async function verifyLog({ services, orgId }: Company, leaves: number): Promise<Figure> {
  const { publicKey } = await logKey(orgId, 1, false)
  const spki = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), publicKey])
  const audit = async () => {
    const result = await services.database.inOrg(orgId, (db) => auditLog(db, orgId))
    mustBe('leaves', result?.size, leaves)
    mustBe('root matches', result?.rootMatches, true)
    mustBe('broken leaf', result?.brokenLeaf, null)
  }
  const floor = async () => {
    const rows = await services.database.inOrg(orgId, (db) =>
      db
        .selectFrom('logLeaf')
        .select('leaf')
        .where('orgId', '=', orgId)
        .orderBy('leafIndex')
        .execute(),
    )
    let level: Uint8Array[] = rows.map(({ leaf }) =>
      createHash('sha256')
        .update('\0')
        .update(canonicalText(JSON.parse(leaf)))
        .digest(),
    )
    while (level.length > 1)
      level = Array.from({ length: Math.ceil(level.length / 2) }, (_, i) =>
        level[i * 2 + 1]
          ? createHash('sha256')
              .update('\x01')
              .update(level[i * 2]!)
              .update(level[i * 2 + 1]!)
              .digest()
          : level[i * 2]!,
      )
    verify(null, level[0]!, { key: spki, format: 'der', type: 'spki' }, Buffer.alloc(64))
  }
  const times = await interleaved(
    () => timed(audit),
    () => timed(floor),
    leaves > 50_000 ? 2 : 5,
  )
  return {
    note: 'verify the log',
    ...times,
    unit: 'ms',
    ratio: times.ours / times.floor,
    bar: '≤ 3 × floor',
    holds: times.ours <= times.floor * 3,
    endState:
      'root is what the signer signed; a flipped byte, a dropped row, a swapped pair located',
  }
}

async function exportAll({ services, orgId }: Company, recordId: string): Promise<Figure> {
  const opened = await services.database.inOrg(orgId, (db) => openSealed(db, orgId, recordId, 1))
  const { facts } = opened!.verification
  const seal = {
    hash: facts!.commit,
    leafIndex: facts!.leafIndex,
    treeSize: facts!.treeSize,
    sealedAt: facts!.sealedAt,
  }
  const document = {
    locale: 'zh-CN' as const,
    title: record.title,
    subtitle: '陈一鸣',
    blocks: record.fields.map(({ label, value }) => ({
      kind: 'field' as const,
      label,
      text: value,
    })),
    signatures: [],
    seal,
  }
  const about = { organization: 'Bench', keys: [], now: new Date() }
  // No two records read the same: nothing of one page may help with the next.
  const print = (n: number) =>
    renderSealedPdf(
      orgId,
      {
        ...document,
        title: `${document.title} ${n}`,
        blocks: document.blocks.map((block) => ({ ...block, text: `${n}、${block.text}` })),
      },
      opened!.evidence!,
      about,
    )
  const { length } = await print(0)
  const share = wanted / pdfs
  const printing = await timed(async () => {
    for (let i = 1; i <= pdfs; i++) await print(i)
  })
  const ours = printing * share
  const { privateKey } = await logKey(orgId, 1, false)
  const hashing = await timed(async () => {
    for (let i = 0; i < pdfs; i++)
      sign(null, createHash('sha256').update(Buffer.alloc(length, i)).digest(), privateKey)
  })
  const floor = hashing * share
  return {
    note: `${wanted} PDFs`,
    ours,
    floor,
    unit: 'ms',
    ratio: ours / floor,
    bar: '≤ 60 s',
    holds: ours <= 60_000,
    endState: `${pdfs} printed, each sealed by the log’s key and signed as PAdES`,
  }
}

/** What a database administrator might do to the log is found, and where. */
async function proveFound(company: Company) {
  const { services, orgId } = company
  const client = await plainly(company)
  const tamper = async (what: string, place: number, change: string, back: string) => {
    const run = (sql: string) =>
      client.query(`begin;
        alter table log_leaf disable trigger user;
        ${sql}; alter table log_leaf enable trigger user; commit`)
    await run(change)
    const audit = await services.database.inOrg(orgId, (db) => auditLog(db, orgId))
    mustBe(`${what}: the first broken leaf`, audit?.brokenLeaf, place)
    await run(back)
  }
  const at = `org_id = '${orgId}' and epoch = 1 and leaf_index`
  const flip = `update log_leaf set leaf = replace(leaf, '"v":1', '"v":2') where ${at} = 700`
  await tamper('a flipped byte', 700, flip, flip.replace(`'"v":1', '"v":2'`, `'"v":2', '"v":1'`))
  const drop = `create table kept_leaf as select * from log_leaf where ${at} = 701; delete from log_leaf where ${at} = 701`
  await tamper('a dropped row', 701, drop, 'insert into log_leaf select * from kept_leaf')
  const swap = `update log_leaf a set leaf = b.leaf from log_leaf b where a.org_id = b.org_id and a.epoch = b.epoch
    and a.org_id = '${orgId}' and a.leaf_index in (702, 703) and b.leaf_index = 1405 - a.leaf_index`
  await tamper('a swapped pair', 702, swap, swap)
  const audit = await services.database.inOrg(orgId, (db) => auditLog(db, orgId))
  mustBe('after putting everything back', audit?.brokenLeaf, null)
  await client.end()
}
