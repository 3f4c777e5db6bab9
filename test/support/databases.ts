import pg from 'pg'
import { newId } from '../../platform/ids.ts'
import { atTheEnd, testServer } from './server.ts'
import { makeTemplate } from './shared.ts'

/** A database that holds what the template holds, until it is given back. */
export interface Lent {
  url: string
  giveBack(): Promise<void>
}

/** Left by earlier stories of this process, still full. */
const left: string[] = []
const made = new Set<string>()

/** Lends a story a database of its own: one an earlier story has left, emptied, or a new copy of the template. */
export async function lend(): Promise<Lent> {
  const server = await testServer()
  const name = (await emptied()) ?? (await copy())
  return {
    url: server.urlOf(name),
    giveBack: async () => void left.push(name),
  }
}

async function emptied(): Promise<string | null> {
  const server = await testServer()
  for (let name = left.pop(); name; name = left.pop()) {
    const client = new pg.Client({ connectionString: server.urlOf(name) })
    await client.connect()
    const isEmpty = await client.query<{ yes: boolean }>('select testing.emptied() as yes').then(
      ({ rows }) => rows[0]!.yes,
      () => false, // there is no such function without a superuser, or somebody holds on to a table
    )
    await client.end()
    if (isEmpty) return name
    await drop(name)
  }
  return null
}

async function copy(): Promise<string> {
  const server = await testServer()
  const name = `t_${newId().replaceAll('-', '')}`
  await server.query(`create database ${name} template ${await template()}`)
  if (made.size === 0) atTheEnd(async () => void (await Promise.all([...made].map(drop))))
  made.add(name)
  return name
}

/** Where the server itself goes at the end, deleting a thousand files now would only slow the next copy down. */
async function drop(name: string) {
  made.delete(name)
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
