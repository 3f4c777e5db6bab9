import { mkdir } from 'node:fs/promises'
import { flushCompileCache } from 'node:module'
import type { CannotStart } from '../platform/cannotStart.ts'
import { errorFacts, log } from '../platform/log.ts'
import { config, type Config } from '../platform/config.ts'
import { startPostgres } from '../platform/postgres/start.ts'
import { ensureBuilt, readProgram } from './build.ts'
import { demandFit } from './operate/marks.ts'

/**
 * Runs the whole product in this process: database (unless `DATABASE_URL` names one), server and
 * worker. @returns where it answers, and how to stop it.
 */
export async function start(settings: Config, { demo = false } = {}) {
  demandFit(settings.dataDir, settings.databaseUrl === null)
  await mkdir(settings.dataDir, { recursive: true, mode: 0o700 })
  // PostgreSQL comes up while the rest of the program is being read.
  const [postgres, { migrate, openServices, serve, startWorker, demoQueue }, webDir] =
    await Promise.all([
      settings.databaseUrl ? null : startPostgres({ dataDir: settings.dataDir, log }),
      readProgram(),
      ensureBuilt(),
    ])
  const databaseUrl = settings.databaseUrl ?? postgres!.url
  const opened = (async () => {
    await migrate(databaseUrl)
    const services = await openServices(settings, databaseUrl)
    try {
      return { services, serving: await serve(services, webDir) }
    } catch (error) {
      await services.close()
      throw error
    }
  })()
  // What cannot start leaves nothing running behind it.
  const { services, serving } = await opened.catch(async (error: unknown) => {
    await postgres?.stop()
    throw error
  })
  await postgres?.announce(serving.url)
  // Nobody who comes in waits for these.
  const worker = startWorker(services)
  const working = worker.then(async () => {
    if (demo)
      await services.database.inOrg(null, (db) => services.jobs.enqueue(db, demoQueue, {}, 'demo'))
  })
  // Read now, so that the first sign-in does not wait for it; what fails is told to who signs in.
  working.then(services.auth).catch(() => {})
  return {
    url: serving.url,
    services,
    /** Resolves once jobs and reactions run; rejects when they cannot. */
    working,
    async stop() {
      await serving.stop()
      await working.catch(() => {})
      await worker.then(
        (running) => running.stop(),
        () => {},
      )
      await services.close()
      await postgres?.stop()
    },
  }
}

if (import.meta.main) {
  const starting = (async () => start(config(), { demo: process.argv.includes('--demo') }))()
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
    const { url, working } = await starting
    process.stdout.write(`促膝 ${url}\n`)
    await working
    // Kept now rather than at the end, which a killed process does not see.
    flushCompileCache()
  } catch (error) {
    if (!(error as Partial<CannotStart>).cannotStart) log('start.failed', errorFacts(error))
    process.stderr.write(`${(error as Error).message}\n`)
    process.exit(1)
  }
}
