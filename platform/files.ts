import { createHash } from 'node:crypto'
import { mkdir, open, readFile, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Db } from './database.ts'
import { flushFolder } from './folders.ts'
import { newId } from './ids.ts'
import { noScanner, type Scanner, type Verdict } from './scanner.ts'

declare module './database.ts' {
  interface Tables {
    fileHold: FileHoldTable
  }
}

/** A file that waits for the virus scanner, or that it refused. */
export interface FileHoldTable {
  orgId: string
  fileId: string
  since: Date
  infectedAt: Date | null
}

/** Keeps bytes under random names in a folder; names and types live in the `file` table. */
export interface Files {
  /** What the virus scanner says; everything is clean where none is configured. */
  scan(bytes: Uint8Array): Promise<Verdict>
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
      /** Nobody has looked at it yet: it is kept, and not handed out before `rescan` finds it clean. */
      held?: boolean
    },
  ): Promise<string>
  /** Looks at a held file once more: clean is let go, infected loses its bytes. */
  rescan(db: Db, orgId: string, id: string, now: Date): Promise<Verdict>
  /** Null also for what is held. @throws Error when the bytes are no longer the ones that were stored. */
  get(
    db: Db,
    orgId: string,
    id: string,
  ): Promise<{ name: string; mediaType: string; bytes: Buffer } | null>
  remove(orgId: string, id: string): Promise<void>
}

/**
 * Files below the data folder, each organization in a folder of its own; known by a row, so that one without it is
 * nobody's.
 */
export function openFiles(dataDir: string, scanner: Scanner = noScanner): Files {
  const pathOf = (orgId: string, id: string) => join(dataDir, 'files', orgId, id.slice(-2), id)
  return {
    scan: (bytes) => scanner.scan(bytes),
    async put(db, { orgId, name, mediaType, bytes, createdBy, now, held = false }) {
      const id = newId()
      const path = pathOf(orgId, id)
      await keep(path, bytes)
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
      if (held)
        await db
          .insertInto('fileHold')
          .values({ orgId, fileId: id, since: now, infectedAt: null })
          .execute()
      return id
    },
    async rescan(db, orgId, id, now) {
      // Without its bytes there is nothing left to hand out: they went when they were found infected.
      const bytes = await readFile(pathOf(orgId, id)).catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return null
        throw error
      })
      const verdict = bytes ? await scanner.scan(bytes) : 'infected'
      if (verdict === 'clean')
        await db
          .deleteFrom('fileHold')
          .where('orgId', '=', orgId)
          .where('fileId', '=', id)
          .execute()
      if (verdict === 'infected') {
        await db
          .updateTable('fileHold')
          .set({ infectedAt: now })
          .where('orgId', '=', orgId)
          .where('fileId', '=', id)
          .execute()
        await rm(pathOf(orgId, id), { force: true })
      }
      return verdict
    },
    async get(db, orgId, id) {
      const row = await db
        .selectFrom('file')
        .selectAll()
        .where('orgId', '=', orgId)
        .where('id', '=', id)
        .where((file) =>
          file.not(
            file.exists(
              file
                .selectFrom('fileHold')
                .select('fileHold.fileId')
                .where('fileHold.orgId', '=', orgId)
                .where('fileHold.fileId', '=', id),
            ),
          ),
        )
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

/** Writes a new file so that it is there after a power cut: its bytes, its name and its folder's name. */
async function keep(path: string, bytes: Uint8Array) {
  const folder = dirname(path)
  const firstMade = await mkdir(folder, { recursive: true, mode: 0o700 })
  const handle = await open(path, 'wx', 0o600)
  try {
    await handle.writeFile(bytes)
    await handle.sync()
  } finally {
    await handle.close()
  }
  // A name is kept by the folder it stands in; of folders made just now, by the one above each.
  const top = firstMade ? dirname(firstMade) : folder
  for (let at = folder; ; at = dirname(at)) {
    await flushFolder(at)
    if (at === top) return
  }
}
