import { openDatabase, type Database } from '../../platform/database.ts'
import { newId } from '../../platform/ids.ts'
import { atTheEnd, testServer } from './server.ts'
import { makeTemplate } from './shared.ts'

/** A database that holds what the template holds, until it is given back. */
export interface Lent {
  url: string
  /** The same, open; `close` leaves it so: its connections know the statements of the stories before. */
  database: Database
  giveBack(): Promise<void>
}

interface Kept {
  name: string
  database: Database
}

/** Left by earlier stories of this process, still full. */
const left: Kept[] = []
const made = new Map<string, Kept>()

/** Lends a story a database of its own: one an earlier story has left, emptied, or a new copy of the template. */
export async function lend(): Promise<Lent> {
  const server = await testServer()
  const kept = (await emptied()) ?? (await copy())
  const url = server.urlOf(kept.name)
  return {
    url,
    database: { ...kept.database, url, close: async () => {} },
    giveBack: async () => void left.push(kept),
  }
}

async function emptied(): Promise<Kept | null> {
  for (let kept = left.pop(); kept; kept = left.pop()) {
    const { pool } = kept.database
    // A story that ended in the middle of something has a connection in its hands.
    const inHand = pool.totalCount - pool.idleCount
    if (inHand > 0) process.stderr.write(`a story has left ${inHand} connections in use\n`)
    const isEmpty =
      inHand === 0 &&
      (await pool.query<{ yes: boolean }>('select testing.emptied() as yes').then(
        ({ rows }) => rows[0]!.yes,
        () => false, // there is no such function without a superuser, or somebody holds on to a table
      ))
    if (isEmpty) return kept
    await drop(kept)
  }
  return null
}

async function copy(): Promise<Kept> {
  const server = await testServer()
  const name = `t_${newId().replaceAll('-', '')}`
  await server.query(`create database ${name} template ${await template()}`)
  if (made.size === 0) atTheEnd(async () => void (await Promise.all([...made.values()].map(drop))))
  const url = new URL(server.urlOf(name))
  // Whoever empties the database ends every other connection.
  url.searchParams.set('application_name', 'stories')
  const kept = { name, database: openDatabase(url.href) }
  made.set(name, kept)
  return kept
}

/** Where the server itself goes at the end, deleting a thousand files now would only slow the next copy down. */
async function drop({ name, database }: Kept) {
  made.delete(name)
  // Not waited for: it would wait for a connection that a story never gave back.
  void database.close().catch(() => {})
  if (process.env.CUXI_TEST_THROWAWAY) return
  await (await testServer()).query(`drop database ${name} with (force)`)
}

let templates: Promise<string> | null = null

/** The template the run shares, or one of this file's own. */
function template(): Promise<string> {
  templates ??= (async () => {
    const shared = process.env.CUXI_TEST_TEMPLATE
    if (shared) return shared
    const server = await testServer()
    const name = await makeTemplate(server.url, server.adminUrl)
    atTheEnd(() => server.query(`drop database if exists ${name} with (force)`))
    return name
  })()
  return templates
}
