import { openServices } from '../../app/services.ts'
import { startSending } from '../../features/notifications/delivery/sending/reactions.ts'
import { remindAll } from '../../features/notifications/reminders/reactions.ts'
import { config } from '../../platform/config.ts'
import type { WorkerSetting } from './workers.ts'

/**
 * One worker in a process of its own, to be killed: it sends whatever is in the outbox, and if it is the
 * one whose job that is, puts the day's words there. Only the waiting is shorter than usual.
 */
const { url, dataDir, orgId, aheadMs, holdMs, isReminding } = JSON.parse(
  process.env.CUXI_WORKER!,
) as WorkerSetting
const services = await openServices({ ...config({}), dataDir, port: 0 }, url)
const clock = () => new Date(Date.now() + aheadMs)
startSending(services, {
  clock,
  everyMs: 100,
  holdMs,
  patience: { firstMs: 200, longestMs: 2000, attempts: 1000 },
  wayPatience: { firstMs: 100, longestMs: 1000, attempts: Infinity },
})
// Nobody is left to ask it to stop: it ends with whoever began it.
process.stdin.resume().once('end', () => process.exit())
if (isReminding) await remindAll(services, orgId, clock())
