import { existsSync, readFileSync } from 'node:fs'
import { mkdir, open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { flushFolder } from '../../platform/folders.ts'
import { Complaint } from './complaint.ts'

/** `restoring`: a restore into this folder has begun and not ended. `moved`: its database lives elsewhere now. */
type Mark = 'restoring' | 'moved'

const pathOf = (dataDir: string, mark: Mark) => join(dataDir, `${mark}.json`)

/** Leaves a mark that survives a power cut. */
export async function putMark(dataDir: string, mark: Mark, facts: Record<string, string>) {
  await mkdir(dataDir, { recursive: true, mode: 0o700 })
  const file = await open(pathOf(dataDir, mark), 'w', 0o600)
  await file.writeFile(JSON.stringify(facts))
  await file.sync()
  await file.close()
  await flushFolder(dataDir)
}

export const hasMark = (dataDir: string, mark: Mark) => existsSync(pathOf(dataDir, mark))
export const removeMark = (dataDir: string, mark: Mark) =>
  rm(pathOf(dataDir, mark), { force: true })

/**
 * Keeps the product from starting on a folder that is not whole, or that is no longer the one in use.
 * @throws Complaint
 */
export function demandFit(dataDir: string, isEmbedded: boolean): void {
  if (hasMark(dataDir, 'restoring'))
    throw new Complaint(
      `${dataDir} 里的恢复没有做完，请再运行一次同样的 cuxi restore。`,
      `A restore into ${dataDir} was not finished: run the same cuxi restore again.`,
    )
  if (!isEmbedded || !hasMark(dataDir, 'moved')) return
  const { to } = JSON.parse(readFileSync(pathOf(dataDir, 'moved'), 'utf8')) as { to: string }
  throw new Complaint(
    `这里的数据库已经搬到 ${to}，请设置 DATABASE_URL 再启动。要退回搬家前的数据，请删除 ${pathOf(dataDir, 'moved')}。`,
    `This database was moved to ${to}: set DATABASE_URL and start again. To go back to the data before the move, delete ${pathOf(dataDir, 'moved')}.`,
  )
}
