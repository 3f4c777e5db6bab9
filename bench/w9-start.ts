import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { memoryOf } from './memory.ts'
import { median, mustBe, type Work } from './support.ts'

const root = join(import.meta.dirname, '..')

/** W9: from the command to the first answer, and what lies idle in memory, beside bare Node and PostgreSQL. */
export const starting: Work = {
  id: 'W9',
  what: 'cold start and idle memory',
  async run() {
    const data = await mkdtemp(join(tmpdir(), 'cuxi-w9-'))
    const bareData = await mkdtemp(join(tmpdir(), 'cuxi-w9-'))
    const ours = () => startOnce(['app/run.mjs', 'app/main.ts'], { CUXI_DATA: data, PORT: '18080' })
    const bare = () => startOnce(['bench/bare.ts'], { CUXI_DATA: bareData, PORT: '18081' })
    const first = await ours()
    await bare()
    const times = {
      ours: [] as number[],
      floor: [] as number[],
      ourMemory: [] as number[],
      bareMemory: [] as number[],
    }
    for (let run = 0; run < 5; run++) {
      const mine = await ours()
      const theirs = await bare()
      times.ours.push(mine.ms)
      times.floor.push(theirs.ms)
      times.ourMemory.push(mine.megabytes)
      times.bareMemory.push(theirs.megabytes)
    }
    await rm(data, { recursive: true, force: true })
    await rm(bareData, { recursive: true, force: true })
    const ready = median(times.ours)
    const memory = median(times.ourMemory)
    return [
      {
        note: 'first start',
        ours: first.ms,
        floor: median(times.floor),
        unit: 'ms',
        ratio: first.ms / median(times.floor),
        bar: 'told, no bar',
        holds: true,
        endState: 'answers ok',
      },
      {
        note: 'ready',
        ours: ready,
        floor: median(times.floor),
        unit: 'ms',
        ratio: ready / median(times.floor),
        bar: '≤ 1,000 ms',
        holds: ready <= 1000,
        endState: 'answers ok',
      },
      {
        note: 'idle',
        ours: memory,
        floor: median(times.bareMemory),
        unit: 'MB',
        ratio: memory / median(times.bareMemory),
        bar: '≤ 250 MB, all processes',
        holds: memory <= 250,
        endState: 'proportional set size',
      },
    ]
  },
}

async function startOnce(command: string[], env: Record<string, string>) {
  const started = performance.now()
  const child = spawn(process.execPath, command, {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: 'ignore',
  })
  const url = `http://127.0.0.1:${env.PORT}/healthz`
  while (
    !(await fetch(url).then(
      (answer) => answer.ok,
      () => false,
    ))
  ) {
    if (child.exitCode !== null)
      throw new Error(`${command.join(' ')} ended with ${child.exitCode}`)
    await pause(10)
  }
  const ms = performance.now() - started
  await pause(5000)
  const megabytes = memoryOf(child.pid!, env.CUXI_DATA!)
  child.kill('SIGTERM')
  const code = await new Promise((resolve) => child.once('exit', resolve))
  mustBe('exit code after SIGTERM', code, 0)
  return { ms, megabytes }
}
