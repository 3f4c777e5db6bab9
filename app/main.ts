import { mkdir } from 'node:fs/promises'
import { demoQueue } from '../features/org/joining/contract.ts'
import { errorFacts, log } from '../platform/log.ts'
import { config, type Config } from '../platform/config.ts'
import { migrate } from '../platform/migrate.ts'
import { startPostgres } from '../platform/postgres/start.ts'
import { ensureBuilt } from './build.ts'
import { serve } from './server.ts'
import { openServices } from './services.ts'
import { startWorker } from './worker.ts'

/**
 * Runs the whole product in this process: database (unless `DATABASE_URL` names one), server and
 * worker. @returns where it answers, and how to stop it.
 */
export async function start(settings: Config, { demo = false } = {}) {
  await mkdir(settings.dataDir, { recursive: true, mode: 0o700 })
  const [postgres, webDir] = await Promise.all([
    settings.databaseUrl ? null : startPostgres({ dataDir: settings.dataDir, log }),
    ensureBuilt(),
  ])
  const databaseUrl = settings.databaseUrl ?? postgres!.url
  await migrate(databaseUrl)
  const services = await openServices(settings, databaseUrl)
  const worker = await startWorker(services)
  const serving = await serve(services, webDir)
  await postgres?.announce(serving.url)
  if (demo)
    await services.database.inOrg(null, (db) => services.jobs.enqueue(db, demoQueue, {}, 'demo'))
  return {
    url: serving.url,
    services,
    async stop() {
      await serving.stop()
      await worker.stop()
      await services.close()
      await postgres?.stop()
    },
  }
}

if (import.meta.main) {
  const starting = start(config(), { demo: process.argv.includes('--demo') })
  let isStopping = false
  const stop = async () => {
    if (isStopping) return
    isStopping = true
    // Asked to stop while starting: what has been started is still stopped in order.
    const product = await starting.catch(() => null)
    await product?.stop()
    process.exit(0)
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop)
  try {
    const { url } = await starting
    process.stdout.write(`促膝 ${url}\n`)
  } catch (error) {
    log('start.failed', errorFacts(error))
    process.stderr.write(`${(error as Error).message}\n`)
    process.exit(1)
  }
}
