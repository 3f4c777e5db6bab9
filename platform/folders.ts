import { open } from 'node:fs/promises'

/** Makes a rename or a new name in a folder survive a power cut. */
export async function flushFolder(folder: string): Promise<void> {
  // Windows has no handle on folders; its file system journals names by itself.
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  await handle.sync().finally(() => handle.close())
}
