import { existsSync } from 'node:fs'
import pg from 'pg'
import type { Config } from '../../platform/config.ts'
import type { Log } from '../../platform/log.ts'
import { clusterOf } from '../../platform/postgres/running.ts'
import { databaseFindings } from './checks/database.ts'
import { evidenceFindings } from './checks/evidence.ts'
import { bad, type Finding } from './checks/finding.ts'
import { machineFindings } from './checks/machine.ts'
import { hasMark } from './marks.ts'
import { sameText } from './tables.ts'
import { withDatabase } from './source.ts'

/** Looks at everything that can be looked at, without changing anything; what fails is told, not thrown. */
export async function examine(config: Config, log: Log): Promise<Finding[]> {
  const findings = await machineFindings(config)
  const isEmbedded = config.databaseUrl === null
  // Looking must not found anything: a database is started only where there is one.
  if (
    isEmbedded &&
    (hasMark(config.dataDir, 'restoring') || !existsSync(clusterOf(config.dataDir)))
  )
    return [...findings, unprepared]
  try {
    return await withDatabase(config, log, async (url) => {
      const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 })
      client.on('error', () => {})
      await client.connect()
      try {
        await client.query(sameText)
        const { rows: tables } = await client.query(
          `select from pg_tables where schemaname = 'public' and tablename = 'organization'`,
        )
        if (tables.length === 0) return [...findings, unprepared]
        const { rows: organizations } = await client.query<{ id: string; name: string }>(
          'select id, name from organization order by id',
        )
        return [
          ...findings,
          ...(await databaseFindings(client)),
          ...(await evidenceFindings({ client, organizations }, config.dataDir)),
        ]
      } finally {
        await client.end()
      }
    })
  } catch (error) {
    return [...findings, unreachable(error as Error)]
  }
}

const unprepared = bad(
  'database',
  { zh: '数据库里还没有表', en: 'the database has no tables yet' },
  { zh: '运行一次 npm start', en: 'run npm start once' },
)

const unreachable = (error: Error) =>
  bad(
    'database',
    {
      zh: `数据库连不上：${error.message}`,
      en: `the database cannot be reached: ${error.message}`,
    },
    {
      zh: '检查 DATABASE_URL、网络和数据库服务',
      en: 'check DATABASE_URL, the network and the database server',
    },
  )
