import { readProgram } from '../app/build.ts'
import { config } from '../platform/config.ts'

// One app process, server and worker, on a database that is there already: what `npm start` runs, without pages.
const { openServices, serve, startWorker } = await readProgram()
const services = await openServices({ ...config(), port: 0 }, process.env.DATABASE_URL!)
const worker = await startWorker(services)
const serving = await serve(services, null)
process.stdout.write(`${serving.url.replace('localhost', '127.0.0.1')}\n`)
process.on('SIGTERM', async () => {
  await serving.stop()
  await worker.stop()
  await services.close()
  process.exit(0)
})
// Whoever measures has gone: nobody is left to ask.
process.on('disconnect', () => process.exit(1))
