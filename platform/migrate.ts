import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { CannotStart } from './cannotStart.ts'

const folder = join(import.meta.dirname, '..', 'migrations')

/**
 * Brings the database to the newest numbered SQL file, each in its own transaction, under an advisory
 * lock so that several nodes may start at once.
 * @param only the files to apply, where not all are wanted: tables as an older program had them.
 * @returns the names applied now.
 * @throws Error when an applied file was edited or the database is newer than this program.
 */
export async function migrate(url: string, only?: string[]): Promise<string[]> {
  const known = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort()
  const files = only ? known.filter((name) => only.includes(name)) : known
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(`select pg_advisory_lock(hashtext('cuxi.migrate'))`)
    await client.query(`create table if not exists migration
      (name text primary key, sha256 text not null, applied_at timestamptz not null default now())`)
    const { rows } = await client.query<{ name: string; sha256: string }>(
      'select name, sha256 from migration',
    )
    const applied = new Map(rows.map((row) => [row.name, row.sha256]))
    for (const name of applied.keys())
      if (!files.includes(name))
        throw new CannotStart(
          `the database has ${name}, which this program does not know: it is newer`,
        )
    const done: string[] = []
    for (const name of files) {
      const text = await readFile(join(folder, name), 'utf8')
      const sha256 = createHash('sha256').update(text).digest('hex')
      if (applied.has(name)) {
        if (applied.get(name) !== sha256)
          throw new CannotStart(`${name} was changed after it had been applied`)
        continue
      }
      await client.query('begin')
      await client.query(`set local lock_timeout = '10s'`)
      await client.query(text)
      await client.query('insert into migration (name, sha256) values ($1, $2)', [name, sha256])
      await client.query('commit')
      done.push(name)
    }
    return done
  } finally {
    await client.end()
  }
}
