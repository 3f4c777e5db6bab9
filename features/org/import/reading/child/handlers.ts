import dns from 'node:dns'
import net from 'node:net'
import { readRoster, type Word } from '../handlers.ts'
import type { Reading } from '../rules.ts'
import { UnreadableRoster } from '../workbook/queries.ts'

// A spreadsheet may ask to be fetched from elsewhere; nothing in this process may.
const noNetwork = () => {
  throw new Error('the reader of rosters has no network')
}
net.Socket.prototype.connect = noNetwork as never
dns.lookup = noNetwork as never

const say = (word: Word): Promise<void> =>
  new Promise((resolve) => {
    if (process.stdout.write(`${JSON.stringify(word)}\n`)) resolve()
    else process.stdout.once('drain', resolve)
  })

const chunks: Buffer[] = []
for await (const chunk of process.stdin) chunks.push(chunk as Buffer)
try {
  await readRoster(
    Buffer.concat(chunks.splice(0)),
    say,
    JSON.parse(process.argv[2] ?? '{}') as Reading,
  )
  await say({ done: true })
} catch (error) {
  if (!(error instanceof UnreadableRoster)) throw error
  await say({ unreadable: error.reason })
}
