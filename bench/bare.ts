import { createServer } from 'node:http'
import pg from 'pg'
import { startPostgres } from '../platform/postgres/start.ts'

// The floor of W9: bare Node, bare pg, the same embedded PostgreSQL, one answer.
const postgres = await startPostgres({ dataDir: process.env.CUXI_DATA!, log: () => {} })
const pool = new pg.Pool({ connectionString: postgres.url })
const server = createServer(async (_, response) => {
  await pool.query('select 1')
  response.end('ok\n')
})
server.listen(Number(process.env.PORT))
process.on('SIGTERM', async () => {
  server.close()
  await pool.end()
  await postgres.stop()
  process.exit(0)
})
