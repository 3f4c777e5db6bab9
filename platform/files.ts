import { createHash } from 'node:crypto'
import { mkdir, open, readFile, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Db } from './database.ts'
import { newId } from './ids.ts'

/** Keeps bytes under random names in a folder; names and types live in the `file` table. */
export interface Files {
  /** Stores bytes durably, then writes the row; @returns the new file's id. */
  put(
    db: Db,
    file: {
      orgId: string
      name: string
      mediaType: string
      bytes: Uint8Array
      createdBy: string | null
      now: Date
    },
  ): Promise<string>
  /** @throws Error when the bytes are gone or no longer the ones that were stored. */
  get(
    db: Db,
    orgId: string,
    id: string,
  ): Promise<{ name: string; mediaType: string; bytes: Buffer } | null>
  remove(orgId: string, id: string): Promise<void>
}

export function openFiles(dataDir: string): Files {
  const pathOf = (orgId: string, id: string) => join(dataDir, 'files', orgId, id.slice(-2), id)
  return {
    async put(db, { orgId, name, mediaType, bytes, createdBy, now }) {
      const id = newId()
      const path = pathOf(orgId, id)
      await mkdir(dirname(path), { recursive: true, mode: 0o700 })
      const handle = await open(path, 'wx', 0o600)
      try {
        await handle.writeFile(bytes)
        await handle.sync()
      } finally {
        await handle.close()
      }
      const sha256 = createHash('sha256').update(bytes).digest('hex')
      await db
        .insertInto('file')
        .values({
          orgId,
          id,
          name,
          mediaType,
          size: bytes.length,
          sha256,
          createdBy,
          createdAt: now,
        })
        .execute()
      return id
    },
    async get(db, orgId, id) {
      const row = await db
        .selectFrom('file')
        .selectAll()
        .where('orgId', '=', orgId)
        .where('id', '=', id)
        .executeTakeFirst()
      if (!row) return null
      const bytes = await readFile(pathOf(orgId, id))
      if (createHash('sha256').update(bytes).digest('hex') !== row.sha256)
        throw new Error(`file ${id} is no longer what was stored`)
      return { name: row.name, mediaType: row.mediaType, bytes }
    },
    remove: (orgId, id) => rm(pathOf(orgId, id), { force: true }),
  }
}
