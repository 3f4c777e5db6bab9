import { readFileSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import { bySession, throughDoor } from '../../app/door.ts'
import type { Someone, Story } from '../support/scenario.ts'

/** Every row of every table somebody’s own transaction can read, jobs too, and which of them hold such a word. */
export async function rowsWith(
  story: Pick<Story, 'services' | 'clock'>,
  someone: Someone,
  word: RegExp,
): Promise<{ rows: number; found: string[] }> {
  const entrance = bySession({
    token: `token-${someone.accountId}`,
    ip: '10.0.0.7',
    userAgent: 'test',
  })
  return throughDoor(story.services, entrance, story.clock.now, async ({ db }) => {
    const tables = await sql<{ schema: string; name: string }>`
      select schemaname as schema, tablename as name from pg_tables
        where schemaname not in ('pg_catalog', 'information_schema') order by 1, 2`.execute(db)
    const found = new Set<string>()
    let rows = 0
    for (const { schema, name } of tables.rows) {
      const all = await sql<{ row: string }>`
        select t::text as row from ${sql.id(schema, name)} t`.execute(db)
      rows += all.rows.length
      if (all.rows.some(({ row }) => word.test(row))) found.add(`${schema}.${name}`)
    }
    return { rows, found: [...found] }
  })
}

/** Files below a folder that hold such a word as it is written. */
export async function filesWith(folder: string, word: RegExp): Promise<string[]> {
  const files = await readdir(folder, { recursive: true, withFileTypes: true })
  return files
    .filter((file) => file.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .filter((path) => word.test(readFileSync(path, 'latin1')) || word.test(path))
}
