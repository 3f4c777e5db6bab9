import type { ServerResponse } from 'node:http'
import { adviceOn, troublesOf } from '../features/sealing/log/health/queries.ts'
import type { Services } from './services.ts'

const FRESH = 15_000
const seen = new WeakMap<Services, { at: number; advice: Promise<string[]> }>()

/** Where sealing is paused and what to do; looked at now and then, however often somebody asks. */
function pausedLogs(services: Services): Promise<string[]> {
  const known = seen.get(services)
  if (known && Date.now() - known.at < FRESH) return known.advice
  const advice = troublesOf(services.database).then((troubles) => troubles.map(adviceOn))
  seen.set(services, { at: Date.now(), advice })
  return advice
}

/** Whether this node can work, for a balancer: 200 with what is paused, 503 without a database. */
export async function health(services: Services, response: ServerResponse) {
  try {
    // A line that has gone dead does not refuse, it says nothing.
    const answered = services.database.pool.query('select 1').then(() => pausedLogs(services))
    const silence = new Promise<never>((_, reject) => {
      setTimeout(() => reject(new Error('silent')), 3000).unref()
    })
    // Reading goes on while sealing is paused: a balancer must not take the node away for it.
    const paused = (await Promise.race([answered, silence])).map((advice) => `${advice}\n`)
    response
      .writeHead(200, { 'content-type': 'text/plain; charset=utf-8' })
      .end(`ok\n${paused.join('')}`)
  } catch {
    response
      .writeHead(503, { 'content-type': 'text/plain; charset=utf-8' })
      .end('database unreachable\n')
  }
}
