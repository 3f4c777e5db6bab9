import { closeSync, fsync, openSync } from 'node:fs'
import { promisify } from 'node:util'

const flushed = promisify(fsync)

/** Makes a rename or a new name in a folder survive a power cut. */
export async function flushFolder(folder: string): Promise<void> {
  // Windows has no handle on folders; its file system journals names by itself.
  if (process.platform === 'win32') return
  const handle = openSync(folder, 'r')
  await flushed(handle).finally(() => closeSync(handle))
}
