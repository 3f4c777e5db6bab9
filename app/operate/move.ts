import { existsSync } from 'node:fs'
import type pg from 'pg'
import type { Log } from '../../platform/log.ts'
import { clusterOf } from '../../platform/postgres/running.ts'
import { startPostgres } from '../../platform/postgres/start.ts'
import type { Tell } from './backup.ts'
import { Complaint } from './complaint.ts'
import { askAgain, waitingJobs } from './jobs.ts'
import { judgeLogs, type LogVerdict } from './logs.ts'
import { putMark } from './marks.ts'
import { logsOf, migrationsOf, takeSnapshot, type Snapshot } from './source.ts'
import { partOf, sliceName, slicesOf, tablesOf } from './tables.ts'
import { holdsSame, load, openTarget, prepare, standingOf, sumOf } from './target.ts'

/** What lies on the server now. */
export interface Moved {
  organizations: string[]
  logs: LogVerdict[]
}

/**
 * Copies the embedded database of `dataDir` to a server, in one transaction there: a move that was
 * killed has brought nothing or everything, and the same command goes on from either. Files and keys
 * stay where they are; the old database stays too, marked so that nobody starts it by mistake.
 * @throws Complaint when there is none, the product runs, or the server holds other data
 */
export async function move(
  dataDir: string,
  to: string,
  { tell, log }: { tell: Tell; log: Log },
): Promise<Moved> {
  if (!existsSync(clusterOf(dataDir)))
    throw new Complaint(
      `${dataDir} 里没有内置数据库，没有可搬的。`,
      `There is no embedded database in ${dataDir}: nothing to move.`,
    )
  // Alone with it: what somebody wrote meanwhile would be left behind.
  const postgres = await startPostgres({ dataDir, log })
  try {
    const moment = await takeSnapshot(postgres.url, dataDir)
    const client = await openTarget(to)
    try {
      return await copy(moment, client, { dataDir, to, tell, log })
    } finally {
      await client.end()
      await moment.close()
    }
  } finally {
    await postgres.stop()
  }
}

async function copy(
  moment: Snapshot,
  client: pg.Client,
  { dataDir, to, tell, log }: { dataDir: string; to: string; tell: Tell; log: Log },
): Promise<Moved> {
  const { client: source, organizations } = moment
  const orgIds = organizations.map(({ id }) => id)
  const slices = slicesOf(await tablesOf(source), orgIds)
  if ((await standingOf(client)) === 'used') {
    const sums = new Map<string, string>()
    for (const slice of slices) sums.set(sliceName(slice), await sumOf(source, slice))
    if (!(await holdsSame(client, orgIds, sums)))
      throw new Complaint(
        '目标数据库里已经有别的数据。请给一个空的数据库。',
        'The target database holds other data already: give an empty one.',
      )
    tell('数据已经在那里，逐行相同', 'the data is there already, row for row')
  } else {
    await prepare(client, to, await migrationsOf(source))
    const counts = await load(
      client,
      (async function* () {
        for (const slice of slices) yield partOf(source, slice)
      })(),
      { orgIds, expect: () => null },
    )
    const rows = Object.values(counts).reduce((sum, each) => sum + each, 0)
    tell(`已复制并读回核对 ${rows} 行`, `${rows} rows copied, read back and compared`)
  }
  await askAgain(to, await waitingJobs(source), log)
  const logs = await judgeLogs(client, await logsOf(moment), dataDir)
  const { host, pathname } = new URL(to)
  await putMark(dataDir, 'moved', { to: `${host}${pathname}`, at: new Date().toISOString() })
  return {
    organizations: organizations.map(({ name }) => name),
    logs,
  }
}
