import { mkdir, open, readdir, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { flushFolder } from '../../platform/folders.ts'
import type { Log } from '../../platform/log.ts'
import { clusterOf } from '../../platform/postgres/running.ts'
import { startPostgres } from '../../platform/postgres/start.ts'
import { openArchive, type ArchiveReader, type Part } from './archive.ts'
import type { Tell } from './backup.ts'
import { Complaint } from './complaint.ts'
import { askAgain, type WaitingJob } from './jobs.ts'
import { judgeLogs, type LogVerdict } from './logs.ts'
import type { Manifest } from './manifest.ts'
import { hasMark, putMark, removeMark } from './marks.ts'
import type { Secret } from './secret.ts'
import { holdsSame, load, openTarget, prepare, standingOf } from './target.ts'

/** What came back, and what the logs in it say. */
export interface Restored {
  manifest: Manifest
  rows: number
  logs: LogVerdict[]
}

/**
 * Restores a backup into an empty place: a data folder of its own, or a server's database with the
 * files and keys in `dataDir`. A killed restore is begun again by the same command.
 * @throws Complaint when the place is not empty, the backup damaged or newer than this program
 */
export async function restore(
  path: string,
  secret: Secret,
  { dataDir, databaseUrl }: { dataDir: string; databaseUrl: string | null },
  { tell, log }: { tell: Tell; log: Log },
): Promise<Restored> {
  const archive = await openArchive(path, secret)
  try {
    await demandEmptyFolder(dataDir, databaseUrl === null, log)
    if (databaseUrl !== null) return await into(archive, databaseUrl, dataDir, tell, log)
    await putMark(dataDir, 'restoring', { from: path })
    const postgres = await startPostgres({ dataDir, log })
    try {
      return await into(archive, postgres.url, dataDir, tell, log)
    } finally {
      await postgres.stop()
    }
  } finally {
    await archive.close()
  }
}

/** Nothing of anybody's may lie there; what an attempt that was killed has left is taken away. */
async function demandEmptyFolder(dataDir: string, isWhole: boolean, log: Log): Promise<void> {
  if (hasMark(dataDir, 'restoring')) {
    if (isWhole) {
      // A killed attempt leaves its database running; whoever holds the folder is asked to go first.
      const postgres = await startPostgres({ dataDir, log })
      await postgres.stop()
      await rm(clusterOf(dataDir), { recursive: true, force: true })
    }
    for (const name of ['files', 'keys'])
      await rm(join(dataDir, name), { recursive: true, force: true })
    return
  }
  const found = await readdir(dataDir).catch(() => [] as string[])
  const inTheWay = found.filter((name) =>
    isWhole ? !['cache', 'fonts'].includes(name) : ['files', 'keys', 'postgres'].includes(name),
  )
  if (inTheWay.length > 0)
    throw new Complaint(
      `${dataDir} 不是空的（${inTheWay.slice(0, 3).join('、')}）。恢复只写进空的地方。`,
      `${dataDir} is not empty (${inTheWay.slice(0, 3).join(', ')}). A restore goes into an empty place only.`,
    )
}

async function into(
  archive: ArchiveReader,
  url: string,
  dataDir: string,
  tell: Tell,
  log: Log,
): Promise<Restored> {
  const { manifest } = archive
  const orgIds = manifest.organizations.map(({ id }) => id)
  const sums = new Map(manifest.parts.map(({ name, sha256 }) => [name, sha256]))
  const client = await openTarget(url)
  try {
    const standing = await standingOf(client)
    // Killed after the last word and before the mark was taken away.
    if (
      standing === 'used' &&
      !(hasMark(dataDir, 'restoring') && (await holdsSame(client, orgIds, sums)))
    )
      throw new Complaint(
        '目标数据库不是空的。恢复只写进空的数据库。',
        'The target database is not empty. A restore goes into an empty one only.',
      )
    await prepare(client, url, manifest.migrations)
    await putMark(dataDir, 'restoring', { from: manifest.createdAt })
    let jobs: WaitingJob[] = []
    const rest = besideDatabase(archive, dataDir, (found) => (jobs = found))
    if (standing === 'used') for await (const part of rest) for await (const _ of part.chunks);
    else {
      const counts = await load(client, rest, {
        orgIds,
        expect: (name) => sums.get(name) ?? null,
      })
      demandSame(manifest.tables, counts)
    }
    await askAgain(url, jobs, log)
    tell('读完，正在核对日志', 'read; checking the logs')
    const logs = await judgeLogs(client, manifest.logs, dataDir)
    await removeMark(dataDir, 'restoring')
    await flushFolder(dataDir)
    const rows = Object.values(manifest.tables).reduce((sum, each) => sum + each, 0)
    return { manifest, rows, logs }
  } finally {
    await client.end()
  }
}

/** Puts files and keys where they belong, and hands on the parts of the database. */
async function* besideDatabase(
  archive: ArchiveReader,
  dataDir: string,
  keepJobs: (jobs: WaitingJob[]) => void,
): AsyncGenerator<Part> {
  for await (const part of archive.parts()) {
    if (part.name.startsWith('database/')) yield part
    else if (part.name === 'jobs') {
      const texts = await Array.fromAsync(part.chunks)
      keepJobs(JSON.parse(Buffer.concat(texts).toString()) as WaitingJob[])
    } else await writeFile(dataDir, part)
  }
}

async function writeFile(dataDir: string, { name, chunks }: Part): Promise<void> {
  const names = name.split('/')
  if (!['files', 'keys'].includes(names[0]!) || names.some((each) => !/^[\w-][\w.-]*$/.test(each)))
    throw new Complaint(`不能写到 ${name}。`, `nothing may be written to ${name}.`)
  const path = join(dataDir, ...names)
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  const file = await open(path, 'w', 0o600)
  try {
    for await (const chunk of chunks) await file.write(chunk)
    await file.sync()
  } finally {
    await file.close()
  }
}

function demandSame(expected: Record<string, number>, found: Record<string, number>) {
  for (const [table, rows] of Object.entries(expected))
    if (found[table] !== rows)
      throw new Complaint(
        `${table}：备份里有 ${rows} 行，恢复了 ${found[table] ?? 0} 行。`,
        `${table}: the backup has ${rows} rows, ${found[table] ?? 0} came back.`,
      )
}
