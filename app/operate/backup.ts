import { createReadStream } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Log } from '../../platform/log.ts'
import { writeArchive, type ArchiveWriter } from './archive.ts'
import { Complaint } from './complaint.ts'
import { waitingJobs } from './jobs.ts'
import type { Manifest } from './manifest.ts'
import type { Secret } from './secret.ts'
import {
  filesBelow,
  logsOf,
  migrationsOf,
  takeSnapshot,
  withDatabase,
  type Place,
  type Snapshot,
} from './source.ts'
import { countingRows, openFor, partOf, slicesOf, tablesOf } from './tables.ts'

/** Says how far a long work has come: what is being done, and how much of it. */
export type Tell = (zh: string, en: string) => void

/**
 * Backs the whole product up into one encrypted file, while it runs or while it does not.
 * @returns the manifest of the file, which has been read back and compared
 * @throws Complaint when something stands there already, or the disk is full; nothing is left behind
 */
export async function backup(
  place: Place,
  path: string,
  secret: Secret,
  { tell, log }: { tell: Tell; log: Log },
): Promise<Manifest> {
  if (await exists(path))
    throw new Complaint(`${path} 已经存在。`, `${path} exists already: choose another name.`)
  let archive: ArchiveWriter | null = null
  try {
    const writer = (archive = await writeArchive(path, secret))
    return await withDatabase(place, log, async (url) => {
      const moment = await takeSnapshot(url, place.dataDir)
      try {
        const facts = await writeParts(writer, moment, place, tell)
        tell('写完，正在读回核对', 'written; reading it back')
        return await writer.finish(facts)
      } finally {
        await moment.close()
      }
    })
  } catch (error) {
    await archive?.abandon()
    throw fullDisk.includes((error as NodeJS.ErrnoException).code ?? '')
      ? new Complaint(
          '磁盘满了，没有留下半份备份。请换一个地方或清理后再试。',
          'The disk is full; no half backup was left. Choose another place or make room.',
        )
      : error
  }
}

// No room at all, or none for whoever runs this.
const fullDisk = ['ENOSPC', 'EDQUOT']

async function writeParts(
  archive: ArchiveWriter,
  moment: Snapshot,
  { dataDir, databaseUrl }: Place,
  tell: Tell,
): Promise<Omit<Manifest, 'parts'>> {
  const { client, keys, organizations } = moment
  const orgIds = organizations.map(({ id }) => id)
  for (const [name, bytes] of keys) await archive.add({ name, chunks: once(bytes) })

  const tables = await tablesOf(client)
  const counts: Record<string, number> = {}
  for (const slice of slicesOf(tables, orgIds)) {
    const { name } = slice.table
    const part = partOf(client, slice)
    const count = (rows: number) => void (counts[name] = (counts[name] ?? 0) + rows)
    count(0)
    await archive.add({ ...part, chunks: countingRows(part.chunks, count) })
  }
  const rows = Object.values(counts).reduce((sum, each) => sum + each, 0)
  tell(
    `数据库：${tables.length} 张表，${rows} 行`,
    `database: ${tables.length} tables, ${rows} rows`,
  )

  const jobs = await waitingJobs(client)
  await archive.add({ name: 'jobs', chunks: once(Buffer.from(JSON.stringify(jobs))) })
  const files = await writeFiles(archive, await expectedFiles(client, orgIds), dataDir)
  tell(`文件：${files.count} 个`, `files: ${files.count}`)

  const { rows: facts } = await client.query<{ version: string; now: Date }>(
    `select current_setting('server_version') as version, now() as now`,
  )
  return {
    format: 1,
    program: await programVersion(),
    createdAt: new Date().toISOString(),
    asOf: facts[0]!.now.toISOString(),
    database: { version: facts[0]!.version, isEmbedded: databaseUrl === null },
    migrations: await migrationsOf(client),
    organizations,
    tables: counts,
    logs: await logsOf(moment),
    files,
    keys: keys.size,
    jobs: jobs.length,
  }
}

async function expectedFiles(client: Snapshot['client'], orgIds: string[]) {
  const expected = new Map<string, string>()
  for (const orgId of orgIds) {
    await openFor(client, orgId)
    const { rows } = await client.query<{ id: string; sha256: string }>(
      'select id, sha256 from file where org_id = $1',
      [orgId],
    )
    for (const { id, sha256 } of rows) expected.set(`files/${orgId}/${id.slice(-2)}/${id}`, sha256)
  }
  return expected
}

/** Writes every file that lies there now: whoever the snapshot knows of was stored before it. */
async function writeFiles(
  archive: ArchiveWriter,
  expected: Map<string, string>,
  dataDir: string,
): Promise<Manifest['files']> {
  const files: Manifest['files'] = { count: 0, bytes: 0, missing: [], altered: [] }
  const left = new Map(expected)
  for (const path of await filesBelow(join(dataDir, 'files'))) {
    const name = `files/${path}`
    const own = join(dataDir, name)
    // Removed between the look and the reading: then it is nobody's any more.
    if (!(await exists(own))) continue
    const { bytes, sha256 } = await archive.add({ name, chunks: createReadStream(own) })
    files.count++
    files.bytes += bytes
    if (left.has(name) && left.get(name) !== sha256) files.altered.push(name)
    left.delete(name)
  }
  files.missing.push(...left.keys())
  return files
}

/** The version in our own `package.json`. */
export async function programVersion(): Promise<string> {
  const text = await readFile(join(import.meta.dirname, '..', '..', 'package.json'), 'utf8')
  return (JSON.parse(text) as { version: string }).version
}

async function* once(bytes: Uint8Array) {
  yield bytes
}

/** Whether there is anything at a path. */
export const exists = (path: string) =>
  stat(path).then(
    () => true,
    () => false,
  )
