// Loaded before the product by run.mjs. A parent killed with -9 passes nothing on, so we notice it
// ourselves, and stop as cleanly as if we had been asked to.
import { isMainThread } from 'node:worker_threads'

/**
 * npm closes nothing when it dies, so we look whether it is still the parent. Only under npm: who
 * starts us with nohup or from a service wants us to outlive the shell.
 */
export const whenNpmDies = (stop) => {
  if (!process.env.npm_lifecycle_event || process.platform === 'win32') return
  const parent = process.ppid
  const watch = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(watch)
    stop()
  }, 1000)
  watch.unref()
}

const stop = () => process.emit('SIGTERM', 'SIGTERM') || process.exit(143)

if (isMainThread && process.env.CUXI_WATCH_PARENT) {
  // Ours alone: the product's own children have their own reasons to keep their channel open.
  delete process.env.CUXI_WATCH_PARENT
  if (process.channel) {
    process.once('disconnect', stop)
    process.channel.unref()
  } else whenNpmDies(stop)
}
