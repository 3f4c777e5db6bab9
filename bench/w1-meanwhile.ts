import { setTimeout as pause } from 'node:timers/promises'
import { plainly, count } from './company.ts'
import { importOver } from './importOver.ts'
import { memoryOf } from './memory.ts'
import { connect, cookieFor, runServer } from './product.ts'
import { csvOf, random, roster } from './roster.ts'
import { mustBe, percentile, type Figure, type Place } from './support.ts'
import { runningCompany } from './talks.ts'

/**
 * W1 inside a running product: `size` people join a company of a thousand, over HTTP, while somebody
 * goes on opening conversations. How long one takes then, and how much memory all of it takes.
 */
export async function importingMeanwhile(place: Place, size: number): Promise<Figure[]> {
  const { company, talks } = await runningCompany(place, 1_000, 100)
  const cookie = await cookieFor(place.dataDir)
  const product = await runServer('serve.ts', {
    DATABASE_URL: company.databaseUrl,
    CUXI_DATA: place.dataDir,
  })
  const client = await plainly(company)
  const reader = connect(product.url, 1)
  const hr = connect(product.url, 1)
  const next = random(5)
  const open = async (): Promise<number> => {
    const { id, employeeToken } = talks[Math.floor(next() * talks.length)]!
    const answer = await reader.post('/api/rpc/conversations/get', { id }, cookie(employeeToken))
    mustBe('status', answer.status, 200)
    return answer.ms
  }
  const quiet: number[] = []
  for (let request = 0; request < 200; request++) {
    const ms = await open()
    if (request >= 100) quiet.push(ms)
  }
  const before = memoryOf(product.pid)
  const over = new AbortController()
  let peak = 0
  const busy: number[] = []
  const reading = (async () => {
    while (!over.signal.aborted) busy.push(await open())
  })()
  const watching = (async () => {
    while (!over.signal.aborted) {
      peak = Math.max(peak, memoryOf(product.pid))
      await pause(100)
    }
  })()
  const joining = csvOf(roster(size, { prefix: 'C', under: 'B000000' }))
  await importOver(hr, cookie(company.hrToken), client, {
    file: joining,
    coverage: 'part',
  }).finally(() => over.abort())
  await Promise.all([reading, watching])
  mustBe(
    'people who joined',
    await count(client, `select count(*) from person where starts_with(employee_no, 'C')`),
    size,
  )
  await client.end()
  reader.close()
  hr.close()
  await product.kill('SIGTERM')
  const [ours, floor] = [percentile(busy, 0.95), percentile(quiet, 0.95)]
  const endState = `${size} people joined over HTTP; ${busy.length} conversations opened meanwhile`
  return [
    {
      note: 'open one meanwhile p95',
      ours,
      floor,
      unit: 'ms',
      ratio: ours / floor,
      bar: '≤ 100 ms',
      holds: ours <= 100,
      endState,
    },
    {
      note: 'memory, app and reader',
      ours: peak,
      floor: before,
      unit: 'MB',
      ratio: peak / before,
      bar: '≤ 400 MB',
      holds: peak <= 400,
      endState: 'proportional set size at its peak; the floor is the same before',
    },
  ]
}
